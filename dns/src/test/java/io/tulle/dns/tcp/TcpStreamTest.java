package io.tulle.dns.tcp;

import static io.tulle.dns.tcp.TcpRig.CLIENT_ISN;
import static io.tulle.dns.tcp.TcpRig.PORT;
import static io.tulle.dns.tcp.TcpRig.data;
import static io.tulle.dns.tcp.TcpRig.framed;
import static io.tulle.dns.tcp.TcpRig.message;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.wire.TcpHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

/** RFC 9293 3.8 and 3.10.7.4: order, acknowledgments, windows, segment sizes, and sending again. */
class TcpStreamTest
{
    private static final int WINDOW = 0xFFFF;
    private static final byte[] NOTHING = {};
    private static final byte[] QUESTION = framed(message(40, 1));

    private final TcpRig rig = new TcpRig();

    @Test
    void shouldAnswerOutOfOrderWithADuplicateAckAndDropIt()
    {
        final int end = rig.open(40_000) + 1;
        rig.receive(data(10, end, Arrays.copyOfRange(QUESTION, 10, 42)));
        assertEquals(CLIENT_ISN + 1, rig.only().acknowledgmentNumber());
        rig.receive(data(0, end, Arrays.copyOf(QUESTION, 10)));
        assertEquals(CLIENT_ISN + 11, rig.only().acknowledgmentNumber());
        assertEquals(0, rig.questions.size());
    }

    @Test
    void shouldLeaveOutWhatItHasAlready()
    {
        final int end = rig.open(40_000) + 1;
        rig.receive(data(0, end, Arrays.copyOf(QUESTION, 30)));
        rig.sent.clear();
        rig.receive(data(0, end, Arrays.copyOf(QUESTION, 20)));
        assertEquals(CLIENT_ISN + 31, rig.only().acknowledgmentNumber());
        rig.receive(data(0, end, QUESTION));
        assertEquals(CLIENT_ISN + 43, rig.only().acknowledgmentNumber());
        assertArrayEquals(message(40, 1), rig.questions.get(0).message());
    }

    @Test
    void shouldAnswerKeepAlive()
    {
        final int end = rig.open(40_000) + 1;
        rig.receive(data(-1, end, NOTHING));
        assertEquals(CLIENT_ISN + 1, rig.only().acknowledgmentNumber());
        rig.receive(data(-1, end, new byte[1]));
        assertEquals(CLIENT_ISN + 1, rig.only().acknowledgmentNumber());
    }

    @Test
    void shouldTakeNothingBeyondItsWindowAndAnswerProbes()
    {
        final int end = rig.open(40_000) + 1;
        for (int i = 0; i < 64; i++)
        {
            rig.receive(data(i * 14, end, framed(message(12, i))));
        }
        rig.receive(data(896, end, new byte[WINDOW - 896 + 1]));
        assertEquals(0, rig.sent.peekLast().window());
        rig.sent.clear();
        rig.receive(data(WINDOW, end, new byte[1])); // a probe
        final SentSegment ack = rig.only();
        assertEquals(CLIENT_ISN + 1 + WINDOW, ack.acknowledgmentNumber());
        assertEquals(0, ack.window());
    }

    @Test
    void shouldAcceptAcksWhileItsWindowIsClosed()
    {
        final int end = rig.open(40_000) + 1;
        for (int i = 0; i < 64; i++)
        {
            rig.receive(data(i * 14, end, framed(message(12, i))));
        }
        rig.receive(data(896, end, TcpRig.join(QUESTION, new byte[WINDOW - 896 - 42])));
        rig.sent.clear();
        rig.questions.get(0).reply().answer(message(12, 1)); // reads the next one, which is followed by nothing
        assertEquals(0, rig.only().window()); // a few octets are not worth telling
        rig.receive(data(WINDOW, end + 14, NOTHING));
        rig.after(5_000);
        rig.assertSilent(); // nothing is sent again
    }

    @Test
    void shouldAnswerAckOfWhatWasNeverSent()
    {
        final int end = rig.open(40_000) + 1;
        rig.receive(data(0, end + 1, QUESTION));
        assertEquals(CLIENT_ISN + 1, rig.only().acknowledgmentNumber());
        assertEquals(0, rig.questions.size());
    }

    @Test
    void shouldIgnoreASegmentWithoutAck()
    {
        final int end = rig.open(40_000) + 1;
        rig.receive(data(0, end, QUESTION).flags(TcpHeader.PSH));
        rig.assertSilent();
    }

