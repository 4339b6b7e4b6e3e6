package io.tulle.control;

import java.util.List;

/** A network with the endpoints it has now. */
public record NetworkDetails(Network network, List<Endpoint> endpoints)
{
    /** Freezes the list. */
    public NetworkDetails
    {
        endpoints = List.copyOf(endpoints);
    }
}
