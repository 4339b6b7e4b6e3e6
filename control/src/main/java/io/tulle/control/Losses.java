package io.tulle.control;

import java.util.ArrayList;
import java.util.List;

/**
 * Forgets what died by itself, so that a later apply makes it anew. A container engine's has ended without a word, and
 * nothing of it stays. Called by the control thread.
 */
final class Losses
{
    private final State state;
    private final StateStore store;
    private final Fabric fabric;

    Losses(final State state, final StateStore store, final Fabric fabric)
    {
        this.state = state;
        this.store = store;
        this.fabric = fabric;
    }

    /** The device of an endpoint died; one line for what went with it. */
    List<String> endpointLost(final String endpointId)
    {
        final Endpoint endpoint = state.endpoint(endpointId);
        if (null == endpoint || fabric.isAttached(endpointId))
        {
            return List.of(); // detached on purpose in the meantime, or the note was of who had the switch port before
        }
        final List<String> lines = new ArrayList<>();
        final Gateways gateways = new Gateways(state, fabric);
        lines.add(endpoint.origin().isOfEngine() ? depart(endpoint) : forgetDevice(endpoint));
        gateways.settle(lines);
        new Ports(state, fabric).settle(lines);
        new AttachLeftovers(state, store, fabric).removeUnused();
        store.save(state);
        return lines;
    }

    /** The namespace of a sandbox vanished, and all devices in it. */
    List<String> sandboxLost(final String sandboxId)
    {
        final Sandbox sandbox = state.sandbox(sandboxId);
        if (null == sandbox)
        {
            return List.of(); // closed on purpose in the meantime
        }
        if (state.isOfEngine(sandbox))
        {
            state.endpointsOf(sandbox).forEach(this::depart); // and the sandbox with the last
            new AttachLeftovers(state, store, fabric).removeUnused();
            store.save(state);
            return List.of("container " + sandbox.container() + " ended");
        }
        state.endpointsOf(sandbox).forEach(this::forget);
        Guard.run("container " + sandbox.container(), new ArrayList<>(), () -> fabric.closeSandbox(sandbox));
        state.remove(sandbox);
        new AttachLeftovers(state, store, fabric).removeUnused();
        store.save(state);
        return List.of("container " + sandbox.container() + ": its namespace " + sandbox.path() +
            " is gone; tulle apply joins it again when it is back");
    }

    /** An address stays reserved while its container lives: only Docker frees it. */
    private String depart(final Endpoint endpoint)
    {
        final EngineEndpoint reserved = state.engineEndpoint(endpoint.id());
        final boolean isOver = !fabric.isOpen(state.sandbox(endpoint.sandboxId()));
        new Departures(state, fabric).drop(endpoint, new ArrayList<>());
        if (isOver && null != reserved)
        {
            state.remove(reserved);
        }
        return "container " + endpoint.container() + (isOver ? " ended" : " lost its device on network " +
            state.network(endpoint.networkId()).name());
    }

    private String forgetDevice(final Endpoint endpoint)
    {
        forget(endpoint);
        return "container " + endpoint.container() + " on " + state.network(endpoint.networkId()).name() +
            ": its device " + endpoint.interfaceName() + " is gone; tulle apply makes it anew";
    }

    private void forget(final Endpoint endpoint)
    {
        new Ports(state, fabric).withdraw(endpoint, new ArrayList<>());
        final Network network = state.network(endpoint.networkId());
        final Sandbox sandbox = state.sandbox(endpoint.sandboxId());
        // frees the switch port; that the device cannot be removed is no news
        Guard.run("", new ArrayList<>(), () -> fabric.detach(network, sandbox, endpoint));
        state.remove(endpoint);
    }
}
