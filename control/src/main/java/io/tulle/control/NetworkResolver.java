package io.tulle.control;

import io.tulle.config.Cidr;
import io.tulle.config.IpamPool;
import io.tulle.config.NetworkSpec;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Turns what a user wrote about networks into networks with a subnet and a gateway each. Knows every subnet that is
 * taken: by networks that stay, by those declared anywhere in the file, and by the host. Called by the control thread.
 */
final class NetworkResolver
{
    private final SubnetPools pools;
    private final Supplier<List<Cidr>> hostRoutes;
    private final Set<Cidr> taken = new HashSet<>();
    private final Set<Cidr> kept = new HashSet<>();
    private final Set<Cidr> others = new HashSet<>(); // may be named, are never chosen
    private List<Cidr> routes;

    NetworkResolver(final SubnetPools pools, final Supplier<List<Cidr>> hostRoutes)
    {
        this.pools = pools;
        this.hostRoutes = hostRoutes;
    }

    /** Takes the subnets that a network has, or will have. */
    void take(final Collection<IpamPool> subnets)
    {
        subnets.forEach(pool -> taken.add(pool.subnet()));
    }

    /** Takes subnets out of those that Tulle chooses from; a user may name them all the same. */
    void avoid(final Collection<IpamPool> subnets)
    {
        subnets.forEach(pool -> others.add(pool.subnet()));
    }

    /** Keeps the subnet that Tulle once chose for a network, unless the file now gives it to another. */
    void keep(final IpamPool current)
    {
        if (null != current && taken.stream().noneMatch(current.subnet()::overlaps))
        {
            taken.add(current.subnet());
            kept.add(current.subnet());
        }
    }

    /** Docker's refusal if a subnet overlaps one that is taken. */
    void checkFree(final Collection<IpamPool> subnets)
    {
        checkFree(subnets, taken);
    }

    /** Docker's refusal if a subnet overlaps one of these. */
    static void checkFree(final Collection<IpamPool> subnets, final Collection<Cidr> others)
    {
        for (final IpamPool pool : subnets)
        {
            for (final Cidr other : others)
            {
                if (pool.subnet().overlaps(other))
                {
                    throw ControlException.conflict("invalid pool request: Pool overlaps with other one on this " +
                        "address space: " + pool.subnet() + " and " + other);
                }
            }
        }
    }

    /** A network with this spec and pools of its own, chosen where the spec has none. */
    Network resolve(final NetworkSpec spec, final String id, final Instant created, final Origin origin)
    {
        return network(spec, id, created, poolsOf(spec, null), origin);
    }

    /** The same, where a pool that the spec does not name stays as the network has it now. */
    Network resolve(final NetworkSpec spec, final Network current)
    {
        return network(spec, current.id(), current.created(), poolsOf(spec, current), Origin.FILE);
    }

    private List<IpamPool> poolsOf(final NetworkSpec spec, final Network current)
    {
        final List<IpamPool> resolved = new ArrayList<>();
        if (spec.enableIpv4())
        {
            resolved.add(pool(spec, null == current ? null : current.ipv4Pool(), false));
        }
        if (spec.enableIpv6())
        {
            resolved.add(pool(spec, null == current ? null : current.ipv6Pool(), true));
        }
        return resolved;
    }

    private IpamPool pool(final NetworkSpec spec, final IpamPool current, final boolean isV6)
    {
        final IpamPool written = spec.pool(isV6);
        if (null == written)
        {
            return null != current && kept.contains(current.subnet()) ? current : next(isV6);
        }
        return new IpamPool(written.subnet(), written.ipRange(), written.gatewayOrLowest(), written.auxAddresses());
    }

    private IpamPool next(final boolean isV6)
    {
        final Set<Cidr> avoided = new HashSet<>(taken);
        avoided.addAll(others);
        avoided.addAll(routes());
        final Cidr subnet = isV6 ? pools.nextIpv6(avoided) : pools.nextIpv4(avoided);
        taken.add(subnet);
        return new IpamPool(subnet, null, subnet.firstHost(), Map.of());
    }

    private List<Cidr> routes()
    {
        if (null == routes)
        {
            routes = hostRoutes.get().stream().filter(route -> route.prefixLength() > 0).toList();
        }
        return routes;
    }

    private static Network network(
        final NetworkSpec spec, final String id, final Instant created, final List<IpamPool> pools, final Origin origin)
    {
        return new Network(id, spec.name(), created, spec.internal(), spec.uplink(), spec.hostAccess(),
            spec.enableIpv4(), spec.enableIpv6(), spec.attachable(), pools, spec.options(), spec.dns(),
            spec.driverOpts(), spec.labels(), origin);
    }
}
