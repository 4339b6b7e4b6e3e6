package io.tulle.control;

import io.tulle.config.IpamPool;

import java.util.List;
import java.util.Map;

/**
 * A network as a container engine asks for it.
 *
 * @param id      64 hex digits, the engine's
 * @param name    null if the engine did not tell: Docker never does
 * @param pools   at most one a family, with subnet and gateway
 * @param options as the user wrote them: Docker's and Tulle's own; what makes no sense is refused
 */
public record EngineNetwork(
    String id,
    String name,
    boolean internal,
    boolean enableIpv4,
    boolean enableIpv6,
    List<IpamPool> pools,
    Map<String, String> options,
    Map<String, String> labels)
{
    /** Freezes the collections. */
    public EngineNetwork
    {
        pools = List.copyOf(pools);
        options = Sorted.copy(options);
        labels = Sorted.copy(labels);
    }
}
