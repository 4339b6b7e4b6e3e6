package io.tulle.control;

import io.tulle.config.Topology;

import java.util.ArrayList;
import java.util.List;

/** Takes names from container engines that a file declares, and tells the Fabric. Called by the control thread. */
final class Renamer
{
    private final State state;
    private final Fabric fabric;

    Renamer(final State state, final Fabric fabric)
    {
        this.state = state;
        this.fabric = fabric;
    }

    /**
     * A file's name is its own: what a container engine called the same is called by number from now on.
     *
     * @return whether there was such a thing
     */
    boolean yield(final Topology topology)
    {
        final State before = state.copy();
        EngineNames.yield(state, topology);
        final List<Network> networks = state.networks().stream()
            .filter(network -> null == before.networkNamed(network.name())).toList();
        final List<Sandbox> sandboxes = state.sandboxes().stream()
            .filter(sandbox -> null == before.sandboxOf(sandbox.container())).toList();
        networks.forEach(this::tell);
        sandboxes.forEach(this::tell);
        return !networks.isEmpty() || !sandboxes.isEmpty();
    }

    private void tell(final Network network)
    {
        tell(() -> fabric.updateNetwork(network));
        state.endpointsOf(network).forEach(this::tell); // called CONTAINER.NETWORK
    }

    private void tell(final Sandbox sandbox)
    {
        tell(() -> fabric.updateSandbox(sandbox));
        state.endpointsOf(sandbox).forEach(this::tell);
    }

    private void tell(final Endpoint endpoint)
    {
        tell(() -> fabric.updateEndpoint(
            state.network(endpoint.networkId()), state.sandbox(endpoint.sandboxId()), endpoint));
    }

    /** Old names that stay are no reason to refuse a file. */
    private static void tell(final Runnable news)
    {
        Guard.run("", new ArrayList<>(), news);
    }
}
