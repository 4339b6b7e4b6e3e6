package io.tulle.dns.tcp;

import static io.tulle.dns.tcp.TcpRig.CLIENT_ISN;
import static io.tulle.dns.tcp.TcpRig.data;
import static io.tulle.dns.tcp.TcpRig.framed;
import static io.tulle.dns.tcp.TcpRig.join;
import static io.tulle.dns.tcp.TcpRig.message;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.wire.TcpHeader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

/** RFC 9293 3.6, RFC 7766 6.2.3 and RFC 5961: every way in which a connection ends. */
class TcpClosingTest
{
    private static final int FIN = TcpHeader.FIN | TcpHeader.ACK;
    private static final int TCP_PORT = 40_000;
    private static final byte[] NOTHING = {};

    private final TcpRig rig = new TcpRig();
    private int end;

    @BeforeEach
    void open()
    {
        end = rig.open(TCP_PORT) + 1;
    }

    @Test
    void shouldAnswerAClientThatClosedBehindItsQuestion()
    {
        rig.receive(data(0, end, framed(message(40, 1))).flags(FIN));
        final SentSegment ack = rig.only();
        assertEquals(TcpHeader.ACK, ack.flags());
        assertEquals(CLIENT_ISN + 44, ack.acknowledgmentNumber());
        rig.questions.get(0).reply().answer(message(12, 1));
        final SentSegment last = rig.only();
        assertTrue(last.has(TcpHeader.FIN));
        assertEquals(14, last.payload().length);
        rig.receive(data(43, last.end(), NOTHING)); // LAST_ACK
        rig.assertSilent();
        assertEquals(0, rig.responder.connections());
        assertEquals(Long.MAX_VALUE, rig.after(300));
    }

    @Test
    void shouldCloseAtOnceWhenNothingIsDue()
    {
        rig.receive(data(0, end, NOTHING).flags(FIN));
        final SentSegment fin = rig.only();
        assertTrue(fin.has(TcpHeader.FIN));
        assertEquals(CLIENT_ISN + 2, fin.acknowledgmentNumber());
        rig.receive(data(1, fin.end(), NOTHING));
        assertEquals(0, rig.responder.connections());
    }

    @Test
    void shouldReadAllQuestionsBeforeItHeedsTheFin()
    {
        final byte[][] questions = new byte[100][];
        Arrays.setAll(questions, (i) -> framed(message(12, i)));
        rig.receive(data(0, end, join(questions)).flags(FIN));
        assertEquals(64, rig.questions.size());
        for (int i = 0; i < 100; i++)
        {
            assertFalse(rig.sent.stream().anyMatch((s) -> s.has(TcpHeader.FIN)));
            rig.questions.get(i).reply().answer(message(12, i));
        }
        assertTrue(rig.sent.peekLast().has(TcpHeader.FIN));
        assertEquals(end + 1401, rig.sent.peekLast().end());
    }

    @Test
    void shouldForgetHalfAQuestionAtTheFin()
    {
        rig.receive(data(0, end, new byte[]{0, 12, 1}).flags(FIN));
        assertTrue(rig.only().has(TcpHeader.FIN));
        assertEquals(0, rig.questions.size());
    }

    @Test
    void shouldNotTakeAFinOutOfOrder()
    {
        rig.receive(data(7, end, NOTHING).flags(FIN));
        final SentSegment ack = rig.only();
        assertEquals(TcpHeader.ACK, ack.flags());
        assertEquals(CLIENT_ISN + 1, ack.acknowledgmentNumber());
    }

    @Test
    void shouldRepeatItsFinUntilItIsAcknowledgedAndThenGiveUp()
    {
        rig.receive(data(0, end, NOTHING).flags(FIN));
        final int fin = rig.only().sequenceNumber();
        for (int tryNo = 0; tryNo < 8; tryNo++)
        {
            rig.after(200 << Math.min(6, tryNo));
            final SentSegment again = rig.only();
            assertTrue(again.has(TcpHeader.FIN));
            assertEquals(fin, again.sequenceNumber());
        }
        rig.after(13_000);
        assertTrue(rig.only().has(TcpHeader.RST));
        assertEquals(0, rig.responder.connections());
        assertEquals(1, rig.responder.count(TcpEvent.TIMED_OUT));
    }

    @Test
    void shouldCloseWhenIdleForTenSecondsAndWaitASecond()
    {
        final int fin = closeIdle();
        rig.receive(data(0, fin + 1, NOTHING)); // FIN_WAIT_2
        rig.assertSilent();
        rig.receive(data(0, fin + 1, NOTHING).flags(FIN)); // TIME_WAIT
        assertEquals(CLIENT_ISN + 2, rig.only().acknowledgmentNumber());
        rig.after(900);
        rig.receive(data(0, fin + 1, NOTHING).flags(FIN)); // our ACK was lost
        assertEquals(CLIENT_ISN + 2, rig.only().acknowledgmentNumber());
        rig.after(900);
        assertEquals(1, rig.responder.connections());
        assertEquals(Long.MAX_VALUE, rig.after(200));
        assertEquals(0, rig.responder.connections());
    }

