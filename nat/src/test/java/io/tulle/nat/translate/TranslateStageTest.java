package io.tulle.nat.translate;

import static io.tulle.nat.translate.Packets.TCP;
import static io.tulle.nat.translate.Packets.UDP;
import static io.tulle.nat.translate.TranslateRig.OUTSIDE;
import static io.tulle.nat.translate.TranslateRig.PORT_A;
import static io.tulle.nat.translate.TranslateRig.UPLINK;
import static io.tulle.nat.translate.TranslateRig.WEB;
import static io.tulle.nat.translate.TranslateRig.tuple;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.test.CapturedFrames;
import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.test.NaiveChecksum;
import io.tulle.dataplane.wire.TcpHeader;
import io.tulle.dataplane.wire.VnetHeader;
import io.tulle.nat.conntrack.SessionState;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets of sessions in and out: every address, port and checksum of what leaves. */
class TranslateStageTest
{
    private static final byte[] NO_OPTIONS = {};
    private static final String A = "10.0.0.2";
    private static final String REMOTE = "192.0.2.9";
    private static final String EXTERNAL = "203.0.113.1";
    private static final String A6 = "fd00:1::2";
    private static final String REMOTE6 = "2001:db8:9::9";
    private static final String EXTERNAL6 = "2001:db8::1";

    private final TranslateRig rig = new TranslateRig();

