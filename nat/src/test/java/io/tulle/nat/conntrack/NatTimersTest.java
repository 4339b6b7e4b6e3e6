package io.tulle.nat.conntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tulle.dataplane.wire.IpProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The timers that nobody has configured are what the RFCs ask for. */
class NatTimersTest
{
    private static final int FOUR_MINUTES_S = 240;

    private final IdleTimeouts timeouts = new IdleTimeouts(SessionTimeouts.DEFAULTS);

    @ParameterizedTest
    @ValueSource(ints = {SessionState.UNREPLIED, SessionState.REPLIED})
    void shouldKeepUdpForFiveMinutesReq5c(final int state)
    {
        assertEquals(300, timeouts.seconds(state, IpProtocol.UDP));
    }

    @Test
    void shouldKeepTcpAsLongAsRfc5382AsksReq5()
    {
        final int twoHoursAndFourMinutesS = 7_440;
        assertEquals(twoHoursAndFourMinutesS, tcp(SessionState.TCP_ESTABLISHED));
        assertEquals(twoHoursAndFourMinutesS, tcp(SessionState.TCP_FIN_ORIGINAL));
        assertEquals(twoHoursAndFourMinutesS, tcp(SessionState.TCP_FIN_REPLY));
        assertEquals(FOUR_MINUTES_S, tcp(SessionState.TCP_SYN_SENT));
        assertEquals(FOUR_MINUTES_S, tcp(SessionState.TCP_SYN_RECEIVED));
        assertEquals(FOUR_MINUTES_S, tcp(SessionState.TCP_CLOSING));
        assertEquals(FOUR_MINUTES_S, tcp(SessionState.TCP_TRANSITORY)); // RFC 7857 2.2: after a RST
        assertEquals(6, tcp(SessionState.TCP_INCOMING_SYN)); // RFC 5382 REQ-4
    }

    @Test
    void shouldKeepQueriesForAMinuteReq2()
    {
        assertEquals(60, timeouts.seconds(SessionState.ICMP_QUERY, IpProtocol.ICMP));
        assertEquals(60, timeouts.seconds(SessionState.ICMP_QUERY, IpProtocol.ICMPV6));
    }

    private int tcp(final int state)
    {
        return timeouts.seconds(state, IpProtocol.TCP);
    }
}
