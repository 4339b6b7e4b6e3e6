package io.tulle.nat.conntrack;

import java.time.Duration;
import java.util.Arrays;

/** How many seconds a session of a state may be idle, as the ager and listings ask it. Immutable. */
public final class IdleTimeouts
{
    private static final int UDP = 17;
    private static final int UDP_LITE = 136; // RFC 3828: the same, but for the checksum
    private static final int STATES = 16;

    private final int[] byState = new int[STATES];
    private final int udp;

    public IdleTimeouts(final SessionTimeouts timeouts)
    {
        Arrays.fill(byState, seconds(timeouts.other()));
        byState[SessionState.ICMP_QUERY] = seconds(timeouts.icmpQuery());
        byState[SessionState.TCP_SYN_SENT] = seconds(timeouts.tcpOpening());
        byState[SessionState.TCP_INCOMING_SYN] = seconds(timeouts.tcpIncomingSyn());
        byState[SessionState.TCP_SYN_RECEIVED] = seconds(timeouts.tcpOpening());
        byState[SessionState.TCP_ESTABLISHED] = seconds(timeouts.tcpEstablished());
        // RFC 6146 3.5.2.2: with one FIN, a connection may carry data the other way for as long as it likes
        byState[SessionState.TCP_FIN_ORIGINAL] = seconds(timeouts.tcpEstablished());
        byState[SessionState.TCP_FIN_REPLY] = seconds(timeouts.tcpEstablished());
        byState[SessionState.TCP_CLOSING] = seconds(timeouts.tcpClosing());
        byState[SessionState.TCP_TRANSITORY] = seconds(timeouts.tcpClosing());
        byState[SessionState.TCP_PICKED_UP] = seconds(timeouts.tcpOpening()); // nobody has answered yet
        udp = seconds(timeouts.udp());
    }

    public int seconds(final int state, final int protocol)
    {
        final boolean isUdp = state <= SessionState.REPLIED && (UDP == protocol || UDP_LITE == protocol);
        return isUdp ? udp : byState[state & STATES - 1];
    }

    private static int seconds(final Duration duration)
    {
        return Math.toIntExact(Math.max(1, duration.toSeconds()));
    }
}
