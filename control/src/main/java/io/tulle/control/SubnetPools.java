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
    private static final int ULA_PREFIX_LENGTH = 48;

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

    /** The first subnet with a prefix of this length in the default pools that overlaps none of these. */
    Cidr next(final int prefixLength, final boolean isV6, final Collection<Cidr> taken)
    {
        final List<Cidr> spaces = isV6 ? List.of(new Cidr(IpAddress.v6(ulaPrefix, 0), ULA_PREFIX_LENGTH)) : ipv4Subnets;
        for (final Cidr space : spaces)
        {
            final Cidr free = firstFree(space, prefixLength, taken);
            if (null != free)
            {
                return free;
            }
        }
        throw ControlException.conflict("no subnet with a prefix of " + prefixLength +
            " is left in the predefined address pools; name a subnet");
    }

    /** Goes on after whatever is in the way, so that it costs nothing for how small the subnet is. */
    private static Cidr firstFree(final Cidr space, final int prefixLength, final Collection<Cidr> taken)
    {
        Cidr candidate = prefixLength < space.prefixLength() ? null : new Cidr(space.first(), prefixLength);
        while (null != candidate)
        {
            final Cidr obstacle = overlapping(candidate, taken);
            if (null == obstacle)
            {
                return candidate;
            }
            candidate = after(obstacle.contains(candidate) ? obstacle : candidate, space, prefixLength);
        }
        return null;
    }

    private static Cidr after(final Cidr obstacle, final Cidr space, final int prefixLength)
    {
        return obstacle.contains(space.last()) ? null : new Cidr(obstacle.last().next(), prefixLength);
    }

    private static boolean isFree(final Cidr subnet, final Collection<Cidr> taken)
    {
        return null == overlapping(subnet, taken);
    }

    private static Cidr overlapping(final Cidr subnet, final Collection<Cidr> taken)
    {
        for (final Cidr other : taken)
        {
            if (subnet.overlaps(other))
            {
                return other;
            }
        }
        return null;
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
