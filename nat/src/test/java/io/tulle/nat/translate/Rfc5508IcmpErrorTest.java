package io.tulle.nat.translate;

import static io.tulle.nat.translate.Packets.ICMP;
import static io.tulle.nat.translate.Packets.ICMPV6;
import static io.tulle.nat.translate.Packets.TCP;
import static io.tulle.nat.translate.Packets.UDP;
import static io.tulle.nat.translate.TranslateRig.DB;
import static io.tulle.nat.translate.TranslateRig.OUTSIDE;
import static io.tulle.nat.translate.TranslateRig.PORT_A;
import static io.tulle.nat.translate.TranslateRig.PORT_B;
import static io.tulle.nat.translate.TranslateRig.PORT_C;
import static io.tulle.nat.translate.TranslateRig.UPLINK;
import static io.tulle.nat.translate.TranslateRig.WEB;
import static io.tulle.nat.translate.TranslateRig.tuple;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.wire.TcpHeader;
import io.tulle.nat.conntrack.Direction;
import io.tulle.nat.conntrack.SessionState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5508: ICMP errors from outside, from inside and between, and forged ones. */
class Rfc5508IcmpErrorTest
{
    private static final byte[] NO_OPTIONS = {};
    private static final String A = "10.0.0.2";
    private static final String REMOTE = "192.0.2.9";
    private static final String ROUTER = "198.51.100.7";
    private static final String EXTERNAL = "203.0.113.1";
    private static final String A6 = "fd00:1::2";
    private static final String REMOTE6 = "2001:db8:9::9";
    private static final String ROUTER6 = "2001:db8:7::7";
    private static final String EXTERNAL6 = "2001:db8::1";
    private static final int UNREACHABLE = 3;
    private static final int UNREACHABLE6 = 1;
    private static final int WHOLE = 1_000;

    private final TranslateRig rig = new TranslateRig();

