package io.tulle.dns.message;

import static io.tulle.dns.message.ResponseCode.BADVERS;
import static io.tulle.dns.message.ResponseCode.FORMERR;
import static io.tulle.dns.message.ResponseCode.NOERROR;
import static io.tulle.dns.message.ResponseCode.NOTIMP;
import static io.tulle.dns.message.ResponseCode.REFUSED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.test.Hex;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link DnsQuery} takes one question and refuses all else with the right code (RFC 1035 4.1, RFC 6891). */
class DnsQueryTest
{
    private static final String WEB_A = "03776562 00 0001 0001";
    private static final String OPT = "00 0029 04d0 00000000 0000";

    private final DnsQuery query = new DnsQuery();

    @Test
    void shouldReadQuestionOfDig()
    {
        assertEquals(NOERROR, wrap(CapturedMessages.WEB));
        assertEquals(0x0c52, query.id());
        assertTrue(query.hasQuestion());
        assertEquals("web", DomainName.text(query.buffer(), query.nameOffset()));
        assertEquals(5, query.nameLength());
        assertEquals(DomainName.hash(query.buffer(), query.nameOffset(), 5), query.nameHash());
        assertEquals(RecordType.A, query.type());
        assertEquals(21, query.questionEnd());
        assertTrue(query.isRecursionDesired());
        assertFalse(query.isCheckingDisabled());
        assertTrue(query.hasOpt());
        assertFalse(query.isDnssecOk());
        assertTrue(query.wantsAuthenticated());
        assertEquals(1232, query.udpPayload());
    }

    @Test
    void shouldReadQuestionWithoutOpt()
    {
        assertEquals(NOERROR, wrap(CapturedMessages.MIXED_CASE));
        assertEquals("Web.Frontend", DomainName.text(query.buffer(), query.nameOffset()));
        assertEquals(RecordType.AAAA, query.type());
        assertFalse(query.hasOpt());
        assertEquals(512, query.udpPayload());
    }

    @Test
    void shouldReadDnssecBits()
    {
        assertEquals(NOERROR, wrap(CapturedMessages.DNSSEC));
        assertTrue(query.isDnssecOk());
        assertTrue(query.isCheckingDisabled());
        assertEquals(65, query.type());
    }

    @Test
    void shouldReadRootAndReverseNames()
    {
        assertEquals(NOERROR, wrap(CapturedMessages.ROOT));
        assertTrue(query.hasQuestion());
        assertEquals(1, query.nameLength());
        assertEquals(NOERROR, wrap(CapturedMessages.REVERSE));
        assertEquals("2.0.20.172.in-addr.arpa", DomainName.text(query.buffer(), query.nameOffset()));
    }

    @Test
    void shouldForgetThePreviousQuestion()
    {
        wrap(CapturedMessages.DNSSEC);

        assertEquals(FORMERR, wrap("0001 0100 0000 0000 0000 0000"));
        assertFalse(query.hasQuestion() || query.hasOpt() || query.isDnssecOk());
        assertEquals(12, query.questionEnd());
        assertEquals(512, query.udpPayload());
    }

    @Test
    void shouldReadMessageAnywhereInItsBuffer()
    {
        final byte[] bytes = Hex.bytes("ffffff", CapturedMessages.WEB, "ffff");

        assertEquals(NOERROR, query.wrap(Hex.buffer(bytes), 3, bytes.length - 5));
        assertEquals(3 + 12, query.nameOffset());
        assertEquals(FORMERR, query.wrap(Hex.buffer(bytes), 3, bytes.length - 4));
        assertEquals(FORMERR, query.wrap(Hex.buffer(bytes), 3, bytes.length - 6));
    }

    @Test
    void shouldNotAnswerLessThanAHeader()
    {
        final byte[] bytes = Hex.bytes(CapturedMessages.WEB);
        for (int length = 0; length < bytes.length; length++)
        {
            final UnsafeBuffer buffer = Hex.buffer(Arrays.copyOf(bytes, length));
            final int expected = length < DnsQuery.HEADER_LENGTH ? DnsQuery.UNANSWERABLE : FORMERR;

            assertEquals(expected, query.wrap(buffer, 0, length));
            assertEquals(length >= 21, query.hasQuestion());
        }
    }

