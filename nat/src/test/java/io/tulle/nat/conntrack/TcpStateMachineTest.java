package io.tulle.nat.conntrack;

import static io.tulle.nat.conntrack.Direction.ORIGINAL;
import static io.tulle.nat.conntrack.Direction.REPLY;
import static io.tulle.nat.conntrack.SessionState.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;

import io.tulle.dataplane.wire.TcpHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6146 3.5.2, RFC 7857 2, RFC 5382 REQ-2: every transition, as a table. */
class TcpStateMachineTest
{
    /** Each row is a state; behind it what it becomes after a segment of the original, then of the reply direction. */
    @ParameterizedTest
    @CsvSource({
        //               SYN           SYN ACK       ACK           FIN ACK       RST
        "SYN_SENT,     O, SYN_SENT,     SYN_SENT,     SYN_SENT,     SYN_SENT,     SYN_SENT",
        "SYN_SENT,     R, SYN_RECEIVED, SYN_RECEIVED, SYN_SENT,     SYN_SENT,     SYN_SENT",
        "INCOMING_SYN, O, INCOMING_SYN, INCOMING_SYN, INCOMING_SYN, INCOMING_SYN, INCOMING_SYN",
        "INCOMING_SYN, R, SYN_RECEIVED, SYN_RECEIVED, INCOMING_SYN, INCOMING_SYN, INCOMING_SYN",
        "SYN_RECEIVED, O, SYN_RECEIVED, ESTABLISHED,  ESTABLISHED,  FIN_ORIGINAL, TRANSITORY",
        "SYN_RECEIVED, R, SYN_RECEIVED, SYN_RECEIVED, ESTABLISHED,  FIN_REPLY,    TRANSITORY",
        "ESTABLISHED,  O, ESTABLISHED,  ESTABLISHED,  ESTABLISHED,  FIN_ORIGINAL, TRANSITORY",
        "ESTABLISHED,  R, ESTABLISHED,  ESTABLISHED,  ESTABLISHED,  FIN_REPLY,    TRANSITORY",
        "FIN_ORIGINAL, O, FIN_ORIGINAL, FIN_ORIGINAL, FIN_ORIGINAL, FIN_ORIGINAL, CLOSING",
        "FIN_ORIGINAL, R, FIN_ORIGINAL, FIN_ORIGINAL, FIN_ORIGINAL, CLOSING,      CLOSING",
        "FIN_REPLY,    O, FIN_REPLY,    FIN_REPLY,    FIN_REPLY,    CLOSING,      CLOSING",
        "FIN_REPLY,    R, FIN_REPLY,    FIN_REPLY,    FIN_REPLY,    FIN_REPLY,    CLOSING",
        "CLOSING,      O, SYN_SENT,     CLOSING,      CLOSING,      CLOSING,      CLOSING",
        "CLOSING,      R, CLOSING,      CLOSING,      CLOSING,      CLOSING,      CLOSING",
        "TRANSITORY,   O, SYN_SENT,     ESTABLISHED,  ESTABLISHED,  FIN_ORIGINAL, TRANSITORY",
        "TRANSITORY,   R, TRANSITORY,   ESTABLISHED,  ESTABLISHED,  FIN_REPLY,    TRANSITORY",
        "PICKED_UP,    O, SYN_SENT,     PICKED_UP,    PICKED_UP,    FIN_ORIGINAL, TRANSITORY",
        "PICKED_UP,    R, ESTABLISHED,  ESTABLISHED,  ESTABLISHED,  FIN_REPLY,    TRANSITORY",
        "UNREPLIED,    R, UNREPLIED,    UNREPLIED,    UNREPLIED,    UNREPLIED,    UNREPLIED",
    })
    void shouldFollowEveryTransition(final String state, final String direction, final String afterSyn,
        final String afterSynAck, final String afterAck, final String afterFin, final String afterRst)
    {
        final int walks = "O".equals(direction) ? ORIGINAL : REPLY;
        assertEquals(afterSyn, next(state, walks, TcpHeader.SYN), "SYN");
        assertEquals(afterSynAck, next(state, walks, TcpHeader.SYN | TcpHeader.ACK), "SYN ACK");
        assertEquals(afterAck, next(state, walks, TcpHeader.ACK), "ACK");
        assertEquals(afterAck, next(state, walks, TcpHeader.ACK | TcpHeader.PSH | TcpHeader.URG), "data");
        assertEquals(afterFin, next(state, walks, TcpHeader.FIN | TcpHeader.ACK), "FIN ACK");
        assertEquals(afterRst, next(state, walks, TcpHeader.RST), "RST");
        assertEquals(afterRst, next(state, walks, TcpHeader.RST | TcpHeader.ACK), "RST ACK");
    }