    @AfterEach
    void close()
    {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource({"6, 28", "6, 1000", "17, 28", "17, 1000", "136, 1000", "33, 28", "33, 1000"})
    void shouldTranslateEmbeddedHeadersReq4(final int protocol, final int quotedBytes)
    {
        rig.masquerade(protocol, SessionState.REPLIED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        final byte[] sent = rig.pass(PORT_A, Packets.frame(A, REMOTE, protocol, transport(protocol)), UPLINK);
        final byte[] error = error(ROUTER, EXTERNAL, 3, 4, 1400, sent, quotedBytes);
        final byte[] in = rig.pass(UPLINK, error, PORT_A);
        assertError("198.51.100.7 > 10.0.0.2", "10.0.0.2 4000 > 192.0.2.9 80", in);
        // REQ-4b: type, code and the next hop's MTU
        assertTrue(Arrays.equals(error, 34, 36, in, 34, 36) && Arrays.equals(error, 38, 42, in, 38, 42));
        assertQuotedChecksum(in, quotedBytes);
    }

    @ParameterizedTest
    @CsvSource({"6, 48", "6, 1000", "17, 48", "17, 1000", "136, 1000", "33, 48"})
    void shouldTranslateEmbeddedIpv6HeadersReq4(final int protocol, final int quotedBytes)
    {
        rig.masquerade(protocol, SessionState.REPLIED, A6, 4000, REMOTE6, 80, EXTERNAL6, 50_000);
        final byte[] sent = rig.pass(PORT_A, Packets.frame(A6, REMOTE6, protocol, transport(protocol)), UPLINK);
        final byte[] error = error(ROUTER6, EXTERNAL6, 2, 0, 1400, sent, quotedBytes);
        final byte[] in = rig.pass(UPLINK, error, PORT_A);
        assertError("2001:db8:7::7 > fd00:1::2", "fd00:1::2 4000 > 2001:db8:9::9 80", in);
        assertTrue(Arrays.equals(error, 54, 56, in, 54, 56) && Arrays.equals(error, 58, 62, in, 58, 62));
        assertQuotedChecksum(in, quotedBytes);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.2, 192.0.2.9, 203.0.113.1, 1, 8, 3", "fd00:1::2, 2001:db8:9::9, 2001:db8::1, 58, 128, 1"})
    void shouldTranslateEmbeddedQueriesReq4(final String inside, final String remote, final String external,
        final int protocol, final int request, final int type)
    {
        rig.session(SessionState.ICMP_QUERY, tuple(WEB, protocol, inside, 77, remote, 0), PORT_A,
            tuple(OUTSIDE, protocol, remote, 0, external, 999), UPLINK);
        final byte[] sent =
            rig.pass(PORT_A, Packets.frame(inside, remote, protocol, Packets.query(request, 77, 60)), UPLINK);
        final byte[] in = rig.pass(UPLINK, error(remote, external, type, 1, 0, sent, WHOLE), PORT_A);
        assertError(remote + " > " + inside, inside + " 77 > " + remote + " 77", in);
        assertQuotedChecksum(in, WHOLE);
    }

    @Test
    void shouldDropErrorsOfNoSessionReq4()
    {
        final byte[] stray = Packets.frame(EXTERNAL, REMOTE, UDP, Packets.udp(50_000, 80, 9));
        rig.drop(UPLINK, error(ROUTER, EXTERNAL, UNREACHABLE, 3, 0, stray, 28), DropReason.ICMP_UNRELATED);
        rig.uplink(1500, true);
        rig.drop(UPLINK, error(ROUTER, EXTERNAL, UNREACHABLE, 3, 0, stray, 28), DropReason.LEFT_TO_HOST);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.2, 192.0.2.9, 203.0.113.1, 10.0.0.77, 3",
        "fd00:1::2, 2001:db8:9::9, 2001:db8::1, fd00:1::77, 1"})
    void shouldTranslateErrorsFromInsideReq5(final String inside, final String client, final String external,
        final String router, final int type)
    {
        publish(inside, client, external);
        final byte[] delivered = rig.pass(UPLINK, Packets.frame(client, external, UDP, Packets.udp(4000, 8080, 60)),
            PORT_A);
        final byte[] out = rig.pass(PORT_A, error(inside, client, type, 3, 0, delivered, WHOLE), UPLINK);
        assertError(external + " > " + client, client + " 4000 > " + external + " 8080", out);
        assertQuotedChecksum(out, WHOLE);
        // REQ-5c: a router before the endpoint has no address that means something outside
        assertError(external + " > " + client, client + " 4000 > " + external + " 8080",
            rig.pass(PORT_A, error(router, client, type, 1, 0, delivered, WHOLE), UPLINK));
    }

    @Test
    void shouldDropErrorsFromInsideOfNoSessionReq5()
    {
        final byte[] stray = Packets.frame(REMOTE, A, UDP, Packets.udp(4000, 80, 9));
        rig.drop(PORT_A, error(A, REMOTE, UNREACHABLE, 3, 0, stray, 28), DropReason.ICMP_UNRELATED);
    }

    @Test
    void shouldDropAWrongIcmpChecksumReq3()
    {
        final byte[] error = errorAboutUdp(WHOLE);
        error[36] ^= 1;
        rig.drop(UPLINK, error, DropReason.ICMP_MALFORMED);
        rig.masquerade(UDP, SessionState.REPLIED, A6, 4000, REMOTE6, 80, EXTERNAL6, 50_000);
        final byte[] sent = Packets.frame(EXTERNAL6, REMOTE6, UDP, Packets.udp(50_000, 80, 9));
        final byte[] error6 = error(ROUTER6, EXTERNAL6, UNREACHABLE6, 4, 0, sent, WHOLE);
        error6[100] ^= 1;
        rig.drop(UPLINK, error6, DropReason.ICMP_MALFORMED);
    }

    @Test
    void shouldDropAWrongEmbeddedIpChecksumReq3a()
    {
        final byte[] error = errorAboutUdp(28);
        error[42 + 8] ^= 1; // its time to live
        rig.drop(UPLINK, Packets.fillTransportChecksum(error), DropReason.ICMP_MALFORMED);
    }

    @Test
    void shouldSkipEmbeddedIpOptionsReq3b()
    {
        rig.masquerade(UDP, SessionState.REPLIED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        final byte[] sent = Packets.frame(EXTERNAL, REMOTE, UDP, Packets.udp(50_000, 80, 9));
        final byte[] withOptions = new byte[sent.length + 8];
        System.arraycopy(sent, 0, withOptions, 0, 34);
        Arrays.fill(withOptions, 34, 42, (byte) 1);
        System.arraycopy(sent, 34, withOptions, 42, sent.length - 34);
        withOptions[14] = 0x47;
        withOptions[17] += 8;
        Packets.withIpv4Checksum(withOptions);
        final byte[] in =
            rig.pass(UPLINK, error(ROUTER, EXTERNAL, UNREACHABLE, 3, 0, withOptions, WHOLE), PORT_A);
        assertError("198.51.100.7 > 10.0.0.2", "10.0.0.2 4000 > 192.0.2.9 80", in);
    }

    @Test
    void shouldNotCheckEmbeddedTransportChecksumsReq3c()
    {
        rig.masquerade(UDP, SessionState.REPLIED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        final byte[] sent = Packets.frame(EXTERNAL, REMOTE, UDP, Packets.udp(50_000, 80, 9));
        sent[41] ^= 0x55;
        final int sum = Packets.transportSum(sent);
        final byte[] in = rig.pass(UPLINK, error(ROUTER, EXTERNAL, UNREACHABLE, 3, 0, sent, WHOLE), PORT_A);
        assertError("198.51.100.7 > 10.0.0.2", "10.0.0.2 4000 > 192.0.2.9 80", in);
        assertEquals(sum, Packets.transportSum(Packets.quoted(in)), "as wrong as before");
    }

    @Test
    void shouldLeaveAnEmbeddedUdpChecksumOfZeroReq3c()
    {
        rig.masquerade(UDP, SessionState.REPLIED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        final byte[] sent = Packets.frame(EXTERNAL, REMOTE, UDP, Packets.udp(50_000, 80, 9));
        sent[40] = 0;
        sent[41] = 0;
        final byte[] in = rig.pass(UPLINK, error(ROUTER, EXTERNAL, UNREACHABLE, 3, 0, sent, WHOLE), PORT_A);
        assertEquals(0, Packets.word(Packets.quoted(in), 40));
    }

    /** RFC 4884: 32 words of quote, then an extension structure. */
    @Test
    void shouldLeaveExtensionsAloneReq3d()
    {
        rig.masquerade(UDP, SessionState.REPLIED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        final byte[] sent = Packets.frame(EXTERNAL, REMOTE, UDP, Packets.udp(50_000, 80, 200));
        final byte[] message = Arrays.copyOf(Packets.error(11, 0, 32 << 16, sent, 128), 8 + 128 + 12);
        System.arraycopy(new byte[]{0x20, 0, 0x12, 0x34, 0, 8, 1, 1, 0, 0x10, 1, 1}, 0, message, 136, 12);
        final byte[] in = rig.pass(UPLINK, Packets.frame(ROUTER, EXTERNAL, ICMP, message), PORT_A);
        assertError("198.51.100.7 > 10.0.0.2", "10.0.0.2 4000 > 192.0.2.9 80", in);
        assertTrue(Arrays.equals(message, 136, 148, in, 34 + 136, 34 + 148));
        assertEquals(32, in[34 + 5]);
    }

    /** RFC 4787 REQ-12, RFC 5382 REQ-10. */
    @Test
    void shouldNeitherRefreshNorEndTheSessionReq6()
    {
        final int session =
            rig.masquerade(TCP, SessionState.TCP_ESTABLISHED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        final byte[] sent = Packets.frame(EXTERNAL, REMOTE, TCP, Packets.tcp(50_000, 80, TcpHeader.FIN, NO_OPTIONS, 0));
        final int lastSeenS = rig.descriptor(session).lastSeenS();
        rig.worker().passSeconds(60);
        rig.pass(UPLINK, error(REMOTE, EXTERNAL, UNREACHABLE, 3, 0, sent, WHOLE), PORT_A);
        assertEquals(lastSeenS, rig.descriptor(session).lastSeenS());
        assertEquals(SessionState.TCP_ESTABLISHED, rig.descriptor(session).state());
        assertEquals(0, rig.descriptor(session).packets(Direction.REPLY));
        rig.pass(PORT_A, Packets.frame(A, REMOTE, TCP, transport(TCP)), UPLINK); // still there
    }

    @Test
    void shouldTranslateHairpinnedErrorsReq7()
    {
        rig.session(SessionState.UNREPLIED, tuple(WEB, UDP, A, 4000, EXTERNAL, 8080), PORT_A,
            tuple(DB, UDP, "10.1.0.2", 80, EXTERNAL, 50_001), PORT_C);
        final byte[] delivered = rig.pass(PORT_A, Packets.frame(A, EXTERNAL, UDP, Packets.udp(4000, 8080, 33)), PORT_C);
        final byte[] in =
            rig.pass(PORT_C, error("10.1.0.2", EXTERNAL, UNREACHABLE, 3, 0, delivered, WHOLE), PORT_A);
        assertError("203.0.113.1 > 10.0.0.2", "10.0.0.2 4000 > 203.0.113.1 8080", in);
        assertQuotedChecksum(in, WHOLE);
    }

    /** REQ-10: redirects, source quench, router discovery and the like; REQ-11: what nobody knows. */
    @ParameterizedTest
    @ValueSource(ints = {4, 5, 9, 10, 15, 17, 30, 42, 255})
    void shouldDropOtherMessagesReq10(final int type)
    {
        final byte[] sent = Packets.frame(EXTERNAL, REMOTE, UDP, Packets.udp(50_000, 80, 9));
        rig.drop(UPLINK, error(ROUTER, EXTERNAL, type, 0, 0, sent, WHOLE), DropReason.ICMP_UNSUPPORTED);
        rig.uplink(1500, true);
        rig.drop(UPLINK, error(ROUTER, EXTERNAL, type, 0, 0, sent, WHOLE), DropReason.LEFT_TO_HOST);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 11, 12})
    void shouldPassUnreachableTimeExceededAndParameterProblemReq10(final int type)
    {
        final byte[] in = rig.pass(UPLINK, errorAboutUdp(28, type), PORT_A);
        assertError("198.51.100.7 > 10.0.0.2", "10.0.0.2 4000 > 192.0.2.9 80", in);
    }

    @Test
    void shouldBelieveNobodyWhoDidNotGetThePacket()
    {
        publish(A, REMOTE, EXTERNAL);
        final byte[] delivered = rig.pass(UPLINK, Packets.frame(REMOTE, EXTERNAL, UDP, Packets.udp(4000, 8080, 60)),
            PORT_A);
        rig.drop(PORT_B, error("10.0.0.3", REMOTE, UNREACHABLE, 3, 0, delivered, 28), DropReason.ICMP_UNRELATED);
        rig.drop(PORT_A, error(A, ROUTER, UNREACHABLE, 3, 0, delivered, 28), DropReason.ICMP_UNRELATED);
        rig.drop(UPLINK, error(A, REMOTE, UNREACHABLE, 3, 0, delivered, 28), DropReason.ICMP_UNRELATED);
    }

    @Test
    void shouldDropQuotesThatTellNoSession()
    {
        final byte[] fragment = errorAboutUdp(28);
        fragment[42 + 7] = 4; // fragment offset 32
        System.arraycopy(Packets.withIpv4Checksum(Packets.quoted(fragment)), 14, fragment, 42, 20);
        rig.drop(UPLINK, Packets.fillTransportChecksum(fragment), DropReason.ICMP_UNRELATED);
        for (int quotedBytes = 0; quotedBytes < 28; quotedBytes++)
        {
            rig.drop(UPLINK, errorAbout(quotedBytes), DropReason.ICMP_MALFORMED);
        }
        final byte[] inner = Packets.frame(EXTERNAL, REMOTE, ICMP, Packets.query(UNREACHABLE, 1, 30));
        rig.drop(UPLINK, error(ROUTER, EXTERNAL, UNREACHABLE, 3, 0, inner, WHOLE), DropReason.ICMP_MALFORMED);
        final byte[] other = Packets.frame(EXTERNAL, REMOTE, ICMPV6, Packets.query(128, 1, 30));
        rig.drop(UPLINK, error(ROUTER, EXTERNAL, UNREACHABLE, 3, 0, other, WHOLE), DropReason.ICMP_MALFORMED);
    }

    @Test
    void shouldDropWhatMayNotGoOn()
    {
        rig.drop(UPLINK, Packets.withTimeToLive(errorAboutUdp(28), 1), DropReason.TTL_EXCEEDED);
        assertTrue(rig.worker().sent(UPLINK).isEmpty());
        rig.ports().remove(PORT_A);
        rig.drop(UPLINK, errorAbout(28), DropReason.PORT_GONE);
    }

    @Test
    void shouldCompleteAChecksumThatIsStillToDo()
    {
        rig.masquerade(UDP, SessionState.REPLIED, A6, 4000, REMOTE6, 80, EXTERNAL6, 50_000);
        final byte[] sent = Packets.frame(EXTERNAL6, REMOTE6, UDP, Packets.udp(50_000, 80, 9));
        final byte[] error = error(ROUTER6, EXTERNAL6, UNREACHABLE6, 4, 0, sent, WHOLE);
        assertError("2001:db8:7::7 > fd00:1::2", "fd00:1::2 4000 > 2001:db8:9::9 80",
            rig.passWithVnetHeader(UPLINK, Packets.partial(error), PORT_A));
        assertEquals(0, rig.worker().port(PORT_A).sentVnetHeader(0)[0]);
    }

    private void publish(final String inside, final String client, final String external)
    {
        rig.session(SessionState.UNREPLIED, tuple(OUTSIDE, UDP, client, 4000, external, 8080), UPLINK,
            tuple(WEB, UDP, inside, 80, client, 4000), PORT_A);
    }

    private byte[] errorAboutUdp(final int quotedBytes)
    {
        return errorAboutUdp(quotedBytes, UNREACHABLE);
    }

    private byte[] errorAboutUdp(final int quotedBytes, final int type)
    {
        rig.masquerade(UDP, SessionState.REPLIED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        final byte[] sent = Packets.frame(EXTERNAL, REMOTE, UDP, Packets.udp(50_000, 80, 9));
        return error(ROUTER, EXTERNAL, type, 1, 0, sent, quotedBytes);
    }

    private static byte[] errorAbout(final int quotedBytes)
    {
        final byte[] sent = Packets.frame(EXTERNAL, REMOTE, UDP, Packets.udp(50_000, 80, 9));
        return error(ROUTER, EXTERNAL, UNREACHABLE, 1, 0, sent, quotedBytes);
    }

    private static byte[] error(final String source, final String destination, final int type, final int code,
        final int word, final byte[] about, final int quotedBytes)
    {
        return Packets.frame(source, destination, source.indexOf(':') < 0 ? ICMP : ICMPV6,
            Packets.error(type, code, word, about, Math.min(quotedBytes, about.length - 14)));
    }

    private static byte[] transport(final int protocol)
    {
        return switch (protocol)
        {
            case TCP -> Packets.tcp(4000, 80, TcpHeader.ACK, NO_OPTIONS, 101);
            case Packets.DCCP -> Packets.dccp(4000, 80, 101);
            default -> Packets.udp(4000, 80, 101);
        };
    }

    private static void assertError(final String addresses, final String quotedFlow, final byte[] frame)
    {
        assertEquals(addresses, Packets.addresses(frame));
        assertEquals(63, Packets.timeToLive(frame));
        assertEquals(0xFFFF, Packets.transportSum(frame), "ICMP checksum");
        assertTrue(Arrays.equals(Packets.withIpv4Checksum(frame.clone()), frame), "IPv4 header checksum");
        final byte[] quoted = Packets.quoted(frame);
        assertEquals(quotedFlow, Packets.flow(quoted));
        assertTrue(Arrays.equals(Packets.withIpv4Checksum(quoted.clone()), quoted), "quoted IPv4 header checksum");
    }

    /** Of a packet that is quoted whole. */
    private static void assertQuotedChecksum(final byte[] frame, final int quotedBytes)
    {
        if (WHOLE == quotedBytes)
        {
            assertEquals(0xFFFF, Packets.transportSum(Packets.quoted(frame)), "quoted checksum");
        }
    }
}
