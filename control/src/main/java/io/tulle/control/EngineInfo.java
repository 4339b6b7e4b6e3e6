package io.tulle.control;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tells what is known of an endpoint of Docker, for who reads Docker's own listings. Called by the control thread. */
final class EngineInfo
{
    private final State state;

    EngineInfo(final State state)
    {
        this.state = state;
    }

    /** Values by name; none if there is no such endpoint. */
    Map<String, String> of(final String networkId, final String endpointId)
    {
        final Map<String, String> info = new TreeMap<>();
        final EngineEndpoint reserved = state.engineEndpoint(endpointId);
        if (null != reserved && reserved.networkId().equals(networkId))
        {
            put(info, "mac", reserved.mac());
            put(info, "ipv4", reserved.ipv4());
            put(info, "ipv6", reserved.ipv6());
            put(info, "sandbox", reserved.sandboxKey());
            put(info, state.endpoint(endpointId));
        }
        return info;
    }

    private void put(final Map<String, String> info, final Endpoint endpoint)
    {
        if (null != endpoint)
        {
            put(info, "device", endpoint.interfaceName());
            put(info, "container", endpoint.container());
            put(info, "ports", state.ports().stream().filter(port -> endpoint.id().equals(port.endpointId()))
                .sorted(PublishedPort.BY_HOST_PORT).map(PublishedPort::toString).collect(Collectors.joining(", ")));
        }
    }

    private static void put(final Map<String, String> info, final String name, final Object value)
    {
        if (null != value)
        {
            info.put(name, value.toString());
        }
    }
}
