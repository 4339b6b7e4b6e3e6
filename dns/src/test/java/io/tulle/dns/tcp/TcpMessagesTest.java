package io.tulle.dns.tcp;

import static io.tulle.dns.tcp.TcpRig.PORT;
import static io.tulle.dns.tcp.TcpRig.data;
import static io.tulle.dns.tcp.TcpRig.framed;
import static io.tulle.dns.tcp.TcpRig.join;
import static io.tulle.dns.tcp.TcpRig.message;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.wire.TcpHeader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** RFC 7766: several questions in a connection, in pieces, answered in any order; and what is not read. */
class TcpMessagesTest
{
    private static final int TCP_PORT = 40_000;

    private final TcpRig rig = new TcpRig();
    private int end;

    @BeforeEach
    void open()
    {
        end = rig.open(TCP_PORT) + 1;
    }

    @Test
    void shouldHandOverAQuestionAndSendItsAnswer()
    {
        rig.receive(data(0, end, framed(message(40, 1))));
        assertEquals(TcpHeader.ACK, rig.only().flags());
        assertEquals(PORT, rig.questions.get(0).port());
        assertArrayEquals(message(40, 1), rig.questions.get(0).message());
        rig.questions.get(0).reply().answer(message(90, 2));
        final SentSegment answer = rig.only();
        assertEquals(TcpHeader.ACK | TcpHeader.PSH, answer.flags());
        assertEquals(end, answer.sequenceNumber());
        assertEquals(TcpRig.CLIENT_ISN + 43, answer.acknowledgmentNumber());
        assertArrayEquals(framed(message(90, 2)), answer.payload());
    }

    @Test
    void shouldTakeTheAckAlongWithAnAnswerAtOnce()
    {
        rig.isEcho = true;
        rig.receive(data(0, end, framed(message(40, 1))));
        final SentSegment answer = rig.only();
        assertArrayEquals(framed(message(40, 1)), answer.payload());
        assertEquals(TcpRig.CLIENT_ISN + 43, answer.acknowledgmentNumber());
    }

    @Test
    void shouldJoinAnswersToQuestionsThatCameTogether()
    {
        rig.isEcho = true;
        final byte[] questions = join(framed(message(40, 1)), framed(message(50, 2)), framed(message(60, 3)));
        rig.receive(data(0, end, questions));
        assertArrayEquals(questions, rig.only().payload());
    }

    @Test
    void shouldPutAQuestionTogetherFromSingleOctets()
    {
        final byte[] question = framed(message(40, 1));
        for (int i = 0; i < question.length; i++)
        {
            assertEquals(0, rig.questions.size());
            rig.receive(data(i, end, Arrays.copyOfRange(question, i, i + 1)));
            assertEquals(TcpRig.CLIENT_ISN + 2 + i, rig.only().acknowledgmentNumber());
        }
        assertArrayEquals(message(40, 1), rig.questions.get(0).message());
    }

    @Test
    void shouldAnswerInAnyOrder()
    {
        rig.receive(data(0, end, join(framed(message(40, 1)), framed(message(50, 2)))));
        rig.sent.clear();
        rig.questions.get(1).reply().answer(message(30, 5));
        assertArrayEquals(framed(message(30, 5)), rig.only().payload());
        rig.questions.get(0).reply().answer(message(31, 6));
        final SentSegment second = rig.only();
        assertArrayEquals(framed(message(31, 6)), second.payload());
        assertEquals(end + 32, second.sequenceNumber());
    }

    @Test
    void shouldTakeAnAnswerOnce()
    {
        rig.receive(data(0, end, framed(message(40, 1))));
        rig.sent.clear();
        rig.questions.get(0).reply().answer(message(30, 5));
        rig.only();
        rig.questions.get(0).reply().answer(message(30, 6));
        rig.assertSilent();
    }

    @Test
    void shouldTakeTheLongestQuestionAndSendTheLongestAnswer()
    {
        final byte[] question = framed(message(0xFFFF, 1));
        rig.receive(data(0, end, Arrays.copyOf(question, 40_000)));
        rig.receive(data(40_000, end, Arrays.copyOfRange(question, 40_000, 0xFFFF)));
        assertEquals(2, rig.sent.peekLast().window()); // just the rest
        rig.receive(data(0xFFFF, end, Arrays.copyOfRange(question, 0xFFFF, question.length)));
        assertArrayEquals(message(0xFFFF, 1), rig.questions.get(0).message());
        rig.sent.clear();
        rig.questions.get(0).reply().answer(message(0xFFFF, 2));
        assertArrayEquals(framed(message(0xFFFF, 2)), drain(question.length));
    }

    @Test
    void shouldStopReadingAtSixtyFourUnansweredQuestions()
    {
        final byte[] question = framed(message(998, 1));
        final byte[] many = new byte[60_000];
        for (int i = 0; i < 60; i++)
        {
            System.arraycopy(question, 0, many, i * 1000, 1000);
        }
        rig.receive(data(0, end, many));
        rig.receive(data(60_000, end, many));
        assertEquals(64, rig.questions.size());
        assertEquals(0xFFFF - 56_000, rig.sent.peekLast().window());
        rig.receive(data(120_000, end, many));
        assertEquals(0, rig.sent.peekLast().window());
        rig.sent.clear();
        rig.questions.get(0).reply().answer(message(12, 1));
        assertEquals(65, rig.questions.size());
    }