    @Test
    void shouldCloseAtTheSameTimeAsTheClient()
    {
        final int fin = closeIdle();
        rig.receive(data(0, fin, NOTHING).flags(FIN)); // CLOSING
        assertEquals(CLIENT_ISN + 2, rig.only().acknowledgmentNumber());
        rig.receive(data(1, fin + 1, NOTHING)); // TIME_WAIT
        rig.assertSilent();
        rig.after(1100);
        assertEquals(0, rig.responder.connections());
    }

    @Test
    void shouldTakeFinAndAckOfItsFinTogether()
    {
        final int fin = closeIdle();
        rig.receive(data(0, fin + 1, NOTHING).flags(FIN)); // TIME_WAIT at once
        rig.only();
        rig.after(1100);
        assertEquals(0, rig.responder.connections());
    }

    @Test
    void shouldThrowAwayAQuestionThatCrossesItsFin()
    {
        final int fin = closeIdle();
        rig.receive(data(0, fin, framed(message(12, 1))));
        assertEquals(CLIENT_ISN + 15, rig.only().acknowledgmentNumber());
        assertEquals(0, rig.questions.size());
    }

    @Test
    void shouldNotWaitForeverForTheClientsFin()
    {
        final int fin = closeIdle();
        rig.receive(data(0, fin + 1, NOTHING));
        for (int i = 0; i < 11; i++)
        {
            rig.after(1000);
            rig.receive(data(i, fin + 1, new byte[1])); // keeps talking to nobody
            rig.sent.clear();
        }
        assertEquals(0, rig.responder.connections());
    }

    @Test
    void shouldNotBeIdleWhileAQuestionWaits()
    {
        rig.receive(data(0, end, framed(message(12, 1))));
        rig.sent.clear();
        assertEquals(Long.MAX_VALUE, rig.after(100_000));
        rig.questions.get(0).reply().answer(message(12, 1));
        final SentSegment answer = rig.only();
        rig.after(0);
        rig.receive(data(14, answer.end(), NOTHING));
        rig.after(9_990);
        rig.assertSilent();
        rig.after(20);
        assertTrue(rig.only().has(TcpHeader.FIN));
    }

    @Test
    void shouldTellWhenItWantsToRunAgain()
    {
        rig.after(300); // past the timer of the SYN
        assertEquals(9_000_000_000L, rig.after(700));
        rig.receive(data(0, end, framed(message(12, 1))));
        rig.questions.get(0).reply().answer(message(12, 1));
        rig.nowNs += 7_000_000_000L; // the answer came late, and without the time
        assertEquals(200_000_000L, rig.responder.onTime(rig.nowNs));
    }

    @Test
    void shouldOpenAgainFromTheSamePortInTimeWait()
    {
        final int fin = closeIdle();
        rig.receive(data(0, fin + 1, NOTHING).flags(FIN));
        rig.sent.clear();
        rig.receive(new ClientSegment().flags(TcpHeader.SYN).sequence(CLIENT_ISN + 900));
        assertEquals(TcpHeader.SYN | TcpHeader.ACK, rig.only().flags());
        assertEquals(1, rig.responder.connections());
    }

    @Test
    void shouldNotOpenAgainForAnOldSynInTimeWait()
    {
        final int fin = closeIdle();
        rig.receive(data(0, fin + 1, NOTHING).flags(FIN));
        rig.sent.clear();
        rig.receive(new ClientSegment().flags(TcpHeader.SYN).sequence(CLIENT_ISN));
        assertEquals(TcpHeader.ACK, rig.only().flags());
    }

    @Test
    void shouldCloseAtTheExactResetOnly()
    {
        rig.receive(data(1, 0, NOTHING).flags(TcpHeader.RST)); // in the window
        assertEquals(TcpHeader.ACK, rig.only().flags()); // RFC 5961 3.2: a challenge
        rig.receive(data(-1, 0, NOTHING).flags(TcpHeader.RST)); // before the window
        rig.receive(data(70_000, 0, NOTHING).flags(TcpHeader.RST)); // behind it
        rig.assertSilent();
        assertEquals(1, rig.responder.connections());
        rig.receive(data(0, 0, NOTHING).flags(TcpHeader.RST));
        rig.assertSilent();
        assertEquals(0, rig.responder.connections());
        assertEquals(1, rig.responder.count(TcpEvent.RESET));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 100_000})
    void shouldChallengeSynInAnOpenConnection(final int octets)
    {
        rig.receive(data(octets, 0, NOTHING).flags(TcpHeader.SYN));
        final SentSegment challenge = rig.only();
        assertEquals(TcpHeader.ACK, challenge.flags());
        assertEquals(CLIENT_ISN + 1, challenge.acknowledgmentNumber());
        assertEquals(end, challenge.sequenceNumber());
    }

    @Test
    void shouldIgnoreAnswersAfterReset()
    {
        rig.receive(data(0, end, framed(message(12, 1))));
        rig.receive(data(14, 0, NOTHING).flags(TcpHeader.RST));
        rig.sent.clear();
        rig.questions.get(0).reply().answer(message(12, 1));
        rig.questions.get(0).reply().answer(null);
        rig.after(60_000);
        rig.assertSilent();
    }

    /** @return the sequence number of our FIN */
    private int closeIdle()
    {
        rig.after(10_010);
        final SentSegment fin = rig.only();
        assertTrue(fin.has(TcpHeader.FIN));
        assertEquals(end, fin.sequenceNumber());
        return fin.sequenceNumber();
    }
}
