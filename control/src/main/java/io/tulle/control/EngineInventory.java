package io.tulle.control;

import java.util.List;

/** What Docker asked for and did not take back, at one moment. */
public record EngineInventory(List<Network> networks, List<EngineEndpoint> endpoints)
{
    /** Freezes the lists. */
    public EngineInventory
    {
        networks = List.copyOf(networks);
        endpoints = List.copyOf(endpoints);
    }
}
