package io.tulle.dns.message;

import static io.tulle.dns.message.DnsResponse.FOREIGN;
import static io.tulle.dns.message.DnsResponse.INVALID;
import static io.tulle.dns.message.DnsResponse.MATCHING;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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

/** {@link DnsResponse} takes answers to its question only, whole ones, and knows how long they hold. */
class DnsResponseTest
{
    private static final Asked WWW = new Asked(0x1234, DomainName.encode("www.example.com"), RecordType.A, true);
    private static final Asked XM = new Asked(0x1234, DomainName.encode("xm.example.com"), RecordType.A, true);
    private static final Asked WEB = new Asked(0x1234, DomainName.encode("Web"), RecordType.A, true);
    private static final String QUESTION = "03576562 00 0001 0001";
    private static final String ADDRESS = "c00c 0001 0001 00000005 0004 0a000001";
    private static final String SOA = "00 0006 0001 00000064 0016 00 00 00000001 00000002 00000003 00000004 00000005";
    private static final String OPT = "00 0029 04d0 00000000 0000";

    private final DnsResponse response = new DnsResponse();

    @Test
    void shouldReadAnswerBehindAlias()
    {
        assertEquals(MATCHING, wrap(WWW, CapturedMessages.CNAME_ANSWER));
        assertEquals(ResponseCode.NOERROR, response.responseCode());
        assertFalse(response.isTruncated() || response.isAuthenticated() || response.isNodata());
        assertTrue(response.hasOpt());
        assertEquals(0x0002_0001_0001_0000L, response.counts());
        assertEquals(3 + 33, response.recordsOffset());
        assertEquals(Hex.bytes(CapturedMessages.CNAME_ANSWER).length - 33 - 11, response.recordsLength());
        assertArrayEquals(new int[] {6, 24, 40, 57}, response.ttlOffsets());
        assertEquals(60, response.leastTtlS());
        assertEquals(DnsResponse.NO_TTL, response.negativeTtlS());
    }

    @Test
    void shouldReadNxdomainWithTimeOfItsSoa()
    {
        assertEquals(MATCHING, wrap(XM, CapturedMessages.NXDOMAIN_ANSWER));
        assertEquals(ResponseCode.NXDOMAIN, response.responseCode());
        assertEquals(900, response.negativeTtlS());
        assertEquals(3600, response.leastTtlS());
        assertFalse(response.isNodata());
    }

    @Test
    void shouldCopyRecordsAsTheyAre()
    {
        final byte[] bytes = Hex.bytes(CapturedMessages.CNAME_ANSWER);
        wrap(WWW, CapturedMessages.CNAME_ANSWER);

        assertArrayEquals(Arrays.copyOfRange(bytes, 33, bytes.length - 11), response.records());
    }

    @Test
    void shouldWaitOnWhenTheQuestionIsAnother()
    {
        final String counts = "0001 0000 0000 0000";

        assertEquals(MATCHING, wrap(WEB, "1234 8180" + counts + QUESTION));
        assertEquals(FOREIGN, wrap(WEB, "1235 8180" + counts + QUESTION), "another id");
        assertEquals(FOREIGN, wrap(WEB, "1234 0180" + counts + QUESTION), "a query");
        assertEquals(FOREIGN, wrap(WEB, "1234 9180" + counts + QUESTION), "another opcode");
        assertEquals(FOREIGN, wrap(WEB, "1234 8180" + counts + "03576563 00 0001 0001"), "another name");
        assertEquals(FOREIGN, wrap(WEB, "1234 8180" + counts + "03776562 00 0001 0001"), "another case");
        assertEquals(FOREIGN, wrap(WEB, "1234 8180" + counts + "03576562 00 001c 0001"), "another type");
        assertEquals(FOREIGN, wrap(WEB, "1234 8180" + counts + "03576562 00 0001 0003"), "another class");
        assertEquals(FOREIGN, wrap(WEB, "1234 8180 0002 0000 0000 0000" + QUESTION + QUESTION), "two questions");
        assertEquals(FOREIGN, wrap(WEB, "1234 8180 0000 0000 0000 0000" + QUESTION), "no question counted");
        assertEquals(FOREIGN, wrap(WEB, "1234 8180 0000 0000 0000 0000"), "no question, no refusal");
    }

