package io.tulle.control;

import io.tulle.config.Cidr;
import io.tulle.config.IpamPool;
import io.tulle.config.NetworkDns;
import io.tulle.config.NetworkOptions;
import io.tulle.config.RoutingOptions;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes and removes the networks of Docker, which names them by id alone. Called by the control thread. */
final class EngineNetworks
{
    private final State state;
    private final StateStore store;
    private final Fabric fabric;

    EngineNetworks(final State state, final StateStore store, final Fabric fabric)
    {
        this.state = state;
        this.store = store;
        this.fabric = fabric;
    }

    /** The network of Docker with this id, or a refusal in Docker's words. */
    Network required(final String id)
    {
        final Network network = state.network(id);
        if (null == network || Origin.DOCKER != network.origin())
        {
            throw ControlException.notFound("network " + id + " not found");
        }
        return network;
    }

    void create(final EngineNetwork request)
    {
        final Network network = network(request);
        final Network present = state.network(request.id());
        if (null != present)
        {
            checkSame(present, network);
            return;
        }
        make(network);
    }

    /** What fails, even if it is the disk, leaves nothing: Docker hears of it, and may ask again. */
    private void make(final Network network)
    {
        state.put(network);
        final List<String> failures = new ArrayList<>();
        final boolean isDone = Guard.run("network " + network.name(), failures, () ->
        {
            store.save(state);
            fabric.createNetwork(network);
        });
        if (!isDone)
        {
            Guard.run("", new ArrayList<>(), () -> fabric.removeNetwork(network)); // half of it may be there
            state.remove(network);
            store.saveIfPossible(state);
            throw ControlException.failed(failures.get(0));
        }
    }

    void remove(final String id)
    {
        if (null == state.network(id))
        {
            return;
        }
        final Network network = required(id);
        final Departures departures = new Departures(state, fabric);
        state.engineEndpointsOf(network).forEach(endpoint -> departures.evict(endpoint, new ArrayList<>()));
        final List<String> failures = new ArrayList<>();
        if (Guard.run("network " + network.name(), failures, () -> fabric.removeNetwork(network)))
        {
            state.remove(network);
        }
        store.save(state);
        if (!failures.isEmpty())
        {
            throw ControlException.failed(failures.get(0));
        }
    }

    private Network network(final EngineNetwork request)
    {
        final NetworkOptions options = EngineOptions.network(request.options());
        final RoutingOptions routing = options.routing();
        final boolean isInternal = request.internal();
        if (null != routing.mistake(isInternal))
        {
            throw ControlException.invalid(routing.mistake(isInternal));
        }
        final List<IpamPool> pools = EnginePools.of(request);
        final boolean hostAccess = routing.hasHostAccess(isInternal) && hasRoute(request.id(), pools);
        return new Network(request.id(), EngineNames.free(request, state), Instant.now(), isInternal,
            Networks.uplink(routing.uplink(), isInternal, state), hostAccess, request.enableIpv4(),
            request.enableIpv6(), true, pools, options, NetworkDns.DEFAULTS, request.options(), request.labels(),
            Origin.DOCKER);
    }

    /** The host has one route to a subnet: of networks that overlap, the first one has it. */
    private boolean hasRoute(final String id, final List<IpamPool> pools)
    {
        return state.networks().stream().filter(other -> other.hostAccess() && !other.id().equals(id))
            .flatMap(other -> other.pools().stream()).map(IpamPool::subnet)
            .noneMatch(subnet -> overlaps(subnet, pools));
    }

    private static boolean overlaps(final Cidr subnet, final List<IpamPool> pools)
    {
        return pools.stream().anyMatch(pool -> pool.subnet().overlaps(subnet));
    }

    /** Names and labels are not Docker's to tell here: they may have come from elsewhere since. */
    private static void checkSame(final Network present, final Network wanted)
    {
        final boolean isSame = Origin.DOCKER == present.origin() && present.internal() == wanted.internal() &&
            present.enableIpv4() == wanted.enableIpv4() && present.enableIpv6() == wanted.enableIpv6() &&
            present.pools().equals(wanted.pools()) && present.driverOpts().equals(wanted.driverOpts());
        if (!isSame)
        {
            throw ControlException.conflict("network " + present.id() + " already exists with other settings, as " +
                present.name() + "; remove it first");
        }
    }
}
