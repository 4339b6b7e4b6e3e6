package io.tulle.control;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;

import java.util.Map;

/** A service that is asked as Docker asks an IPAM driver. */
abstract class IpamTestBase extends ServiceTest
{
    /** A new pool of this subnet; null for any. */
    IpamService.Pool pool(final String subnet)
    {
        return pool(subnet, null);
    }

    IpamService.Pool pool(final String subnet, final String range)
    {
        return pool(subnet, range, Map.of());
    }

    IpamService.Pool pool(final String subnet, final String range, final Map<String, String> options)
    {
        return service.ipam().requestPool(IpamService.LOCAL_ADDRESS_SPACE, cidr(subnet), cidr(range), options,
            null != subnet && subnet.contains(":"));
    }

    IpamService.Pool pool6()
    {
        return service.ipam().requestPool(IpamService.LOCAL_ADDRESS_SPACE, null, null, Map.of(), true);
    }

    /** The lowest free address, as Docker hears it. */
    String address(final IpamService.Pool pool)
    {
        return service.ipam().requestAddress(pool.id(), null, false).toString();
    }

    /** This address, as Docker hears it. */
    String address(final IpamService.Pool pool, final String wanted)
    {
        return service.ipam().requestAddress(pool.id(), IpAddress.parse(wanted), false).toString();
    }

    String gateway(final IpamService.Pool pool)
    {
        return service.ipam().requestAddress(pool.id(), null, true).toString();
    }

    void release(final IpamService.Pool pool, final String address)
    {
        service.ipam().releaseAddress(pool.id(), IpAddress.parse(address));
    }

    static Cidr cidr(final String text)
    {
        return null == text ? null : Cidr.parse(text);
    }
}
