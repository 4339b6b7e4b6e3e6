package io.tulle.daemon;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.tulle.control.Endpoint;

/**
 * The endpoints that are switch ports now, the host's own among them. The control thread changes it; what is asked by
 * port may be asked by any thread.
 */
final class Attachments
{
    private final Map<String, AttachedEndpoint> byId = new HashMap<>(); // of the endpoint
    private final Map<Integer, AttachedEndpoint> byPort = new ConcurrentHashMap<>();

    /** @return null if it is not attached. */
    AttachedEndpoint get(final String endpointId)
    {
        return byId.get(endpointId);
    }

    /** Adds it, or takes over what changed of it. */
    void put(final AttachedEndpoint attachment)
    {
        byId.put(attachment.endpoint().id(), attachment);
        byPort.put(attachment.port(), attachment);
    }

    /** @return what was there; its port has its name until {@link #portGone}. */
    AttachedEndpoint remove(final String endpointId)
    {
        return byId.remove(endpointId);
    }

    void portGone(final int port)
    {
        byPort.remove(port);
    }

    /** @return all of them, as they were when this was called. */
    Collection<AttachedEndpoint> all()
    {
        return List.copyOf(byId.values());
    }

    /** @return the network of the endpoint behind a port, or null. */
    String networkName(final int port)
    {
        final AttachedEndpoint attachment = byPort.get(port);
        return null == attachment ? null : attachment.domain().network().name();
    }

    /** @return the name of a switch port, container/network. */
    String portName(final int port)
    {
        final AttachedEndpoint attachment = byPort.get(port);
        return null == attachment ? "port " + port : attachment.name();
    }

    /** @return the endpoint behind a port, or null. */
    Endpoint endpoint(final int port)
    {
        final AttachedEndpoint attachment = byPort.get(port);
        return null == attachment ? null : attachment.endpoint();
    }

    /** @return the container behind a port, or null. */
    String container(final int port)
    {
        final Endpoint endpoint = endpoint(port);
        return null == endpoint ? null : endpoint.container();
    }

    /** @return the names of all ports by index. */
    Map<Integer, String> portNames()
    {
        final Map<Integer, String> names = new HashMap<>();
        byPort.forEach((port, attachment) -> names.put(port, attachment.name()));
        return names;
    }
}
