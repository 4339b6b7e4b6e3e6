package io.tulle.nat.conntrack;

import java.time.Duration;

/**
 * How long a session lives without a packet.
 *
 * @param udp            RFC 4787 REQ-5: 5 minutes recommended, never under 2
 * @param icmpQuery      RFC 5508 REQ-2: at least 60 s
 * @param tcpEstablished RFC 5382 REQ-5: at least 2 h 4 min
 * @param tcpOpening     RFC 7857 2: partially open, 4 minutes
 * @param tcpClosing     RFC 7857 2: closing, 4 minutes
 * @param tcpIncomingSyn RFC 5382 REQ-4: at least 6 s
 * @param other          protocols without ports
 */
public record SessionTimeouts(Duration udp, Duration icmpQuery, Duration tcpEstablished, Duration tcpOpening,
    Duration tcpClosing, Duration tcpIncomingSyn, Duration other)
{
    public static final SessionTimeouts DEFAULTS = new SessionTimeouts(Duration.ofSeconds(300), Duration.ofSeconds(60),
        Duration.ofSeconds(7_440), Duration.ofSeconds(240), Duration.ofSeconds(240), Duration.ofSeconds(6),
        Duration.ofSeconds(600));
}
