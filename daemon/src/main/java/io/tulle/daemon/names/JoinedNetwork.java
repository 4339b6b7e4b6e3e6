package io.tulle.daemon.names;

import io.tulle.control.Endpoint;
import io.tulle.control.Network;

import java.util.Comparator;

/**
 * One network that a container is on, with its endpoint there.
 *
 * @param port the switch port of the endpoint
 */
record JoinedNetwork(int port, Network network, Endpoint endpoint)
{
    /** As Docker looks names up: by gw_priority, then networks with a way out, then dual stack, then by name. */
    static final Comparator<JoinedNetwork> ORDER = Comparator
        .comparingInt((JoinedNetwork joined) -> joined.endpoint.gwPriority()).reversed()
        .thenComparing((joined) -> joined.network.internal())
        .thenComparing(Comparator.comparingInt((JoinedNetwork joined) -> joined.endpoint.families()).reversed())
        .thenComparing((joined) -> joined.network.name());
}