    @Test
    void shouldTakeRefusalWithoutQuestion()
    {
        assertEquals(MATCHING, wrap(WEB, "1234 8181 0000 0000 0000 0000"));
        assertEquals(ResponseCode.FORMERR, response.responseCode());
        assertEquals(0, response.counts());
        assertEquals(0, response.records().length);
        assertEquals(FOREIGN, wrap(WEB, "1234 8183 0000 0000 0000 0000"), "NXDOMAIN must say of which name");
    }

    @Test
    void shouldTakeAnyCaseWhenNoneWasMadeUp()
    {
        final Asked asked = new Asked(0x1234, DomainName.encode("Web_@"), RecordType.A, false);

        assertEquals(MATCHING, wrap(asked, "1234 8180 0001 0000 0000 0000 05776542 5f40 00 0001 0001"));
        assertEquals(FOREIGN, wrap(asked, "1234 8180 0001 0000 0000 0000 05776542 5f60 00 0001 0001"));
    }

    @Test
    void shouldRefuseEveryPartOfAWholeAnswer()
    {
        final byte[] bytes = Hex.bytes(CapturedMessages.CNAME_ANSWER);
        for (int length = 0; length < bytes.length; length++)
        {
            final UnsafeBuffer part = Hex.buffer(Arrays.copyOf(bytes, length));

            assertEquals(length < 33 ? FOREIGN : INVALID, response.wrap(part, 0, length, WWW));
        }
    }

    @Test
    void shouldIgnoreBytesBehindTheLastRecord()
    {
        assertEquals(MATCHING, wrap(WEB, "1234 8180 0001 0001 0000 0000" + QUESTION + ADDRESS + "00000000"));
        assertEquals(16, response.recordsLength());
    }