    @Test
    void shouldNotReadWhileAnswersAreUnread()
    {
        rig.isEcho = true;
        rig.receive(data(0, end, framed(message(60_000, 1))));
        rig.receive(data(60_002, end, framed(message(60_000, 2))));
        rig.isEcho = false;
        rig.receive(data(120_004, end, framed(message(12, 3))));
        assertEquals(0, rig.questions.size());
        rig.sent.clear();
        assertEquals(2 * 60_002, drain(120_018).length);
        assertEquals(1, rig.questions.size());
    }

    @Test
    void shouldCountWhatAClientSendsAndDoesNotFinishOnAllItsConnections()
    {
        final byte[] begun = new byte[60_000];
        begun[0] = (byte) 0xFF; // the length of a message whose end never comes
        for (int i = 1; i <= 8; i++)
        {
            final int next = rig.open(2_000 + i) + 1;
            rig.receive(data(0, next, begun).from(2_000 + i));
            rig.sent.clear();
        }
        assertEquals(0, rig.responder.count(TcpEvent.CUT_OFF));
        final int next = rig.open(2_009) + 1;
        rig.receive(data(0, next, begun).from(2_009));
        assertEquals(1, rig.responder.count(TcpEvent.CUT_OFF));
    }

    @Test
    void shouldCountWhatAClientLeavesUnreadOnAllItsConnections()
    {
        final byte[] question = framed(message(12, 1));
        for (int i = 1; i <= 3; i++)
        {
            final int next = rig.open(2_000 + i) + 1;
            rig.receive(data(0, next, join(question, question, question, question)).from(2_000 + i));
            rig.sent.clear();
        }
        rig.questions.subList(0, 8).forEach((asked) -> asked.reply().answer(message(0xFFFF, 1)));
        assertEquals(0, rig.responder.count(TcpEvent.CUT_OFF));
        rig.sent.clear();
        rig.questions.get(8).reply().answer(message(12, 1));
        assertTrue(rig.only().has(TcpHeader.RST));
        assertEquals(1, rig.responder.count(TcpEvent.CUT_OFF));
    }

    @Test
    void shouldCutOffAClientThatLeavesTooManyAnswersUnread()
    {
        final byte[] question = framed(message(12, 1));
        rig.receive(data(0, end, join(question, question, question, question, question)));
        rig.sent.clear();
        for (int i = 0; i < 4; i++)
        {
            rig.questions.get(i).reply().answer(message(0xFFFF, i));
        }
        rig.sent.clear();
        rig.questions.get(4).reply().answer(message(12, 1));
        assertTrue(rig.only().has(TcpHeader.RST));
        assertEquals(1, rig.responder.count(TcpEvent.CUT_OFF));
        rig.after(10);
        assertEquals(0, rig.responder.connections());
    }

    @Test
    void shouldCloseAfterTheOtherAnswersAtAQuestionWithoutLength()
    {
        rig.receive(data(0, end, join(framed(message(40, 1)), new byte[2], framed(message(40, 2)))));
        assertEquals(1, rig.questions.size());
        assertEquals(TcpHeader.ACK, rig.only().flags());
        rig.questions.get(0).reply().answer(message(12, 1));
        final SentSegment last = rig.only();
        assertTrue(last.has(TcpHeader.FIN));
        assertEquals(14, last.payload().length);
    }

    @Test
    void shouldCloseAfterTheOtherAnswersWhenThereIsNone()
    {
        rig.receive(data(0, end, join(framed(message(40, 1)), framed(message(40, 2)))));
        rig.sent.clear();
        rig.questions.get(0).reply().answer(null);
        rig.assertSilent();
        rig.receive(data(84, end, framed(message(40, 3))));
        assertEquals(2, rig.questions.size());
        rig.sent.clear();
        rig.questions.get(1).reply().answer(message(12, 1));
        assertTrue(rig.only().has(TcpHeader.FIN));
    }

    @Test
    void shouldTakeAFrameOfManySegments()
    {
        final byte[] question = framed(message(60_000, 1));
        final byte[] frame = data(0, end, question).frame();
        frame[16] = 0; // its packet's length may be left out
        frame[17] = 0;
        rig.receive(PORT, frame, 34);
        assertArrayEquals(message(60_000, 1), rig.questions.get(0).message());
    }

    @Test
    void shouldLeaveOutWhatIsBehindThePacket()
    {
        rig.receive(PORT, Arrays.copyOf(data(0, end, framed(message(1, 1))).frame(), 60), 34);
        assertEquals(TcpRig.CLIENT_ISN + 4, rig.only().acknowledgmentNumber());
    }

    /** Acknowledges all that comes until nothing more does. */
    private byte[] drain(final int octetsBefore)
    {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int quietMs = 0; quietMs < 1000; quietMs += 250)
        {
            while (!rig.sent.isEmpty())
            {
                final SentSegment segment = rig.sent.poll();
                if (segment.sequenceNumber() == end + all.size())
                {
                    quietMs = 0;
                    all.writeBytes(segment.payload());
                    rig.receive(data(octetsBefore, end + all.size(), new byte[0]));
                }
            }
            rig.after(250);
        }
        return all.toByteArray();
    }
}
