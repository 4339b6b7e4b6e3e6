package io.tulle.control.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.tulle.control.EngineContainer;
import io.tulle.control.Json;
import io.tulle.control.ToldEndpoint;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Knows what endpoints are called. A network tells the container's name; its aliases and labels must be asked of the
 * container, which may have to wait, and never change in an endpoint's life: once is enough. Used by one thread.
 */
final class DockerContainers
{
    private final DockerApi api;
    private final Map<String, ToldEndpoint> known = new HashMap<>(); // by the endpoint's id

    DockerContainers(final DockerApi api)
    {
        this.api = api;
    }

    /** What there is to tell; null if Docker does not know either, or not yet. */
    ToldEndpoint told(final DockerEndpoint endpoint) throws IOException
    {
        if (null == endpoint.containerId())
        {
            return null;
        }
        ToldEndpoint told = known.get(endpoint.id());
        if (null == told)
        {
            told = read(endpoint.id(), api.container(endpoint.containerId()));
        }
        if (null == told)
        {
            return null;
        }
        known.put(endpoint.id(), told);
        return new ToldEndpoint(told.id(), endpoint.name(), told.aliases(), told.engine()); // it may have a new name
    }

    /** Forgets all others. */
    void retain(final Collection<String> endpointIds)
    {
        known.keySet().retainAll(endpointIds);
    }

    private static ToldEndpoint read(final String endpointId, final JsonNode container)
    {
        for (final JsonNode network : container.path("NetworkSettings").path("Networks"))
        {
            if (endpointId.equals(Json.text(network, "EndpointID")))
            {
                final String name = Json.required(container, "Name").replaceFirst("^/", "");
                return new ToldEndpoint(endpointId, name, aliases(network, name), new EngineContainer(
                    Json.required(container, "Id"), Json.textMap(container.path("Config"), "Labels")));
            }
        }
        return null;
    }

    /** Old versions put short id and host name among what the user wrote, new ones have all names in a second list. */
    private static List<String> aliases(final JsonNode network, final String name)
    {
        final Set<String> aliases = new LinkedHashSet<>(Json.texts(network, "Aliases"));
        aliases.addAll(Json.texts(network, "DNSNames"));
        aliases.remove(name);
        return List.copyOf(aliases);
    }
}
