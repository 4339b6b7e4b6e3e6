package io.tulle.control;

import io.tulle.config.IpAddress;
import io.tulle.config.IpamPool;

/** The addresses of one network, both families, in Docker's words when there is none. Called by the control thread. */
final class NetworkAddresses
{
    private final Network network;
    private final AddressPool ipv4;
    private final AddressPool ipv6;

    NetworkAddresses(final Network network)
    {
        this.network = network;
        ipv4 = poolOf(network.ipv4Pool());
        ipv6 = poolOf(network.ipv6Pool());
    }

    /** Takes the addresses that an endpoint has. */
    void take(final Endpoint endpoint)
    {
        take(endpoint.ipv4(), endpoint.ipv6());
    }

    /** Takes the addresses that somebody has; null for none. */
    void take(final InterfaceAddress addressIpv4, final InterfaceAddress addressIpv6)
    {
        if (null != addressIpv4)
        {
            ipv4.take(addressIpv4.address());
        }
        if (null != addressIpv6)
        {
            ipv6.take(addressIpv6.address());
        }
    }

    /** Takes an address that somebody else chose, or refuses it in Docker's words; null for none. */
    void takeExactly(final InterfaceAddress wanted, final boolean isV6)
    {
        if (null != wanted && take(wanted.address(), isV6).prefixLength() != wanted.prefixLength())
        {
            throw ControlException.invalid("invalid address " + wanted + ": the prefix of network " + network.name() +
                " has another length");
        }
    }

    /** True if this address may be taken: it fits the subnet, is not reserved, and nobody has it. */
    boolean isFree(final InterfaceAddress address, final boolean isV6)
    {
        final AddressPool pool = isV6 ? ipv6 : ipv4;
        return null != pool && address.prefixLength() == pool.prefixLength() && pool.isFree(address.address());
    }

    /**
     * Takes an address of one family; null if the network has no such family.
     *
     * @param wanted null for the lowest free one
     */
    InterfaceAddress take(final IpAddress wanted, final boolean isV6)
    {
        final AddressPool pool = isV6 ? ipv6 : ipv4;
        if (null == pool)
        {
            return withoutPool(wanted, isV6);
        }
        return new InterfaceAddress(null == wanted ? lowest(pool, isV6) : exactly(pool, wanted), pool.prefixLength());
    }

    private InterfaceAddress withoutPool(final IpAddress wanted, final boolean isV6)
    {
        if (null != wanted)
        {
            throw ControlException.invalid("invalid address " + wanted + ": network " + network.name() + " has no " +
                family(isV6) + " subnet");
        }
        return null;
    }

    private IpAddress lowest(final AddressPool pool, final boolean isV6)
    {
        final IpAddress lowest = pool.takeLowest();
        if (null == lowest)
        {
            throw ControlException.conflict("no available " + family(isV6) +
                " addresses on this network's address pools: " + network.name() + " (" + network.id() + ")");
        }
        return lowest;
    }

    private IpAddress exactly(final AddressPool pool, final IpAddress wanted)
    {
        if (!pool.contains(wanted))
        {
            throw ControlException.invalid("invalid address " + wanted +
                ": It does not belong to any of this network's subnets");
        }
        if (!pool.take(wanted))
        {
            throw ControlException.conflict("Address already in use: " + wanted + " on network " + network.name());
        }
        return wanted;
    }

    private static AddressPool poolOf(final IpamPool pool)
    {
        return null == pool ? null : new AddressPool(pool);
    }

    private static String family(final boolean isV6)
    {
        return isV6 ? "IPv6" : "IPv4";
    }
}
