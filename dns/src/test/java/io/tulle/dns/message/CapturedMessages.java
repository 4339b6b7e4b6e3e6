package io.tulle.dns.message;

import io.tulle.dataplane.test.Hex;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Questions of dig 9.18 as they were on the wire, and answers as servers write them. */
final class CapturedMessages
{
    /** {@code dig web}: AD, and OPT with a cookie. */
    static final String WEB = "0c52 0120 0001 0000 0000 0001 03776562 00 0001 0001 " +
        "00 0029 04d0 00000000 000c 000a0008 5b56ed872f58d058";
    /** {@code dig +noedns Web.Frontend AAAA}. */
    static final String MIXED_CASE = "e574 0120 0001 0000 0000 0000 03576562 0846726f6e74656e64 00 001c 0001";
    /** {@code dig +dnssec +nocookie +cd example.com HTTPS}. */
    static final String DNSSEC = "05dd 0130 0001 0000 0000 0001 076578616d706c65 03636f6d 00 0041 0001 " +
        "00 0029 04d0 00008000 0000";
    /** {@code dig -x 172.20.0.2}. */
    static final String REVERSE = "c980 0120 0001 0000 0000 0001 0132 0130 023230 03313732 07696e2d61646472 " +
        "0461727061 00 000c 0001 00 0029 04d0 00000000 000c 000a0008 15804b5fb617592b";
    /** {@code dig +nocookie +edns=1 web}. */
    static final String EDNS_1 = "bd43 0120 0001 0000 0000 0001 03776562 00 0001 0001 00 0029 04d0 00010000 0000";
    /** {@code dig . NS}. */
    static final String ROOT = "9b85 0120 0001 0000 0000 0001 00 0002 0001 " +
        "00 0029 04d0 00000000 000c 000a0008 ca5ea7130a1ebad3";

    /** An answer with CNAME, compressed names, authority, glue and OPT. */
    static final String CNAME_ANSWER = "1234 8180 0001 0002 0001 0002 " +
        "03777777 076578616d706c65 03636f6d 00 0001 0001 " +
        "c00c 0005 0001 0000012c 0006 03636467 c010 " +
        "c02d 0001 0001 0000003c 0004 c0000201 " +
        "c010 0002 0001 00015180 0005 026e73 c010 " +
        "c04f 0001 0001 00000e10 0004 c0000235 " +
        "00 0029 04d0 00000000 0000";
    /** NXDOMAIN with its SOA record. */
    static final String NXDOMAIN_ANSWER = "1234 8183 0001 0000 0001 0001 " +
        "02786d 076578616d706c65 03636f6d 00 0001 0001 " +
        "c00f 0006 0001 00000e10 0026 026e73 c00f 0a686f73746d6173746572 c00f " +
        "00000001 00001c20 00000e10 00127500 00000384 " +
        "00 0029 04d0 00000000 0000";

    static final List<String> QUERIES = List.of(WEB, MIXED_CASE, DNSSEC, REVERSE, EDNS_1, ROOT);
    static final List<String> ANSWERS = List.of(CNAME_ANSWER, NXDOMAIN_ANSWER);

    private CapturedMessages()
    {
    }

    static List<byte[]> all()
    {
        return Stream.concat(QUERIES.stream(), ANSWERS.stream()).map(Hex::bytes).toList();
    }

    static Stream<Arguments> arguments()
    {
        return all().stream().map((bytes) -> Arguments.of((Object) bytes));
    }
}
