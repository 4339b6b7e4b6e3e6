package io.tulle.control;

import java.util.List;

/**
 * Forgets containers of podman and CNI whose end nobody told, since their engine or the machine was restarted: they
 * come again as new ones. Called by the control thread; who calls it saves.
 */
final class AttachLeftovers
{
    private final State state;
    private final StateStore store;
    private final Fabric fabric;

    AttachLeftovers(final State state, final StateStore store, final Fabric fabric)
    {
        this.state = state;
        this.store = store;
        this.fabric = fabric;
    }

    /** At a start, before the Fabric knows of any: what has no namespace any more has no device, either. */
    void forgetVanished()
    {
        state.sandboxes().stream().filter(this::isAttached).filter(sandbox -> !fabric.isOpen(sandbox))
            .forEach(this::forget);
    }

    /** Sandboxes and networks that were made for containers which are gone. */
    void removeUnused()
    {
        new Detacher(state, store, fabric).removeUnusedNetworks();
    }

    private boolean isAttached(final Sandbox sandbox)
    {
        final List<Endpoint> endpoints = state.endpointsOf(sandbox);
        return !endpoints.isEmpty() && endpoints.stream().allMatch(endpoint -> Origin.ATTACH == endpoint.origin());
    }

    private void forget(final Sandbox sandbox)
    {
        state.endpointsOf(sandbox).forEach(state::remove);
        state.portsOf(sandbox.container()).forEach(state::remove);
        state.remove(sandbox);
    }
}
