package io.tulle.dns.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.test.Hex;
import java.io.IOException;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** {@link AnswerWriter} writes answers that dnsjava reads, over the question and elsewhere. */
class AnswerWriterTest
{
    private static final int OFFSET = 7;
    private static final UnsafeBuffer IPV4 = Hex.hex("0a000002");
    private static final UnsafeBuffer IPV6 = Hex.hex("fd000000000000000000000000000002");

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4_096]);
    private final DnsQuery query = new DnsQuery();
    private final AnswerWriter writer = new AnswerWriter();

    @Test
    void shouldAnswerInPlaceByteForByte()
    {
        begin(CapturedMessages.WEB, 1_232).authoritative();
        assertTrue(writer.answer(RecordType.A, 5, IPV4, 0, 4));
        final int length = writer.end(ResponseCode.NOERROR);

        assertEquals(Hex.digits(Hex.hex("0c52 8580 0001 0001 0000 0001 03776562 00 0001 0001",
            "c00c 0001 0001 00000005 0004 0a000002 00 0029 04d0 00000000 0000"), 0, 48),
            Hex.digits(buffer, OFFSET, length));
    }

    @Test
    void shouldAnswerElsewhereWithCaseKept() throws IOException
    {
        final UnsafeBuffer question = Hex.hex(CapturedMessages.MIXED_CASE);
        query.wrap(question, 0, question.capacity());
        writer.begin(query, buffer, OFFSET, 512);
        writer.answer(RecordType.AAAA, 600, IPV6, 0, 16);
        final Message answer = read(writer.end(ResponseCode.NOERROR));

        assertEquals("Web.Frontend.", answer.getQuestion().getName().toString());
        assertEquals("Web.Frontend.\t\t600\tIN\tAAAA\tfd00:0:0:0:0:0:0:2",
            answer.getSection(Section.ANSWER).get(0).toString());
        assertNull(answer.getOPT());
        assertFalse(answer.getHeader().getFlag(Flags.AA));
        assertTrue(answer.getHeader().getFlag(Flags.RD));
        assertTrue(answer.getHeader().getFlag(Flags.RA));
        assertArrayEquals(Hex.bytes(CapturedMessages.MIXED_CASE),
            Hex.bytes(Hex.digits(question, 0, question.capacity())));
    }

    @Test
    void shouldWriteAllSectionsWithNamesOfTheirOwn() throws Exception
    {
        final byte[] name = Name.fromString("db.example.").toWire();
        begin(CapturedMessages.DNSSEC, 1_232);
        writer.answer(RecordType.TXT, 0x7FFF_FFFF, Hex.hex("0568656c6c6f"), 0, 6);
        assertTrue(writer.authority(new UnsafeBuffer(name), 0, name.length, RecordType.A, 70_000, IPV4, 0, 4));
        assertTrue(writer.additional(new UnsafeBuffer(name), 0, name.length, RecordType.AAAA, 9, IPV6, 0, 16));
        final Message answer = read(writer.end(ResponseCode.NXDOMAIN));

        assertEquals(3, answer.getRcode());
        assertTrue(answer.getHeader().getFlag(Flags.CD));
        assertEquals("example.com.\t\t2147483647\tIN\tTXT\thello",
            answer.getSection(Section.ANSWER).get(0).toString());
        assertEquals("db.example.\t\t70000\tIN\tA\t10.0.0.2", answer.getSection(Section.AUTHORITY).get(0).toString());
        assertEquals("db.example.\t\t9\tIN\tAAAA\tfd00:0:0:0:0:0:0:2",
            answer.getSection(Section.ADDITIONAL).get(0).toString());
        assertEquals(1_232, answer.getOPT().getPayloadSize());
        assertEquals(0x8000, answer.getOPT().getFlags());
    }

    @Test
    void shouldSayWhyInOpt() throws IOException
    {
        begin(CapturedMessages.WEB, 1_232).extendedError(ExtendedError.STALE_ANSWER);
        final Message answer = read(writer.end(ResponseCode.NOERROR));

        assertEquals(3, ((ExtendedErrorCodeOption) answer.getOPT().getOptions().get(0)).getErrorCode());
    }

    @Test
    void shouldNotSayWhyWithoutOptOrReason() throws IOException
    {
        begin(CapturedMessages.MIXED_CASE, 512).extendedError(ExtendedError.STALE_ANSWER);
        assertNull(read(writer.end(ResponseCode.NOERROR)).getOPT());
        begin(CapturedMessages.WEB, 512).extendedError(ExtendedError.NONE);
        assertTrue(read(writer.end(ResponseCode.NOERROR)).getOPT().getOptions().isEmpty());
    }

    @Test
    void shouldSayBadVersionInOpt() throws IOException
    {
        begin(CapturedMessages.EDNS_1, 512);
        final Message answer = read(writer.end(ResponseCode.BADVERS));

        assertEquals(ResponseCode.BADVERS, answer.getRcode());
        assertEquals(0, answer.getOPT().getVersion());
    }

    @Test
    void shouldRefuseWithHeaderOnlyWhenNoQuestionWasRead() throws IOException
    {
        begin("0007 1900 0001 0000 0000 0000 03776562 00 0001 0001", 512);
        final int length = writer.end(ResponseCode.NOTIMP);

        assertEquals("000799840000000000000000", Hex.digits(buffer, OFFSET, length));
    }

    @Test
    void shouldTruncateAndKeepRoomForOpt() throws IOException
    {
        begin(CapturedMessages.WEB, 512).extendedError(ExtendedError.OTHER);
        int answers = 0;
        while (writer.answer(RecordType.A, 5, IPV4, 0, 4))
        {
            answers++;
        }
        assertFalse(writer.answer(RecordType.A, 5, IPV4, 0, 0), "nothing follows a record that was left out");
        assertFalse(writer.additional(IPV4, 0, 1, RecordType.A, 5, IPV4, 0, 4));
        final int length = writer.end(ResponseCode.NOERROR);
        final Message answer = read(length);

        assertTrue(length <= 512 && length > 512 - 16, "octets: " + length);
        assertTrue(answer.getHeader().getFlag(Flags.TC));
        assertEquals(answers, answer.getSection(Section.ANSWER).size());
        assertEquals(1, answer.getOPT().getOptions().size());
    }

    @Test
    void shouldLeaveOutAdditionalRecordsWithoutTruncation() throws IOException
    {
        final UnsafeBuffer root = new UnsafeBuffer(new byte[1]);
        begin(CapturedMessages.WEB, 512);
        assertFalse(writer.additional(root, 0, 1, RecordType.TXT, 5, new UnsafeBuffer(new byte[490]), 0, 490));
        assertFalse(read(writer.end(ResponseCode.NOERROR)).getHeader().getFlag(Flags.TC));
        begin(CapturedMessages.WEB, 512);
        assertFalse(writer.authority(root, 0, 1, RecordType.TXT, 5, new UnsafeBuffer(new byte[490]), 0, 490));
        assertTrue(read(writer.end(ResponseCode.NOERROR)).getHeader().getFlag(Flags.TC));
    }

    @Test
    void shouldReplayRecordsOfUpstreamAnswer() throws IOException
    {
        final byte[] upstream = Hex.bytes(CapturedMessages.CNAME_ANSWER);
        final byte[] records = Arrays.copyOfRange(upstream, 33, upstream.length - 11);
        begin("0042 0120 0001 0000 0000 0000 03577777 074578616d706c65 03434f4d 00 0001 0001", 512).authenticated();
        final int start = writer.records(records, 0x0002_0001_0001_0000L);
        final Message answer = read(writer.end(ResponseCode.NOERROR));

        assertEquals(OFFSET + 33, start);
        assertTrue(answer.getHeader().getFlag(Flags.AD));
        assertEquals("cdg.Example.COM.\t60\tIN\tA\t192.0.2.1", answer.getSection(Section.ANSWER).get(1).toString());
        assertEquals("ns.Example.COM.\t\t3600\tIN\tA\t192.0.2.53",
            answer.getSection(Section.ADDITIONAL).get(0).toString());
    }

    @Test
    void shouldReplayNothingWithoutRoomForAll() throws IOException
    {
        begin(CapturedMessages.WEB, 512);
        assertEquals(AnswerWriter.NO_ROOM, writer.records(new byte[512 - 21 - 10], 1L << 48));
        final Message answer = read(writer.end(ResponseCode.NOERROR));

        assertTrue(answer.getHeader().getFlag(Flags.TC));
        assertEquals(0, answer.getSection(Section.ANSWER).size());
    }

    @Test
    void shouldNotSetAuthenticatedForClientThatDoesNotAsk() throws IOException
    {
        begin("0042 0100 0001 0000 0000 0000 00 0001 0001", 512).authenticated();

        assertFalse(read(writer.end(ResponseCode.NOERROR)).getHeader().getFlag(Flags.AD));
    }

    private AnswerWriter begin(final String question, final int limit)
    {
        final int length = Hex.put(buffer, OFFSET, question);
        query.wrap(buffer, OFFSET, length);
        return writer.begin(query, buffer, OFFSET, limit);
    }

    private Message read(final int length) throws IOException
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(OFFSET, bytes);
        final Message message = new Message(bytes);
        assertEquals(length, message.numBytes());
        for (final Record record : message.getSection(Section.ANSWER))
        {
            assertEquals(message.getQuestion().getDClass(), record.getDClass());
        }
        return message;
    }
}