    @Test
    void shouldNotAnswerResponses()
    {
        assertEquals(DnsQuery.UNANSWERABLE, wrap("0001 8100 0001 0000 0000 0000" + WEB_A));
        assertEquals(DnsQuery.UNANSWERABLE, wrap(CapturedMessages.CNAME_ANSWER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0900", "1100", "2100", "2900", "7900"})
    void shouldNotImplementOtherOpcodes(final String flags)
    {
        assertEquals(NOTIMP, wrap("0001" + flags + "0001 0000 0000 0000" + WEB_A));
        assertFalse(query.hasQuestion());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000 0000 0000 0000", "0002 0000 0000 0000 03776562 00 0001 0001 03776562 00 0001 0001",
        "ffff 0000 0000 0000 03776562 00 0001 0001",
        "0001 0001 0000 0000 03776562 00 0001 0001 c00c 0001 0001 00000000 0004 0a000001",
        "0001 0000 0001 0000 03776562 00 0001 0001 c00c 0001 0001 00000000 0004 0a000001"})
    void shouldRefuseOtherThanOneQuestion(final String countsAndRest)
    {
        assertEquals(FORMERR, wrap("0001 0100" + countsAndRest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c00c 0001 0001", "03776562 c00c 0001 0001", "03776562 c012 0001 0001", "4061 00 0001 0001",
        "03776562 00 0001", "03776562 00", "03776562", "ff", "c0"})
    void shouldRefuseMalformedQuestions(final String question)
    {
        assertEquals(FORMERR, wrap("0001 0100 0001 0000 0000 0000" + question));
        assertFalse(query.hasQuestion());
    }

    @ParameterizedTest
    @CsvSource({"00ff, 0", "0041, 0", "ffff, 0", "0100, 0", "0029, 1", "00f9, 4", "00fa, 4", "00fb, 4", "00fc, 4",
        "00fd, 4", "00fe, 4"})
    void shouldRefuseTypesThatAreNotForQuestions(final String type, final int responseCode)
    {
        assertEquals(responseCode, wrap("0001 0100 0001 0000 0000 0000 03776562 00" + type + "0001"));
        assertTrue(query.hasQuestion());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0003", "00ff", "0000", "00fe"})
    void shouldRefuseOtherClassesAndStillReadOpt(final String questionClass)
    {
        assertEquals(REFUSED, wrap("0001 0100 0001 0000 0000 0001 03776562 00 0001" + questionClass + OPT));
        assertTrue(query.hasQuestion() && query.hasOpt());
    }

    @Test
    void shouldRefuseHigherEdnsVersionWithOpt()
    {
        assertEquals(BADVERS, wrap(CapturedMessages.EDNS_1));
        assertTrue(query.hasQuestion() && query.hasOpt());
        assertEquals(BADVERS, wrap("0001 0100 0001 0000 0000 0001" + WEB_A + "00 0029 04d0 00ff0000 0000"));
    }

    @ParameterizedTest
    @CsvSource({"0000, 512", "01ff, 512", "0200, 512", "0201, 513", "04cf, 1231", "04d0, 1232", "1000, 1232",
        "ffff, 1232"})
    void shouldTakePayloadBetween512And1232(final String offered, final int expected)
    {
        assertEquals(NOERROR,
            wrap("0001 0100 0001 0000 0000 0001" + WEB_A + "00 0029" + offered + "00000000 0000"));
        assertEquals(expected, query.udpPayload());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "0002" + WEB_A + OPT + OPT,
        "0001" + WEB_A + "03776562 00 0029 04d0 00000000 0000",
        "0001" + WEB_A + "c011 0029 04d0 00000000 0000",
        "0001" + WEB_A + OPT + "00",
        "0000" + WEB_A + OPT,
        "0002" + WEB_A + OPT,
        "0001" + WEB_A + "00 0029 04d0 00000000 0001 00",
        "0001" + WEB_A + "00 0029 04d0 00000000 0004 000a 0001",
        "0001" + WEB_A + "00 0029 04d0 00000000 0003 000a 00",
        "0001" + WEB_A + "00 0029 04d0 00000000 ffff",
        "0001" + WEB_A + "c015 0001 0001 00000000 0000",
        "0001" + WEB_A + "c020 0001 0001 00000000 0000",
        "0001" + WEB_A + "c000 0001 0001 00000000 0000",
        "0001" + WEB_A + "c0",
        "0001" + WEB_A + "80 0001 0001 00000000 0000",
        "ffff" + WEB_A + OPT})
    void shouldRefuseMalformedAdditionalRecords(final String additionalCountAndRest)
    {
        assertEquals(FORMERR, wrap("0001 0100 0001 0000 0000" + additionalCountAndRest));
        assertTrue(query.hasQuestion());
    }

    @Test
    void shouldIgnoreSignaturesOfTransactions()
    {
        final String tsig = "036b6579 c00c 00fa 00ff 00000000 0002 beef";
        final String sig0 = "00 0018 00ff 00000000 0003 000000";

        assertEquals(NOERROR, wrap("0001 0100 0001 0000 0000 0003" + WEB_A + OPT + sig0 + tsig));
        assertTrue(query.hasOpt());
    }

    private int wrap(final String digits)
    {
        final UnsafeBuffer buffer = Hex.hex(digits);
        return query.wrap(buffer, 0, buffer.capacity());
    }
}
