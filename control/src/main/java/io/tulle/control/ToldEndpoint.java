package io.tulle.control;

import java.util.List;

/**
 * What a container engine tells of an endpoint: whose it is, and what it is called on its network.
 *
 * @param id        64 hex digits, the engine's
 * @param container the container's name: anything
 * @param aliases   other names of it on this network: anything
 */
public record ToldEndpoint(String id, String container, List<String> aliases, EngineContainer engine)
{
    /** Freezes the list. */
    public ToldEndpoint
    {
        aliases = List.copyOf(aliases);
    }
}
