package io.tulle.control;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Endpoints by their ids, and those of each network and sandbox, listed by id. Called by the control thread. */
final class EndpointTable
{
    private final Map<String, Endpoint> byId = new TreeMap<>();
    private final Map<String, Map<String, Endpoint>> groups = new HashMap<>(); // by the id of a network or a sandbox

    boolean isEmpty()
    {
        return byId.isEmpty();
    }

    /** All, as they are when this is called. */
    List<Endpoint> all()
    {
        return List.copyOf(byId.values());
    }

    /** Null if there is none. */
    Endpoint get(final String id)
    {
        return byId.get(id);
    }

    /** Those of a network or a sandbox, as they are when this is called. */
    List<Endpoint> of(final String id)
    {
        final Collection<Endpoint> endpoints = groups.getOrDefault(id, Map.of()).values();
        return List.copyOf(endpoints);
    }

    /** One of the same id is replaced. */
    void put(final Endpoint endpoint)
    {
        remove(endpoint);
        byId.put(endpoint.id(), endpoint);
        groups.computeIfAbsent(endpoint.networkId(), id -> new TreeMap<>()).put(endpoint.id(), endpoint);
        groups.computeIfAbsent(endpoint.sandboxId(), id -> new TreeMap<>()).put(endpoint.id(), endpoint);
    }

    void remove(final Endpoint endpoint)
    {
        final Endpoint before = byId.remove(endpoint.id());
        if (null != before)
        {
            leave(before.networkId(), before.id());
            leave(before.sandboxId(), before.id());
        }
    }

    private void leave(final String group, final String id)
    {
        groups.computeIfPresent(group, (same, endpoints) ->
        {
            endpoints.remove(id);
            return endpoints.isEmpty() ? null : endpoints;
        });
    }
}
