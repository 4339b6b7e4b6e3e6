package io.tulle.config;

/**
 * How addresses are translated.
 *
 * @param timeouts             of sessions.
 * @param udpFiltering         RFC 4787 REQ-8.
 * @param tcpFiltering         RFC 5382 REQ-3.
 * @param maxSessions          room in the session table.
 * @param minContainerSessions sessions that are kept free for each container (RFC 6888 REQ-4).
 * @param maxContainerSessions sessions that one container may have (RFC 6888 REQ-5).
 * @param portParity           an even internal port gets an even external one (RFC 4787 REQ-4).
 */
public record NatSpec(NatTimeouts timeouts, NatFiltering udpFiltering, NatFiltering tcpFiltering, int maxSessions,
    int minContainerSessions, int maxContainerSessions, boolean portParity)
{
    public static final NatSpec DEFAULTS = new NatSpec(NatTimeouts.DEFAULTS,
        NatFiltering.ADDRESS_DEPENDENT, // RFC 4787 REQ-8: where strict filtering matters most
        NatFiltering.ADDRESS_DEPENDENT, // RFC 5382 REQ-3: the same
        1 << 20, // as many as the kernel's conntrack has on a large host
        256, // a page with all its pictures
        1 << 18, // one container alone cannot fill the table
        true);
}
