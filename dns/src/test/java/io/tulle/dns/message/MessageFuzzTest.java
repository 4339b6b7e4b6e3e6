package io.tulle.dns.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.test.Mutator;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No bytes make a reader throw or read past what was received, and what a reader takes holds together. A usual run
 * takes the captures and many damaged ones; {@code JAZZER_FUZZ=1} with one test named lets Jazzer search for more.
 */
class MessageFuzzTest
{
    private static final int CASES = 300_000;

    private final DnsQuery query = new DnsQuery();
    private final DnsQuery reread = new DnsQuery();
    private final DnsResponse response = new DnsResponse();
    private final AnswerWriter writer = new AnswerWriter();
    private final UnsafeBuffer target = new UnsafeBuffer(new byte[65_536]);

    @MethodSource("captures")
    @FuzzTest
    void shouldReadOrRefuseQuestion(final byte[] bytes)
    {
        readQuestion(bytes);
    }

    @MethodSource("captures")
    @FuzzTest
    void shouldReadOrRefuseResponse(final byte[] bytes)
    {
        readResponse(bytes);
    }

    @MethodSource("captures")
    @FuzzTest
    void shouldPrintAnything(final byte[] bytes)
    {
        print(bytes);
    }

    @Test
    void shouldReadOrRefuseDamagedQuestions()
    {
        final Mutator mutator = new Mutator(1035, CapturedMessages.QUERIES.stream().map(Hex::bytes).toList());
        int taken = 0;
        for (int i = 0; i < CASES; i++)
        {
            taken += readQuestion(mutator.next()) ? 1 : 0;
        }
        assertTrue(taken > CASES / 10 && taken < CASES, "taken " + taken);
    }

    @Test
    void shouldReadOrRefuseDamagedResponses()
    {
        final Mutator mutator = new Mutator(2308, CapturedMessages.ANSWERS.stream().map(Hex::bytes).toList());
        int taken = 0;
        for (int i = 0; i < CASES; i++)
        {
            taken += readResponse(mutator.next()) ? 1 : 0;
        }
        assertTrue(taken > CASES / 10 && taken < CASES, "taken " + taken);
    }

    @Test
    void shouldPrintDamagedMessages()
    {
        final Mutator mutator = new Mutator(3597, CapturedMessages.all());
        int whole = 0;
        for (int i = 0; i < CASES; i++)
        {
            whole += print(mutator.next()) ? 1 : 0;
        }
        assertTrue(whole > CASES / 10 && whole < CASES, "whole " + whole);
    }

    static Stream<Arguments> captures()
    {
        return CapturedMessages.arguments();
    }

    /** True if the question was taken; whatever was, its answer is a response that reads back. */
    private boolean readQuestion(final byte[] bytes)
    {
        final UnsafeBuffer buffer = Hex.buffer(bytes);
        final int responseCode = query.wrap(buffer, 0, bytes.length);
        if (DnsQuery.UNANSWERABLE == responseCode)
        {
            return false;
        }
        assertTrue(query.questionEnd() <= bytes.length);
        assertTrue(query.udpPayload() >= 512 && query.udpPayload() <= 1_232);
        if (query.hasQuestion())
        {
            final String text = DomainName.text(buffer, query.nameOffset());
            final byte[] name = DomainName.encode(text);
            assertEquals(query.nameLength(), name.length);
            assertArrayEquals(name, Arrays.copyOfRange(bytes, 12, 12 + name.length));
        }
        writer.begin(query, target, 0, 512);
        readAnswer(writer.end(responseCode), responseCode);
        return ResponseCode.NOERROR == responseCode;
    }

    /** The answer, taken for a question, is one with the same name and OPT. */
    private void readAnswer(final int length, final int responseCode)
    {
        assertEquals(DnsQuery.UNANSWERABLE, reread.wrap(target, 0, length));
        target.putByte(2, (byte) (target.getByte(2) & 0x01)); // no response any more, and opcode QUERY
        final int rereadCode = reread.wrap(target, 0, length);
        assertEquals(query.id(), reread.id());
        assertEquals(query.hasQuestion(), reread.hasQuestion());
        assertEquals(query.hasQuestion() && query.hasOpt(), reread.hasOpt());
        assertTrue(ResponseCode.NOERROR != responseCode || ResponseCode.NOERROR == rereadCode);
    }

    /** True if the answer was taken, whatever question it has; then its records, replayed, are taken again. */
    private boolean readResponse(final byte[] bytes)
    {
        final UnsafeBuffer buffer = Hex.buffer(bytes);
        final Asked asked = asked(buffer);
        if (DnsResponse.MATCHING != response.wrap(buffer, 0, bytes.length, asked) || response.recordsOffset() < 17)
        {
            return false;
        }
        final byte[] records = response.records();
        final int[] ttlOffsets = response.ttlOffsets();
        final long counts = response.counts();
        final int leastTtlS = response.leastTtlS();
        final boolean isTruncated = response.isTruncated();

        final int start = response.recordsOffset();
        if (!Arrays.equals(records, Arrays.copyOfRange(bytes, start, start + records.length)))
        {
            return true; // a time to live was bounded, and only damage makes a name point into one
        }
        replay(asked, records, counts);
        assertArrayEquals(records, response.records());
        assertArrayEquals(ttlOffsets, response.ttlOffsets());
        assertEquals(counts, response.counts());
        assertEquals(leastTtlS, response.leastTtlS());
        return !isTruncated && records.length > 0;
    }

    private static Asked asked(final UnsafeBuffer buffer)
    {
        final int length = DomainName.length(buffer, 12, buffer.capacity());
        if (length < 0 || 12 + length + 4 > buffer.capacity())
        {
            return new Asked(0x1234, new byte[1], RecordType.A, true);
        }
        final byte[] name = new byte[length];
        buffer.getBytes(12, name);
        final int type = WireRecord.unsignedShort(buffer, 12 + length);
        return new Asked(WireRecord.unsignedShort(buffer, 0), name, type, true);
    }

    private void replay(final Asked asked, final byte[] records, final long counts)
    {
        final int length = QueryWriter.write(target, 0, asked, 0);
        query.wrap(target, 0, length);
        writer.begin(query, target, 0, target.capacity());
        assertEquals(asked.questionEnd(), writer.records(records, counts));
        final int answerLength = writer.end(ResponseCode.NOERROR);
        assertEquals(DnsResponse.MATCHING, response.wrap(target, 0, answerLength, asked));
    }

    private static boolean print(final byte[] bytes)
    {
        final List<String> lines = RecordText.lines(Hex.buffer(bytes), 0, bytes.length);
        for (final String line : lines)
        {
            assertTrue(line.chars().allMatch((c) -> c >= ' ' && c <= '~'), line);
        }
        return !lines.isEmpty() && !lines.contains(RecordText.MALFORMED);
    }
}
