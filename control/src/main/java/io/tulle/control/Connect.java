package io.tulle.control;

import java.util.List;
import java.util.Map;

/**
 * A live connection as it is asked for: {@code tulle network connect}, in words. All but the first two may be null.
 *
 * @param gwPriority the container's default route goes to its endpoint with the highest one
 */
public record Connect(
    String network,
    String container,
    String ipv4,
    String ipv6,
    String mac,
    List<String> aliases,
    Map<String, String> driverOpts,
    int gwPriority)
{
    /** Freezes the collections; null means empty. */
    public Connect
    {
        aliases = null == aliases ? List.of() : List.copyOf(aliases);
        driverOpts = null == driverOpts ? Map.of() : Map.copyOf(driverOpts);
    }

    /** A connection that leaves every choice to Tulle. */
    public static Connect of(final String network, final String container)
    {
        return new Connect(network, container, null, null, null, null, null, 0);
    }
}