    @AfterEach
    void close()
    {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {Packets.TCP, Packets.UDP, Packets.UDP_LITE, Packets.DCCP})
    void shouldTranslatePortsBothWays(final int protocol)
    {
        rig.masquerade(protocol, SessionState.REPLIED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        final byte[] out = rig.pass(PORT_A, Packets.frame(A, REMOTE, protocol, transport(protocol, 4000, 80)), UPLINK);
        assertFlow("203.0.113.1 50000 > 192.0.2.9 80", out);
        final byte[] in =
            rig.pass(UPLINK, Packets.frame(REMOTE, EXTERNAL, protocol, transport(protocol, 80, 50_000)), PORT_A);
        assertFlow("192.0.2.9 80 > 10.0.0.2 4000", in);
    }

    @ParameterizedTest
    @ValueSource(ints = {Packets.TCP, Packets.UDP, Packets.UDP_LITE, Packets.DCCP})
    void shouldTranslatePortsBothWaysOverIpv6(final int protocol)
    {
        rig.masquerade(protocol, SessionState.REPLIED, A6, 4000, REMOTE6, 80, EXTERNAL6, 50_000);
        final byte[] out =
            rig.pass(PORT_A, Packets.frame(A6, REMOTE6, protocol, transport(protocol, 4000, 80)), UPLINK);
        assertFlow("2001:db8::1 50000 > 2001:db8:9::9 80", out);
        final byte[] in =
            rig.pass(UPLINK, Packets.frame(REMOTE6, EXTERNAL6, protocol, transport(protocol, 80, 50_000)), PORT_A);
        assertFlow("2001:db8:9::9 80 > fd00:1::2 4000", in);
    }

    @ParameterizedTest
    @CsvSource({"6, 10.0.0.2, 192.0.2.9, 203.0.113.1", "17, 10.0.0.2, 192.0.2.9, 203.0.113.1",
        "6, fd00:1::2, 2001:db8:9::9, 2001:db8::1", "17, fd00:1::2, 2001:db8:9::9, 2001:db8::1"})
    void shouldKeepAPartialChecksumPartial(final int protocol, final String inside, final String remote,
        final String external)
    {
        rig.masquerade(protocol, SessionState.REPLIED, inside, 4000, remote, 80, external, 50_000);
        final byte[] frame = Packets.frame(inside, remote, protocol, transport(protocol, 4000, 80));
        final byte[] out = rig.passWithVnetHeader(PORT_A, Packets.partial(frame), UPLINK);
        assertEquals(external + " 50000 > " + remote + " 80", Packets.flow(out));
        assertPartial(out);
        Packets.fillTransportChecksum(out); // completed, it is intact
        assertEquals(0xFFFF, Packets.transportSum(out));
    }

    @Test
    void shouldBelieveAPartialChecksumOfTheHeaderThatItIsAboutOnly()
    {
        rig.masquerade(UDP, SessionState.REPLIED, A, 4000, REMOTE, 4789, EXTERNAL, 50_000);
        final byte[] frame = Packets.frame(A, REMOTE, UDP, Packets.udp(4000, 4789, 100));
        final byte[] whole = new byte[VnetHeader.LENGTH + frame.length];
        System.arraycopy(frame, 0, whole, VnetHeader.LENGTH, frame.length);
        new VnetHeader().wrap(new UnsafeBuffer(whole), 0).flags(VnetHeader.NEEDS_CSUM).checksumStart(92)
            .checksumOffset(16); // of an inner TCP header
        assertFlow("203.0.113.1 50000 > 192.0.2.9 4789", rig.passWithVnetHeader(PORT_A, whole, UPLINK));
    }

    @Test
    void shouldLeaveAUdpChecksumOfZeroZero()
    {
        rig.masquerade(UDP, SessionState.REPLIED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        final byte[] frame = Packets.frame(A, REMOTE, UDP, Packets.udp(4000, 80, 11));
        frame[40] = 0;
        frame[41] = 0;
        final byte[] out = rig.pass(PORT_A, frame, UPLINK);
        assertEquals("203.0.113.1 50000 > 192.0.2.9 80", Packets.flow(out));
        assertEquals(0, Packets.word(out, 40));
    }

    @Test
    void shouldNeverMakeAUdpChecksumOfZero()
    {
        rig.masquerade(UDP, SessionState.REPLIED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        final byte[] frame = Packets.frame(A, REMOTE, UDP, Packets.udp(4000, 80, 2));
        final int checksum = Packets.word(rig.pass(PORT_A, frame.clone(), UPLINK), 40);
        final int word = Packets.word(frame, 42) + checksum; // so much more in the sum, and its complement is zero
        new UnsafeBuffer(frame).putShort(42, (short) ((word & 0xFFFF) + (word >>> 16)), ByteOrder.BIG_ENDIAN);
        Packets.fillTransportChecksum(frame);
        assertEquals(0xFFFF, Packets.word(rig.pass(PORT_A, frame, UPLINK), 40));
    }

    @ParameterizedTest
    @CsvSource({"8, 0", "13, 14"})
    void shouldTranslateIdentifiersOfQueries(final int request, final int answer)
    {
        rig.session(SessionState.ICMP_QUERY, tuple(WEB, Packets.ICMP, A, 77, REMOTE, 0), PORT_A,
            tuple(OUTSIDE, Packets.ICMP, REMOTE, 0, EXTERNAL, 999), UPLINK);
        final byte[] out =
            rig.pass(PORT_A, Packets.frame(A, REMOTE, Packets.ICMP, Packets.query(request, 77, 33)), UPLINK);
        assertFlow("203.0.113.1 999 > 192.0.2.9 999", out);
        final byte[] in =
            rig.pass(UPLINK, Packets.frame(REMOTE, EXTERNAL, Packets.ICMP, Packets.query(answer, 999, 33)), PORT_A);
        assertFlow("192.0.2.9 77 > 10.0.0.2 77", in);
    }

    @Test
    void shouldTranslateIdentifiersOfQueriesOverIpv6()
    {
        rig.session(SessionState.ICMP_QUERY, tuple(WEB, Packets.ICMPV6, A6, 77, REMOTE6, 0), PORT_A,
            tuple(OUTSIDE, Packets.ICMPV6, REMOTE6, 0, EXTERNAL6, 999), UPLINK);
        final byte[] out =
            rig.pass(PORT_A, Packets.frame(A6, REMOTE6, Packets.ICMPV6, Packets.query(128, 77, 33)), UPLINK);
        assertFlow("2001:db8::1 999 > 2001:db8:9::9 999", out);
        final byte[] in =
            rig.pass(UPLINK, Packets.frame(REMOTE6, EXTERNAL6, Packets.ICMPV6, Packets.query(129, 999, 33)), PORT_A);
        assertFlow("2001:db8:9::9 77 > fd00:1::2 77", in);
    }

    @Test
    void shouldLeaveSctpAsItIsButForItsAddresses()
    {
        rig.masquerade(Packets.SCTP, SessionState.REPLIED, A, 4000, REMOTE, 80, EXTERNAL, 4000);
        final byte[] frame = Packets.frame(A, REMOTE, Packets.SCTP, Packets.sctp(4000, 80));
        final byte[] out = rig.pass(PORT_A, frame, UPLINK);
        assertEquals("203.0.113.1 > 192.0.2.9", Packets.addresses(out));
        assertTrue(Arrays.equals(frame, 34, frame.length, out, 34, out.length));
    }

    @Test
    void shouldLeaveAWrongChecksumWrong()
    {
        rig.masquerade(UDP, SessionState.REPLIED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        final byte[] frame = Packets.frame(A, REMOTE, UDP, Packets.udp(4000, 80, 11));
        frame[45] ^= 0x10;
        final int sum = Packets.transportSum(frame);
        assertEquals(sum, Packets.transportSum(rig.pass(PORT_A, frame, UPLINK)));
    }

    @Test
    void shouldTranslateHairpinsOnBothSides()
    {
        rig.session(SessionState.TCP_ESTABLISHED, tuple(WEB, TCP, "10.0.0.3", 4000, EXTERNAL, 8080),
            TranslateRig.PORT_B, tuple(WEB, TCP, A, 80, EXTERNAL, 50_001), PORT_A);
        assertFlow("203.0.113.1 50001 > 10.0.0.2 80", rig.pass(TranslateRig.PORT_B,
            Packets.frame("10.0.0.3", EXTERNAL, TCP, transport(TCP, 4000, 8080)), PORT_A));
        assertFlow("203.0.113.1 8080 > 10.0.0.3 4000", rig.pass(PORT_A,
            Packets.frame(A, EXTERNAL, TCP, transport(TCP, 80, 50_001)), TranslateRig.PORT_B));
    }

    @Test
    void shouldTranslateCapturedFramesOfTheKernel()
    {
        final String from = "172.17.0.2";
        final String to = "172.17.0.3";
        capturedSession(TCP, from, 0xD61C, to, 8080);
        capturedSession(UDP, from, 0x8084, to, 0x14E9);
        capturedSession(TCP, "fd00:17::2", 0xE082, "fd00:17::3", 8080);
        capturedSession(UDP, "fd00:17::2", 0xB10D, "fd00:17::3", 0x14E9);
        for (final String captured : List.of(CapturedFrames.TCP_SYN, CapturedFrames.UDP, CapturedFrames.TCP_GSO,
            CapturedFrames.UDP_GSO, CapturedFrames.TCP_IPV6_SYN, CapturedFrames.UDP_IPV6, CapturedFrames.TCP_IPV6_GSO,
            CapturedFrames.UDP_IPV6_GSO))
        {
            final byte[] out = rig.passWithVnetHeader(PORT_A, Hex.bytes(captured), UPLINK);
            assertTrue(Packets.flow(out).matches(".*(203.0.113.1|2001:db8::1) 50000 > .*"), Packets.flow(out));
            assertPartial(out);
            assertEquals(63, Packets.timeToLive(out));
        }
    }

    @Test
    void shouldTranslateBehindExtensionHeaders()
    {
        rig.masquerade(UDP, SessionState.REPLIED, "fd00:17::2", 0xECD2, "fd00:17::3", 0x14E9, EXTERNAL6, 50_000);
        final byte[] out =
            rig.passWithVnetHeader(PORT_A, Hex.bytes(CapturedFrames.UDP_DESTINATION_OPTIONS), UPLINK);
        assertEquals("2001:db8::1 > fd00:17::3", Packets.addresses(out));
        assertEquals(50_000, Packets.word(out, 62));
        final UnsafeBuffer buffer = new UnsafeBuffer(out);
        final int sum = NaiveChecksum.sum(buffer, 62, 15) +
            NaiveChecksum.sum(buffer, 22, 32) + 15 + UDP;
        assertEquals(0xFFFF, (sum & 0xFFFF) + (sum >>> 16));
    }

    /** RFC 7857, RFC 6864 5.3.1: fragments of two senders behind one address are not mixed up. */
    @Test
    void shouldGiveWhatLeavesInFragmentsItsOwnIdentification()
    {
        rig.masquerade(UDP, SessionState.REPLIED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        final byte[] frame = Packets.withoutDontFragment(Packets.frame(A, REMOTE, UDP, Packets.udp(4000, 80, 600)));
        final byte[] answer = Packets.frame(REMOTE, EXTERNAL, UDP, Packets.udp(80, 50_000, 600));
        assertEquals(0x1234, Packets.word(rig.pass(PORT_A, frame, UPLINK), 18), "whole");
        rig.reassembledFrom(576);
        final byte[] first = rig.pass(PORT_A, frame, UPLINK);
        final byte[] second = rig.pass(PORT_A, frame, UPLINK);
        assertFlow("203.0.113.1 50000 > 192.0.2.9 80", second);
        assertEquals(Packets.word(first, 18) + 1 & 0xFFFF, Packets.word(second, 18));
        assertEquals(0x1234, Packets.word(rig.pass(UPLINK, answer, PORT_A), 18), "its source is still its own");
    }

    @Test
    void shouldTellWhenTheTimeToLiveIsUsedUp()
    {
        rig.masquerade(UDP, SessionState.REPLIED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        final byte[] frame =
            Packets.withTimeToLive(Packets.frame(REMOTE, EXTERNAL, UDP, Packets.udp(80, 50_000, 9)), 1);
        rig.drop(UPLINK, frame, DropReason.TTL_EXCEEDED);
        assertTrue(rig.worker().sent(PORT_A).isEmpty());
    }

    /** RFC 4787 REQ-13: not even the error that the sender gets is about a translated packet. */
    @Test
    void shouldRefuseABigPacketThatMayNotBeFragmentedReq13()
    {
        rig.uplink(1280, false);
        rig.masquerade(UDP, SessionState.REPLIED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        rig.masquerade(UDP, SessionState.REPLIED, A6, 4000, REMOTE6, 80, EXTERNAL6, 50_000);
        rig.drop(PORT_A, Packets.frame(A, REMOTE, UDP, Packets.udp(4000, 80, 1300)), DropReason.EGRESS_MTU);
        rig.drop(PORT_A, Packets.frame(A6, REMOTE6, UDP, Packets.udp(4000, 80, 1300)), DropReason.EGRESS_MTU);
        final List<byte[]> errors = rig.worker().sent(PORT_A);
        assertEquals(List.of("10.0.0.2 4000 > 192.0.2.9 80", "fd00:1::2 4000 > 2001:db8:9::9 80"),
            errors.stream().map((error) -> Packets.flow(Packets.quoted(error))).toList());
        assertTrue(rig.worker().sent(UPLINK).isEmpty());
    }

    @Test
    void shouldHaveABigPacketFragmentedReq13a()
    {
        rig.uplink(1280, false);
        rig.masquerade(UDP, SessionState.REPLIED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        final byte[] frame =
            Packets.withoutDontFragment(Packets.frame(A, REMOTE, UDP, Packets.udp(4000, 80, 1300)));
        assertFlow("203.0.113.1 50000 > 192.0.2.9 80", rig.pass(PORT_A, frame, UPLINK));
        assertEquals(1280, rig.sentFragmentSize());
        assertFlow("203.0.113.1 50000 > 192.0.2.9 80",
            rig.pass(PORT_A, Packets.frame(A, REMOTE, UDP, Packets.udp(4000, 80, 1252)), UPLINK));
        assertEquals(0, rig.sentFragmentSize());
    }

    /** RFC 4787 REQ-14: what came in fragments leaves in fragments. */
    @Test
    void shouldPassABigPacketOfFragmentsThatFitReq14()
    {
        rig.uplink(1280, false);
        rig.masquerade(UDP, SessionState.REPLIED, A6, 4000, REMOTE6, 80, EXTERNAL6, 50_000);
        rig.masquerade(UDP, SessionState.REPLIED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        rig.reassembledFrom(1280);
        rig.pass(PORT_A, Packets.frame(A6, REMOTE6, UDP, Packets.udp(4000, 80, 3000)), UPLINK);
        assertEquals(1280, rig.sentFragmentSize());
        rig.reassembledFrom(1281);
        rig.drop(PORT_A, Packets.frame(A6, REMOTE6, UDP, Packets.udp(4000, 80, 3000)), DropReason.EGRESS_MTU);
        rig.pass(PORT_A,
            Packets.withoutDontFragment(Packets.frame(A, REMOTE, UDP, Packets.udp(4000, 80, 3000))), UPLINK);
        assertEquals(1280, rig.sentFragmentSize());
    }

    @Test
    void shouldMeasureABigSegmentedFrameByItsSegments()
    {
        capturedSession(TCP, "172.17.0.2", 0xD61C, "172.17.0.3", 8080);
        rig.uplink(160, false); // segments of 108 bytes behind 52 bytes of headers
        rig.passWithVnetHeader(PORT_A, Hex.bytes(CapturedFrames.TCP_GSO), UPLINK);
        rig.uplink(159, false);
        rig.worker().arriveWithVnetHeader(PORT_A, Hex.bytes(CapturedFrames.TCP_GSO));
        rig.worker().run();
        assertEquals(1, rig.worker().drops(PORT_A, DropReason.EGRESS_MTU));
    }

    @Test
    void shouldDropWhatWouldLeaveByAPortThatIsGone()
    {
        rig.masquerade(UDP, SessionState.REPLIED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        rig.ports().remove(UPLINK);
        rig.drop(PORT_A, Packets.frame(A, REMOTE, UDP, Packets.udp(4000, 80, 9)), DropReason.PORT_GONE);
    }

    @Test
    void shouldTranslateAWholeBurstInOrder()
    {
        rig.masquerade(UDP, SessionState.REPLIED, A, 4000, REMOTE, 80, EXTERNAL, 50_000);
        rig.masquerade(UDP, SessionState.REPLIED, A, 4001, REMOTE, 80, EXTERNAL, 50_001);
        for (int i = 0; i < 60; i++)
        {
            rig.worker().arrive(PORT_A, Packets.frame(A, REMOTE, UDP, Packets.udp(4000 + i % 2, 80, i)));
        }
        rig.worker().run();
        final List<byte[]> sent = rig.worker().sent(UPLINK);
        assertEquals(60, sent.size());
        for (int i = 0; i < 60; i++)
        {
            assertEquals(42 + i, sent.get(i).length);
            assertFlow("203.0.113.1 " + (50_000 + i % 2) + " > 192.0.2.9 80", sent.get(i));
        }
    }

    private void capturedSession(final int protocol, final String source, final int sourcePort,
        final String destination, final int destinationPort)
    {
        rig.masquerade(protocol, TCP == protocol ? SessionState.TCP_ESTABLISHED : SessionState.REPLIED, source,
            sourcePort, destination, destinationPort, source.indexOf(':') < 0 ? EXTERNAL : EXTERNAL6, 50_000);
    }

    private static byte[] transport(final int protocol, final int sourcePort, final int destinationPort)
    {
        return switch (protocol)
        {
            case TCP -> Packets.tcp(sourcePort, destinationPort, TcpHeader.ACK, NO_OPTIONS, 101);
            case Packets.DCCP -> Packets.dccp(sourcePort, destinationPort, 101);
            default -> Packets.udp(sourcePort, destinationPort, 101);
        };
    }

    private static void assertFlow(final String expected, final byte[] frame)
    {
        assertEquals(expected, Packets.flow(frame));
        assertEquals(63, Packets.timeToLive(frame));
        assertEquals(0xFFFF, Packets.transportSum(frame));
        assertIpv4Checksum(frame);
    }

    private static void assertPartial(final byte[] frame)
    {
        final int field = Packets.transportOffset(frame) + Packets.checksumOffset(Packets.protocol(frame));
        assertEquals(Packets.pseudoHeader(frame) % 0xFFFF, Packets.word(frame, field) % 0xFFFF);
        assertIpv4Checksum(frame);
    }

    private static void assertIpv4Checksum(final byte[] frame)
    {
        final byte[] copy = frame.clone();
        assertTrue(Arrays.equals(Packets.withIpv4Checksum(copy), frame), "IPv4 header checksum");
    }
}
