package io.tulle.control;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Chooses the subnet of a network that names none: the next free one of Docker's default pools, or an IPv6 /64 of this
 * host's unique local prefix (RFC 4193). Called by the control thread.
 */
final class SubnetPools
{
    private static final int ULA_SUBNETS = 1 << 16; // RFC 4193 section 3.1: 16 bits of subnet identifier
    private static final int ULA_LENGTH = 64;

    private final List<Cidr> ipv4Subnets = dockerDefaults();
    private final long ulaPrefix;

    /** @param ulaPrefix the first 64 bits of the host's /48, its last 16 bits zero */
    SubnetPools(final long ulaPrefix)
    {
        this.ulaPrefix = ulaPrefix;
    }

    /** The first default subnet that overlaps none of these. */
    Cidr nextIpv4(final Collection<Cidr> taken)
    {
        for (final Cidr subnet : ipv4Subnets)
        {
            if (isFree(subnet, taken))
            {
                return subnet;
            }
        }
        throw ControlException.conflict("all predefined address pools have been fully subnetted: " +
            "every subnet of 172.17.0.0/16 to 172.31.0.0/16 and 192.168.0.0/16 overlaps a network or a route of " +
            "the host; name a subnet");
    }

    /** The first unique local /64 of this host that overlaps none of these. */
    Cidr nextIpv6(final Collection<Cidr> taken)
    {
        for (int i = 0; i < ULA_SUBNETS; i++)
        {
            final Cidr subnet = new Cidr(IpAddress.v6(ulaPrefix | i, 0), ULA_LENGTH);
            if (isFree(subnet, taken))
            {
                return subnet;
            }
        }
        throw ControlException.conflict("every unique local /64 of this host is in use; name a subnet");
    }

    private static boolean isFree(final Cidr subnet, final Collection<Cidr> taken)
    {
        for (final Cidr other : taken)
        {
            if (subnet.overlaps(other))
            {
                return false;
            }
        }
        return true;
    }

    /** Docker's own list: 172.17/16 to 172.31/16, then 192.168/16 in /20: 31 networks. */
    private static List<Cidr> dockerDefaults()
    {
        final List<Cidr> subnets = new ArrayList<>();
        for (int i = 17; i <= 31; i++)
        {
            subnets.add(new Cidr(IpAddress.v4(172 << 24 | i << 16), 16));
        }
        for (int i = 0; i < 16; i++)
        {
            subnets.add(new Cidr(IpAddress.v4(192 << 24 | 168 << 16 | i << 12), 20));
        }
        return subnets;
    }
}
