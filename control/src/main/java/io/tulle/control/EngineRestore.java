package io.tulle.control;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes over what Docker had when an earlier daemon ended: containers that ended since then leave nothing, the others
 * find all that they had. Called by the control thread, once.
 */
final class EngineRestore
{
    private final State state;
    private final Fabric fabric;
    private final Departures departures;

    EngineRestore(final State state, final Fabric fabric)
    {
        this.state = state;
        this.fabric = fabric;
        departures = new Departures(state, fabric);
    }

    /** Before endpoints are attached: a namespace that was there and is gone takes no device any more. */
    void dropDead(final List<String> problems)
    {
        for (final EngineEndpoint reserved : state.engineEndpoints())
        {
            final Endpoint endpoint = state.endpoint(reserved.id());
            final Sandbox sandbox = null == endpoint ? null : state.sandbox(endpoint.sandboxId());
            if (null != sandbox && null != sandbox.identity() && !fabric.isOpen(sandbox))
            {
                departures.evict(reserved, new ArrayList<>());
                problems.add("container " + sandbox.container() + " ended while Tulle was not there; what it had on " +
                    state.network(endpoint.networkId()).name() + " is removed");
            }
        }
    }

    /** After endpoints are attached: what could not be is reserved, as before it joined. */
    void tidy()
    {
        state.engineEndpoints().stream()
            .filter(reserved -> null != reserved.sandboxKey() && null == state.endpoint(reserved.id()))
            .forEach(reserved -> state.put(reserved.joined(null)));
        state.sandboxes().stream().filter(Sandbox::isOfEngine).forEach(departures::closeIfEmpty);
    }
}