    @Test
    void shouldOpenByThreeSegmentsAndCloseByFins()
    {
        int state = TCP_SYN_SENT;
        state = TcpStateMachine.next(state, REPLY, TcpHeader.SYN | TcpHeader.ACK);
        state = TcpStateMachine.next(state, ORIGINAL, TcpHeader.ACK);
        assertEquals(TCP_ESTABLISHED, state);
        state = TcpStateMachine.next(state, REPLY, TcpHeader.FIN | TcpHeader.ACK);
        state = TcpStateMachine.next(state, ORIGINAL, TcpHeader.ACK | TcpHeader.PSH);
        assertEquals(TCP_FIN_REPLY, state); // half-closed
        state = TcpStateMachine.next(state, ORIGINAL, TcpHeader.FIN | TcpHeader.ACK);
        state = TcpStateMachine.next(state, REPLY, TcpHeader.ACK);
        assertEquals(TCP_CLOSING, state);
    }

    /** RFC 5382 REQ-2a. */
    @ParameterizedTest
    @ValueSource(ints = {TCP_SYN_SENT, TCP_INCOMING_SYN})
    void shouldOpenSimultaneouslyReq2a(final int first)
    {
        int state = TcpStateMachine.next(first, REPLY, TcpHeader.SYN);
        assertEquals(TCP_SYN_RECEIVED, state);
        state = TcpStateMachine.next(state, REPLY, TcpHeader.SYN | TcpHeader.ACK);
        assertEquals(TCP_SYN_RECEIVED, state);
        state = TcpStateMachine.next(state, ORIGINAL, TcpHeader.SYN | TcpHeader.ACK);
        assertEquals(TCP_ESTABLISHED, state);
    }

    /** RFC 7857 2: a RST that the endpoint does not believe leaves the connection as it was. */
    @Test
    void shouldSurviveAForgedReset()
    {
        final int reset = TcpStateMachine.next(TCP_ESTABLISHED, REPLY, TcpHeader.RST);
        assertEquals(TCP_TRANSITORY, reset);
        assertEquals(TCP_ESTABLISHED, TcpStateMachine.next(reset, REPLY, TcpHeader.ACK));
    }

    @Test
    void shouldBeginAnewWhenPortsAreUsedAgain()
    {
        final int again = TcpStateMachine.next(TCP_CLOSING, ORIGINAL, TcpHeader.SYN | TcpHeader.ECE | TcpHeader.CWR);
        assertEquals(TCP_SYN_SENT, again);
    }

    @Test
    void shouldStartByASynAlone()
    {
        assertTrue(TcpStateMachine.isStart(TcpHeader.SYN));
        assertTrue(TcpStateMachine.isStart(TcpHeader.SYN | TcpHeader.ECE | TcpHeader.CWR));
        assertTrue(TcpStateMachine.isStart(TcpHeader.SYN | TcpHeader.PSH)); // RFC 7413: with data
        assertFalse(TcpStateMachine.isStart(TcpHeader.SYN | TcpHeader.ACK));
        assertFalse(TcpStateMachine.isStart(TcpHeader.SYN | TcpHeader.RST));
        assertFalse(TcpStateMachine.isStart(TcpHeader.SYN | TcpHeader.FIN));
        assertFalse(TcpStateMachine.isStart(TcpHeader.ACK));
        assertFalse(TcpStateMachine.isStart(0));
    }

    @Test
    void shouldHaveAStateForWhateverFlags()
    {
        for (int state = UNREPLIED; state <= TCP_PICKED_UP; state++)
        {
            for (int flags = 0; flags <= 0xFF; flags++)
            {
                final int original = TcpStateMachine.next(state, ORIGINAL, flags);
                final int reply = TcpStateMachine.next(state, REPLY, flags);
                assertTrue(original >= UNREPLIED && original <= TCP_PICKED_UP && null != SessionState.name(reply));
            }
        }
    }

    private static String next(final String state, final int direction, final int flags)
    {
        return name(TcpStateMachine.next(number(state), direction, flags));
    }

    private static String name(final int state)
    {
        return SessionState.name(state);
    }

    private static int number(final String name)
    {
        return IntStream.rangeClosed(UNREPLIED, TCP_PICKED_UP).filter((state) -> name.equals(name(state))).findFirst()
            .orElseThrow();
    }
}