    @Test
    void shouldReadUrgentDataAsAnyOther()
    {
        final int end = rig.open(40_000) + 1;
        rig.receive(data(0, end, QUESTION).flags(TcpHeader.ACK | TcpHeader.URG));
        assertEquals(1, rig.questions.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {536, 1000, 1460, 9000})
    void shouldHoldToTheSegmentSizesOfBothSides(final int clientSegmentSize)
    {
        final int end = ask(clientSegmentSize, 0xFFFF);
        rig.questions.get(0).reply().answer(message(8000, 1));
        final int expected = Math.min(1460, clientSegmentSize);
        int position = 0;
        for (final SentSegment segment : rig.sent)
        {
            assertEquals(Math.min(expected, 8002 - position), segment.payload().length);
            assertEquals(end + position, segment.sequenceNumber());
            position += segment.payload().length;
            assertEquals(8002 == position, segment.has(TcpHeader.PSH));
        }
        assertEquals(Math.min(8002, 10 * expected), position);
    }

    @Test
    void shouldTakeTheStandardsSegmentSizeForGranted()
    {
        rig.receive(new ClientSegment().flags(TcpHeader.SYN).sequence(CLIENT_ISN));
        rig.receive(data(0, rig.only().end(), QUESTION));
        rig.sent.clear();
        rig.questions.get(0).reply().answer(message(3000, 1));
        assertEquals(536, rig.sent.peek().payload().length);
    }

    @Test
    void shouldNotBeMadeToSendSingleOctets()
    {
        ask(1, 0xFFFF);
        rig.questions.get(0).reply().answer(message(1000, 1));
        assertEquals(64, rig.sent.peek().payload().length);
    }

    @Test
    void shouldFollowTheNetworksMtu()
    {
        ask(1460, 0xFFFF);
        rig.view(PORT, 1280);
        rig.questions.get(0).reply().answer(message(3000, 1));
        assertEquals(1240, rig.sent.peek().payload().length);
    }

    @Test
    void shouldSendNoMoreThanTheClientsWindow()
    {
        final int end = ask(1460, 5000);
        rig.questions.get(0).reply().answer(message(20_000, 1));
        assertEquals(end + 4380, rig.sent.peekLast().end()); // three whole ones; a small one waits
        rig.sent.clear();
        rig.receive(data(42, end + 4380, NOTHING).window(2000));
        assertEquals(end + 5840, rig.only().end());
    }

    @Test
    void shouldBeginWithTenSegmentsAndThenSendMore()
    {
        final int end = ask(1460, 0xFFFF);
        rig.questions.get(0).reply().answer(message(60_000, 1));
        assertEquals(10, rig.sent.size());
        rig.sent.clear();
        rig.receive(data(42, end + 14_600, NOTHING));
        assertEquals(20, rig.sent.size());
    }

    @Test
    void shouldProbeAClosedWindowWithOneOctetAndGoOnWhenItOpens()
    {
        final int end = ask(1460, 0);
        rig.questions.get(0).reply().answer(message(100, 1));
        rig.assertSilent();
        rig.after(0);
        for (int tryMs = 200; tryMs < 2000; tryMs *= 2)
        {
            rig.after(tryMs);
            final SentSegment probe = rig.only();
            assertEquals(1, probe.payload().length);
            assertEquals(end, probe.sequenceNumber());
            rig.receive(data(42, end, NOTHING).window(0));
            rig.assertSilent();
        }
        rig.receive(data(42, end, NOTHING).window(1000));
        final SentSegment whole = rig.only();
        assertEquals(end, whole.sequenceNumber());
        assertEquals(102, whole.payload().length);
    }

    @Test
    void shouldTakeTheOctetOfAProbeForSentWhenTheClientDoes()
    {
        final int end = ask(1460, 0);
        rig.questions.get(0).reply().answer(message(100, 1));
        rig.after(0);
        rig.after(200);
        rig.sent.clear();
        rig.receive(data(42, end + 1, NOTHING).window(50));
        assertEquals(50, rig.only().payload().length);
    }

    @Test
    void shouldEndAConnectionWhoseWindowStaysClosed()
    {
        final int end = ask(1460, 0);
        rig.questions.get(0).reply().answer(message(100, 1));
        for (int i = 0; i < 60 && 0 < rig.responder.connections(); i++)
        {
            rig.after(1000);
            rig.receive(data(42, end, NOTHING).window(0));
        }
        assertEquals(0, rig.responder.connections());
        assertEquals(1, rig.responder.count(TcpEvent.TIMED_OUT));
    }

    @Test
    void shouldNotBelieveTheWindowOfAnOlderSegment()
    {
        final int end = ask(1460, 3000);
        rig.receive(data(42, end, NOTHING).window(0));
        rig.receive(data(41, end, new byte[1]).window(3000)); // stale, from before the window closed
        rig.sent.clear();
        rig.questions.get(0).reply().answer(message(100, 1));
        rig.assertSilent();
    }

    @Test
    void shouldSendAgainFromTheFirstThatWasNotAcknowledged()
    {
        final int end = ask(1460, 0xFFFF);
        rig.questions.get(0).reply().answer(message(5000, 1));
        rig.after(0);
        rig.sent.clear();
        rig.receive(data(42, end + 1460, NOTHING));
        rig.assertSilent();
        rig.after(199);
        rig.assertSilent();
        rig.after(6);
        final SentSegment again = rig.only();
        assertEquals(end + 1460, again.sequenceNumber());
        assertEquals(1460, again.payload().length);
        assertEquals(1, rig.responder.count(TcpEvent.RETRANSMITTED));
        rig.receive(data(42, end + 5002, NOTHING)); // the client had kept the rest
        rig.assertSilent();
        rig.after(9_000);
        rig.assertSilent();
    }

    @Test
    void shouldGiveUpAfterEightTries()
    {
        ask(1460, 0xFFFF);
        rig.questions.get(0).reply().answer(message(50, 1));
        rig.sent.clear();
        rig.after(0);
        long waitedMs = 0;
        while (0 < rig.responder.connections())
        {
            rig.after(100);
            waitedMs += 100;
        }
        assertEquals(9, rig.sent.size());
        assertTrue(rig.sent.peekLast().has(TcpHeader.RST));
        assertTrue(waitedMs > 30_000 && waitedMs < 70_000, "waited " + waitedMs);
    }

    /** Opens and asks one question of 42 octets. @return the sequence number of our first octet */
    private int ask(final int segmentSize, final int window)
    {
        rig.receive(new ClientSegment().flags(TcpHeader.SYN).sequence(CLIENT_ISN).maximumSegmentSize(segmentSize));
        final int end = rig.only().end();
        rig.receive(data(0, end, QUESTION).window(window));
        rig.sent.clear();
        return end;
    }
}
