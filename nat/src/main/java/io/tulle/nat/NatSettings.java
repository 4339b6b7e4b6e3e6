package io.tulle.nat;

import io.tulle.nat.conntrack.SessionTimeouts;
import io.tulle.nat.mapping.FilteringBehavior;

/**
 * How translation behaves.
 *
 * @param timeouts             of sessions
 * @param udpFiltering         RFC 4787 REQ-8
 * @param tcpFiltering         RFC 5382 REQ-3
 * @param maxSessions          room in the session table
 * @param minEndpointSessions  sessions that are kept free for each endpoint (RFC 6888 REQ-4)
 * @param maxEndpointSessions  sessions that one endpoint may have (RFC 6888 REQ-5)
 * @param isPortParityKept     RFC 4787 REQ-4
 */
public record NatSettings(SessionTimeouts timeouts, FilteringBehavior udpFiltering, FilteringBehavior tcpFiltering,
    int maxSessions, int minEndpointSessions, int maxEndpointSessions, boolean isPortParityKept)
{
    public static final NatSettings DEFAULTS = new NatSettings(SessionTimeouts.DEFAULTS,
        FilteringBehavior.ADDRESS_DEPENDENT, FilteringBehavior.ADDRESS_DEPENDENT, // strict, as RFC 4787 REQ-8 allows
        1 << 20, 256, 1 << 18, true);
}
