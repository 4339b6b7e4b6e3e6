package io.tulle.control;

import io.tulle.config.NetworkOptions;
import io.tulle.config.NetworkSpec;
import io.tulle.config.UplinkSpec;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes and removes networks live. Called by the control thread. */
final class Networks
{
    private final State state;
    private final StateStore store;
    private final Fabric fabric;

    Networks(final State state, final StateStore store, final Fabric fabric)
    {
        this.state = state;
        this.store = store;
        this.fabric = fabric;
    }

    Network create(final CreateNetwork request, final NetworkResolver resolver)
    {
        return create(NetworkRequest.spec(request), Ids.next(), Origin.API, resolver);
    }

    Network create(final NetworkSpec spec, final String id, final Origin origin, final NetworkResolver resolver)
    {
        if (null != state.networkNamed(spec.name()))
        {
            throw ControlException.conflict("network with name " + spec.name() + " already exists");
        }
        state.networks().forEach(network -> resolver.take(network.pools()));
        resolver.checkFree(spec.ipam());
        final String uplink = uplink(spec.uplink(), spec.internal(), state);
        final Network network = resolver.resolve(spec.uplink(uplink), id, Instant.now(), origin);
        state.put(network);
        store.save(state);
        final List<String> failures = new ArrayList<>();
        new Maker(state, fabric, failures).make(network);
        if (!failures.isEmpty())
        {
            store.save(state);
            throw ControlException.failed(failures.get(0));
        }
        return network;
    }

    /** The uplink of a network that is made live. @param word what the user wrote, or null: the default one */
    static String uplink(final String word, final boolean isInternal, final State state)
    {
        if (isInternal || UplinkSpec.NONE.equals(word))
        {
            return null;
        }
        if (null != word && !state.uplinks().containsKey(word))
        {
            throw ControlException.invalid(NetworkOptions.UPLINK + ": " + word + " is not an uplink of the topology; " +
                "it has " + (state.uplinks().isEmpty() ? "none" : String.join(", ", state.uplinks().keySet())));
        }
        return null == word ? UplinkSpec.defaultOf(state.uplinks()) : word;
    }

    void remove(final Network network)
    {
        if (Origin.DOCKER == network.origin())
        {
            throw ControlException.conflict(
                "network " + network.name() + " is Docker's; remove it there (docker network rm)");
        }
        if (!state.endpointsOf(network).isEmpty())
        {
            throw ControlException.conflict("error while removing network: network " + network.name() + " id " +
                network.id() + " has active endpoints");
        }
        try
        {
            fabric.removeNetwork(network);
        }
        catch (final FabricException e)
        {
            throw ControlException.failed("error while removing network: " + e.getMessage());
        }
        state.remove(network);
        store.save(state);
    }
}
