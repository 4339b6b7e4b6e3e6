package io.tulle.control;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;
import io.tulle.config.IpamPool;
import io.tulle.config.SpecialBlock;

import java.util.ArrayList;
import java.util.List;

/** Checks the address pools that a container engine chose for a network. Called by the control thread. */
final class EnginePools
{
    private EnginePools()
    {
    }

    /** The pools, each with a gateway: Docker may keep none for a network whose containers need none. */
    static List<IpamPool> of(final EngineNetwork request)
    {
        if (!request.enableIpv4() && !request.enableIpv6())
        {
            throw ControlException.invalid("IPv4 or IPv6 must be enabled");
        }
        checkFamily(request, false, request.enableIpv4());
        checkFamily(request, true, request.enableIpv6());
        final List<IpamPool> pools = new ArrayList<>();
        for (final IpamPool pool : request.pools())
        {
            check(pool);
            pools.add(
                new IpamPool(pool.subnet(), pool.ipRange(), pool.gatewayOrLowest(), pool.auxAddresses()));
        }
        return pools;
    }

    private static void checkFamily(final EngineNetwork request, final boolean isV6, final boolean isEnabled)
    {
        final String family = isV6 ? "IPv6" : "IPv4";
        final List<Cidr> subnets =
            request.pools().stream().map(IpamPool::subnet).filter(subnet -> subnet.isV6() == isV6).toList();
        if (isEnabled && subnets.isEmpty())
        {
            throw ControlException.invalid(
                "no " + family + " subnet for network " + request.id() + ": the IPAM driver must give one");
        }
        if (subnets.size() > 1)
        {
            throw ControlException.invalid("only one " + family + " subnet per network: " + subnets.get(1));
        }
        if (!isEnabled && !subnets.isEmpty())
        {
            throw ControlException.invalid(subnets.get(0) + " is an " + family + " subnet, and " + family +
                " is not enabled on the network");
        }
    }

    private static void check(final IpamPool pool)
    {
        if (0 == pool.subnet().prefixLength())
        {
            throw ControlException.invalid(
                "subnet " + pool.subnet() + " is not one network: choose another IPAM driver than null");
        }
        if (null != SpecialBlock.mistake(pool.subnet()))
        {
            throw ControlException.invalid("subnet " + pool.subnet() + " " + SpecialBlock.mistake(pool.subnet()) +
                "; " + SpecialBlock.remedy(pool.subnet()));
        }
        checkInside(pool.subnet(), pool.gateway(), "gateway");
        pool.auxAddresses().forEach((name, address) -> checkInside(pool.subnet(), address, "aux-address " + name));
    }

    private static void checkInside(final Cidr subnet, final IpAddress address, final String what)
    {
        if (null != address && !subnet.contains(address))
        {
            throw ControlException.invalid("no matching subnet for " + what + " " + address + ": " + subnet);
        }
    }
}
