package io.tulle.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Moves default routes after the model has changed: remembers who owned each sandbox's before, and tells the Fabric
 * where the owner is another one now. Docker sets those of its own sandboxes. Called by the control thread.
 */
final class Gateways
{
    private final State state;
    private final Fabric fabric;
    private final Map<String, String> ownersBefore = new HashMap<>(); // endpoint id by sandbox id

    Gateways(final State state, final Fabric fabric)
    {
        this.state = state;
        this.fabric = fabric;
        for (final Sandbox sandbox : state.sandboxes())
        {
            ownersBefore.put(sandbox.id(), idOf(GatewayChoice.of(sandbox, state)));
        }
    }

    /** One line to failures for each sandbox whose route could not be set. */
    void settle(final List<String> failures)
    {
        for (final Sandbox sandbox : state.sandboxes())
        {
            final Endpoint owner = GatewayChoice.of(sandbox, state);
            if (!state.isOfDocker(sandbox) && !Objects.equals(idOf(owner), ownersBefore.get(sandbox.id())))
            {
                Guard.run("container " + sandbox.container() + " default route", failures, () -> set(sandbox, owner));
            }
        }
    }

    private void set(final Sandbox sandbox, final Endpoint owner)
    {
        fabric.setDefaultGateway(sandbox, owner, null == owner ? null : state.network(owner.networkId()));
    }

    private static String idOf(final Endpoint endpoint)
    {
        return null == endpoint ? null : endpoint.id();
    }
}
