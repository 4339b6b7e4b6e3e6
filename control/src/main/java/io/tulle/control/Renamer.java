package io.tulle.control;

import io.tulle.config.Topology;

/** Tells the Fabric which networks and containers are called otherwise now. Called by the control thread. */
final class Renamer
{
    private final State state;
    private final Fabric fabric;

    Renamer(final State state, final Fabric fabric)
    {
        this.state = state;
        this.fabric = fabric;
    }

    /** A file's name is its own: what a container engine called the same is called by number from now on. */
    void yield(final Topology topology)
    {
        final State before = state.copy();
        EngineNames.yield(state, topology);
        tell(before);
    }

    /** @param before a copy of the state, from before names were changed */
    void tell(final State before)
    {
        state.networks().stream().filter(network -> isRenamed(before.network(network.id()), network))
            .forEach(fabric::updateNetwork);
        state.sandboxes().stream().filter(sandbox -> isRenamed(before.sandbox(sandbox.id()), sandbox))
            .forEach(this::tell);
    }

    private void tell(final Sandbox sandbox)
    {
        fabric.updateSandbox(sandbox);
        state.endpointsOf(sandbox).forEach(
            endpoint -> fabric.updateEndpoint(state.network(endpoint.networkId()), sandbox, endpoint));
    }

    private static boolean isRenamed(final Network before, final Network after)
    {
        return null != before && !before.name().equals(after.name());
    }

    private static boolean isRenamed(final Sandbox before, final Sandbox after)
    {
        return null != before && !before.container().equals(after.container());
    }
}
