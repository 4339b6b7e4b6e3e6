package io.tulle.daemon.capture;

import java.util.HashMap;
import java.util.Map;

import io.tulle.dataplane.capture.PortSelection;

/**
 * Knows for one capture which ports it looks at and what they are called, also when a port has gone while its frames
 * are still in a ring. Refreshed by the control thread, read by the thread that captures.
 */
final class PortView
{
    private final CaptureRequest request;
    private final PortNames ports;
    private final int maxPorts;
    private volatile Map<Integer, String> known = Map.of();

    PortView(final CaptureRequest request, final PortNames ports, final int maxPorts)
    {
        this.request = request;
        this.ports = ports;
        this.maxPorts = maxPorts;
    }

    /** @return the ports to look at now. */
    synchronized PortSelection refresh()
    {
        final Map<Integer, String> present = ports.names();
        final Map<Integer, String> all = new HashMap<>(known);
        all.putAll(present);
        known = all;
        return request.wantsEveryPort() ? PortSelection.all(maxPorts) :
            PortSelection.of(maxPorts, (port) -> present.containsKey(port) && request.wantsPort(present.get(port)));
    }

    boolean isEmpty()
    {
        return !request.wantsEveryPort() && known.values().stream().noneMatch(request::wantsPort);
    }

    String name(final int port)
    {
        final String name = known.get(port);
        return null == name ? "port " + port : name;
    }
}
