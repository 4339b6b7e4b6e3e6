package io.tulle.control;

import io.tulle.config.IpamPool;
import io.tulle.config.NetworkSpec;
import io.tulle.config.Topology;
import io.tulle.config.UplinkSpec;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Plans what becomes of networks, and leaves the draft with those that there will be. Called by the control thread. */
final class NetworkPlanner
{
    private final State draft;
    private final Topology topology;
    private final NetworkResolver resolver;
    private final List<NetworkChange> removals = new ArrayList<>();
    private final List<NetworkChange> changes = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();

    NetworkPlanner(final State draft, final Topology topology, final NetworkResolver resolver)
    {
        this.draft = draft;
        this.topology = topology;
        this.resolver = resolver;
    }

    void plan()
    {
        draft.networks().forEach(this::planUndeclared);
        takeDeclaredSubnets();
        keepChosenSubnets();
        topology.networks().values().forEach(this::planDeclared);
    }

    List<NetworkChange> removals()
    {
        return removals;
    }

    List<NetworkChange> changes()
    {
        return changes;
    }

    List<String> problems()
    {
        return problems;
    }

    private void planUndeclared(final Network network)
    {
        if (topology.networks().containsKey(network.name()))
        {
            return;
        }
        if (network.origin().isOfEngine())
        {
            resolver.avoid(network.pools());
            follow(network);
            return;
        }
        if (Origin.API == network.origin())
        {
            resolver.take(network.pools());
            follow(network);
            return;
        }
        draft.remove(network);
        removals.add(new NetworkChange(Action.REMOVE, network, null, List.of(), false));
    }

    /** A network that was made live, or by an engine, has the uplink of those that name none. */
    private void follow(final Network network)
    {
        if (!network.internal() && null == network.options().routing().uplink())
        {
            change(network, network.uplink(UplinkSpec.defaultOf(topology.uplinks())));
        }
    }

    private void takeDeclaredSubnets()
    {
        for (final NetworkSpec spec : topology.networks().values())
        {
            try
            {
                resolver.checkFree(spec.ipam());
                checkHostRoutes(spec);
                resolver.take(spec.ipam());
            }
            catch (final ControlException e)
            {
                refuse(spec, e);
            }
        }
    }

    /** The host can have one route to a subnet, so it has no access to one of two networks that overlap. */
    private void checkHostRoutes(final NetworkSpec spec)
    {
        if (spec.hostAccess())
        {
            NetworkResolver.checkFree(spec.ipam(), draft.networks().stream()
                .filter(network -> network.origin().isOfEngine() && network.hostAccess())
                .flatMap(network -> network.pools().stream()).map(IpamPool::subnet).toList());
        }
    }

    private void refuse(final NetworkSpec spec, final ControlException reason)
    {
        refused.add(spec.name());
        problems.add("network " + spec.name() + ": " + reason.getMessage());
    }

    private void keepChosenSubnets()
    {
        for (final Network network : draft.networks())
        {
            final NetworkSpec spec = topology.networks().get(network.name());
            if (null != spec)
            {
                resolver.keep(null == spec.pool(false) ? network.ipv4Pool() : null);
                resolver.keep(null == spec.pool(true) ? network.ipv6Pool() : null);
            }
        }
    }

    private void planDeclared(final NetworkSpec spec)
    {
        if (refused.contains(spec.name()))
        {
            return;
        }
        try
        {
            final Network current = draft.networkNamed(spec.name());
            if (null == current)
            {
                add(spec);
            }
            else
            {
                change(current, resolver.resolve(spec, current));
            }
        }
        catch (final ControlException e)
        {
            refuse(spec, e);
        }
    }

    private void add(final NetworkSpec spec)
    {
        final Network network = resolver.resolve(spec, Ids.next(), Instant.now(), Origin.FILE);
        draft.put(network);
        changes.add(new NetworkChange(Action.ADD, null, network, List.of(), false));
    }

    private void change(final Network current, final Network same)
    {
        final Differences differences = Differences.of(current, same);
        if (differences.isEmpty())
        {
            return;
        }
        final Network after = Action.REPLACE == differences.action() ? same.renewed() : same;
        draft.put(after);
        changes.add(new NetworkChange(differences.action(), current, after, differences.found(), false));
    }
}
