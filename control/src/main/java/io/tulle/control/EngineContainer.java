package io.tulle.control;

import java.util.Map;

/**
 * A container as its engine knows it.
 *
 * @param id     the engine's, 64 hex digits
 * @param labels as the user wrote them
 */
public record EngineContainer(String id, Map<String, String> labels)
{
    /** Freezes the map. */
    public EngineContainer
    {
        labels = Sorted.copy(labels);
    }
}
