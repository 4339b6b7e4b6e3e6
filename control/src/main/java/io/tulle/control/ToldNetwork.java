package io.tulle.control;

import java.util.List;
import java.util.Map;

/**
 * What a container engine tells of a network that it asked for, after it asked.
 *
 * @param id   64 hex digits, the engine's
 * @param name anything: what cannot be a name here is not taken over
 */
public record ToldNetwork(String id, String name, Map<String, String> labels, List<ToldEndpoint> endpoints)
{
    /** Freezes the collections. */
    public ToldNetwork
    {
        labels = Sorted.copy(labels);
        endpoints = List.copyOf(endpoints);
    }
}
