package io.tulle.control;

import java.util.Comparator;
import java.util.List;

/**
 * Chooses which of a container's networks has its default route, by Docker's rule: the highest gw_priority, then
 * dual stack, then the network's name. An internal network never has it. In Docker's own sandboxes Docker chooses, and
 * tells. Called by the control thread.
 */
final class GatewayChoice
{
    private GatewayChoice()
    {
    }

    /** The endpoint that owns the default route, or null. */
    static Endpoint of(final Sandbox sandbox, final State state)
    {
        return state.isOfDocker(sandbox) ? told(sandbox, state) : of(state.endpointsOf(sandbox), state);
    }

    private static Endpoint told(final Sandbox sandbox, final State state)
    {
        return state.endpointsOf(sandbox).stream().filter(endpoint -> isTold(state.engineEndpoint(endpoint.id())))
            .findFirst().orElse(null);
    }

    private static boolean isTold(final EngineEndpoint reserved)
    {
        return null != reserved && reserved.isGateway();
    }

    private static Endpoint of(final List<Endpoint> endpoints, final State state)
    {
        final Comparator<Endpoint> byRule = Comparator
            .comparingInt(Endpoint::gwPriority).reversed()
            .thenComparing(Comparator.comparingInt(Endpoint::families).reversed())
            .thenComparing(endpoint -> state.network(endpoint.networkId()).name());
        return endpoints.stream()
            .filter(endpoint -> !state.network(endpoint.networkId()).internal())
            .min(byRule).orElse(null);
    }
}
