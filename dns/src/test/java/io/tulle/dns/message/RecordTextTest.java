package io.tulle.dns.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tulle.dataplane.test.Hex;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link RecordText} prints answers as dig does. */
class RecordTextTest
{
    private static final String START = "1234 8180 0001 0001 0000 0000 03776562 00 0001 0001 c00c";

    @Test
    void shouldPrintAllSections()
    {
        assertEquals(List.of(
            "www.example.com. 300 IN CNAME cdg.example.com.",
            "cdg.example.com. 60 IN A 192.0.2.1",
            "example.com. 86400 IN NS ns.example.com.",
            "ns.example.com. 3600 IN A 192.0.2.53",
            "; EDNS: version 0, udp 1232"), lines(CapturedMessages.CNAME_ANSWER));
        assertEquals("example.com. 3600 IN SOA ns.example.com. hostmaster.example.com. 1 7200 3600 1209600 900",
            lines(CapturedMessages.NXDOMAIN_ANSWER).get(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "001c 0001 00000005 0010 fd000000000000000000000000000002 | 5 IN AAAA fd00::2",
        "000c 0001 00000005 0005 03776562 00                      | 5 IN PTR web.",
        "000f 0001 00000005 0004 000a c00c                        | 5 IN MX 10 web.",
        "0021 0001 00000005 0008 0001 0002 0050 c00c              | 5 IN SRV 1 2 80 web.",
        "0010 0001 00000005 0009 05 6820225c00 02 c3bc            | 5 IN TXT \"h \\\"\\\\\\000\" \"\\195\\188\"",
        "000d 0001 00000005 0009 07 52464338343832 00             | 5 IN HINFO \"RFC8482\" \"\"",
        "0002 0001 ffffffff 0001 00                               | 4294967295 IN NS .",
        "ff01 0003 00000005 0002 beef                             | 5 CLASS3 TYPE65281 \\# 2 beef",
        "0041 0001 00000005 0003 000100                           | 5 IN HTTPS \\# 3 000100",
        "0001 0001 00000005 0000                                  | 5 IN A \\# 0",
        "0001 0001 00000005 0005 0a00000102                       | 5 IN A \\# 5 0a00000102",
        "001c 0001 00000005 0004 0a000001                         | 5 IN AAAA \\# 4 0a000001",
        "0010 0001 00000005 0002 0561                             | 5 IN TXT \\# 2 0561",
        "0005 0001 00000005 0002 c0ff                             | 5 IN CNAME \\# 2 c0ff",
        "0006 0001 00000005 0002 0000                             | 5 IN SOA \\# 2 0000"})
    void shouldPrintData(final String record, final String expected)
    {
        assertEquals(List.of("web. " + expected), lines(START + record));
    }

    @Test
    void shouldPrintWhyOfExtendedErrors()
    {
        final String opt = "00 0029 04d0 00008000 000e 000a0002beef 000f0004 0003 6869";

        assertEquals(List.of("; EDNS: version 0, flags do, udp 1232, error 3 (stale answer)"),
            lines("1234 8180 0000 0000 0000 0001" + opt));
    }

    @Test
    void shouldSayWhereItEnds()
    {
        assertEquals(List.of("web. 5 IN A 10.0.0.1", RecordText.MALFORMED),
            lines("1234 8180 0001 0002 0000 0000 03776562 00 0001 0001 c00c 0001 0001 00000005 0004 0a000001 c0ff"));
        assertEquals(List.of(RecordText.MALFORMED), lines("1234"));
        assertEquals(List.of(RecordText.MALFORMED), lines("1234 8180 0001 0000 0000 0000 0377"));
        assertEquals(List.of(), lines("1234 8180 0000 0000 0000 0000"));
    }

    @ParameterizedTest
    @CsvSource({"A, 1", "aaaa, 28", "HTTPS, 65", "type65534, 65534", "TYPE1, 1"})
    void shouldKnowTypesByTheirNames(final String text, final int type)
    {
        assertEquals(type, RecordType.of(text));
        assertEquals(type, RecordType.of(RecordType.text(type)));
    }

    @ParameterizedTest
    @CsvSource({"AAAAA", "TYPE65536", "TYPE", "TYPE-1", "28", "''"})
    void shouldRefuseTypesThatNobodyKnows(final String text)
    {
        assertThrows(IllegalArgumentException.class, () -> RecordType.of(text));
    }

    private static List<String> lines(final String digits)
    {
        final UnsafeBuffer buffer = Hex.hex("ff", digits);
        return RecordText.lines(buffer, 1, buffer.capacity() - 1);
    }
}