    @Test
    void shouldNotReadRecordsOfTruncatedAnswer()
    {
        assertEquals(MATCHING, wrap(WEB, "1234 8380 0001 0002 0000 0000" + QUESTION + ADDRESS + "c00c"));
        assertTrue(response.isTruncated());
        assertFalse(response.isNodata());
        assertEquals(0, response.recordsLength());
        assertEquals(DnsResponse.NO_TTL, response.leastTtlS());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "c015 0001 0001 00000005 0004 0a000001", // to itself
        "c016 0001 0001 00000005 0004 0a000001", // forwards
        "c000 0001 0001 00000005 0004 0a000001", // into the header
        "c00b 0001 0001 00000005 0004 0a000001",
        "0161 c015 0001 0001 00000005 0004 0a000001", // a loop
        "c014 0001 0001 00000005 0004 0a000001", // to a label that is not over where the name begins
        "80 0001 0001 00000005 0004 0a000001", // neither label nor pointer
        "41 0001 0001 00000005 0004 0a000001",
        "c00c 0001 0001 00000005 0005 0a000001",
        "c00c 0005 0001 00000005 0002 c021", // inside data: to itself
        "c00c 0005 0001 00000005 0002 c004",
        "c00c 0005 0001 00000005 0003 c00c00", // more than the name
        "c00c 0005 0001 00000005 0001 c0", // less
        "c00c 0005 0001 00000005 0000",
        "c00c 000f 0001 00000005 0002 000a",
        "c00c 0021 0001 00000005 0008 000000000000 c0ff",
        "c00c 0006 0001 00000005 0004 c00c c00c",
        "00 0029 04d0 00000000 0000"}) // OPT is no answer
    void shouldRefuseMalformedRecords(final String record)
    {
        assertEquals(INVALID, wrap(WEB, "1234 8180 0001 0001 0000 0000" + QUESTION + record));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "c00c ff01 0001 00000005 0003 c0ffff", // an unknown type, whatever is in it
        "c00c 0041 0001 00000005 0008 0001 00 0001 0001 02", // HTTPS
        "c00c 0040 0001 00000005 0000", // SVCB
        "c00c 0021 0001 00000005 0008 000000000000 c00c", // SRV, compressed
        "c00c 000f 0001 00000005 0004 000a c00c",
        "c00c 0006 0001 00000005 0018 c00c c00c 00000001 00000002 00000003 00000004 00000005",
        "c00c 0005 0001 00000005 0004 0161 c00c"})
    void shouldPassRecordsOfAllTypes(final String record)
    {
        assertEquals(MATCHING, wrap(WEB, "1234 8180 0001 0001 0000 0000" + QUESTION + record));
        assertArrayEquals(Hex.bytes(record), response.records());
    }

    @Test
    void shouldRefuseNamesOfMoreThan255OctetsAndEndlessPointers()
    {
        final String label = "3f" + "61".repeat(63);
        final String data = label + label + label + "3d" + "61".repeat(61) + "00";
        final String unknown = "c00c ff01 0001 00000005 00ff" + data;

        assertEquals(MATCHING, wrap(WEB, "1234 8180 0001 0002 0000 0000" + QUESTION + unknown +
            "c021 0001 0001 00000005 0004 0a000001"));
        assertEquals(INVALID, wrap(WEB, "1234 8180 0001 0002 0000 0000" + QUESTION + unknown +
            "0161 c021 0001 0001 00000005 0004 0a000001"));
        assertEquals(MATCHING, wrap(WEB, chain(63)));
        assertEquals(INVALID, wrap(WEB, chain(64)));
    }

    /** A record of unknown type whose data are pointers to the one before, and a record named by the last. */
    private static String chain(final int pointers)
    {
        final StringBuilder data = new StringBuilder("c00c");
        for (int i = 1; i < pointers; i++)
        {
            data.append(String.format("%04x", 0xC000 + 33 + 2 * (i - 1)));
        }
        return "1234 8180 0001 0002 0000 0000" + QUESTION + "c00c ff01 0001 00000005" +
            String.format("%04x", 2 * pointers) + data + String.format("%04x", 0xC000 + 33 + 2 * (pointers - 1)) +
            "0001 0001 00000005 0004 0a000001";
    }

    @Test
    void shouldTakeOptOnceAndItsUpperBits()
    {
        final String extended = "00 0029 04d0 01000000 0000";

        assertEquals(MATCHING, wrap(WEB, "1234 8180 0001 0000 0000 0001" + QUESTION + extended));
        assertEquals(ResponseCode.BADVERS, response.responseCode());
        assertFalse(response.isNodata());
        assertEquals(INVALID, wrap(WEB, "1234 8180 0001 0000 0000 0002" + QUESTION + OPT + OPT));
        assertEquals(INVALID, wrap(WEB, "1234 8180 0001 0000 0000 0001" + QUESTION + "c00c" + OPT.substring(2)));
        assertEquals(INVALID, wrap(WEB, "1234 8180 0001 0000 0001 0000" + QUESTION + OPT));
    }

    @Test
    void shouldLeaveOutRecordsBehindOptYetCheckThem()
    {
        assertEquals(MATCHING,
            wrap(WEB, "1234 8180 0001 0001 0000 0003" + QUESTION + ADDRESS + ADDRESS + OPT + ADDRESS));
        assertEquals(0x0001_0000_0001_0000L, response.counts());
        assertEquals(32, response.recordsLength());
        assertEquals(2, response.ttlOffsets().length);
        assertEquals(INVALID, wrap(WEB, "1234 8180 0001 0001 0000 0002" + QUESTION + ADDRESS + OPT + "c0ff"));
    }

    @ParameterizedTest
    @CsvSource({"00000000, 0", "00000001, 1", "00015180, 86400", "00015181, 86400", "7fffffff, 86400", "80000000, 0",
        "ffffffff, 0"})
    void shouldBoundTimesToLive(final String ttl, final int expected)
    {
        assertEquals(MATCHING, wrap(WEB, "1234 8180 0001 0001 0000 0000" + QUESTION + "c00c 0001 0001" + ttl +
            "0004 0a000001"));
        assertEquals(expected, response.leastTtlS());
        assertEquals(expected, new UnsafeBuffer(response.records()).getInt(6, BIG_ENDIAN));
    }

    @Test
    void shouldKnowNodataFromAnswersAndItsTime()
    {
        final String alias = "c00c 0005 0001 00000005 0002 c00c";

        assertEquals(MATCHING, wrap(WEB, "1234 8180 0001 0000 0001 0000" + QUESTION + SOA));
        assertTrue(response.isNodata());
        assertEquals(5, response.negativeTtlS());
        assertEquals(MATCHING, wrap(WEB, "1234 8180 0001 0000 0000 0000" + QUESTION));
        assertTrue(response.isNodata());
        assertEquals(DnsResponse.NO_TTL, response.negativeTtlS());
        assertEquals(MATCHING, wrap(WEB, "1234 8180 0001 0001 0000 0000" + QUESTION + alias));
        assertTrue(response.isNodata());
        assertEquals(MATCHING, wrap(WEB, "1234 8180 0001 0001 0000 0000" + QUESTION + ADDRESS));
        assertFalse(response.isNodata());
    }

    @Test
    void shouldTakeAnyAnswerToAny()
    {
        final Asked any = new Asked(0x1234, DomainName.encode("Web"), RecordType.ANY, true);

        assertEquals(MATCHING, wrap(any, "1234 8180 0001 0001 0000 0000 03576562 00 00ff 0001" + ADDRESS));
        assertFalse(response.isNodata());
    }

    @ParameterizedTest
    @CsvSource({"00000064, 00000032, 50", "00000032, 00000064, 50", "00015180, 00015180, 10800",
        "00000064, ffffffff, 0", "ffffffff, 00000064, 0"})
    void shouldKeepNegativeAnswersAsLongAsTheLesserOfSoa(final String ttl, final String minimum, final int expected)
    {
        final String soa = "00 0006 0001" + ttl + "0016 00 00 00000001 00000002 00000003 00000004" + minimum;

        assertEquals(MATCHING, wrap(WEB, "1234 8183 0001 0000 0001 0000" + QUESTION + soa));
        assertEquals(expected, response.negativeTtlS());
        assertEquals(MATCHING, wrap(WEB, "1234 8180 0001 0000 0001 0000" + QUESTION + soa));
        assertEquals(expected, response.negativeTtlS());
        assertEquals(MATCHING, wrap(WEB, "1234 8183 0001 0001 0001 0000" + QUESTION +
            "c00c 0005 0001 00000001 0001 00" + soa));
        assertEquals(Math.min(1, expected), response.negativeTtlS(), "an alias that holds for less");
    }

    @Test
    void shouldNotKeepNegativeAnswersBySoaElsewhere()
    {
        assertEquals(MATCHING, wrap(WEB, "1234 8183 0001 0001 0000 0000" + QUESTION + SOA));
        assertEquals(DnsResponse.NO_TTL, response.negativeTtlS());
    }

    @Test
    void shouldSayWhetherTheServerValidated()
    {
        assertEquals(MATCHING, wrap(WEB, "1234 81a0 0001 0001 0000 0000" + QUESTION + ADDRESS));
        assertTrue(response.isAuthenticated());
    }

    @Test
    void shouldReadAsManyRecordsAsFit()
    {
        final int count = 4_000;
        assertEquals(MATCHING, wrap(WEB, "1234 8180 0001 0fa0 0000 0000" + QUESTION + ADDRESS.repeat(count)));
        assertEquals((long) count << 48, response.counts());
        assertEquals(count, response.ttlOffsets().length);
        assertEquals(16 * (count - 1) + 6, response.ttlOffsets()[count - 1]);
    }

    private int wrap(final Asked asked, final String digits)
    {
        final byte[] bytes = Hex.bytes("ffffff", digits);
        return response.wrap(Hex.buffer(bytes), 3, bytes.length - 3, asked);
    }
}
