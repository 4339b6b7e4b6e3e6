package io.tulle.nat.gateway;

import static io.tulle.nat.gateway.Packets.ICMP;
import static io.tulle.nat.gateway.Packets.ICMPV6;
import static io.tulle.nat.gateway.Packets.UDP;
import static io.tulle.nat.gateway.Packets.addresses;
import static io.tulle.nat.gateway.Packets.udp;
import static io.tulle.nat.gateway.Packets.withIcmpv6Checksum;
import static io.tulle.nat.gateway.Packets.withIpv4Byte;
import static io.tulle.nat.gateway.RouterBench.CONNTRACK;
import static io.tulle.nat.gateway.RouterBench.GATEWAY_LINK_LOCAL;
import static io.tulle.nat.gateway.RouterBench.GATEWAY_MAC;
import static io.tulle.nat.gateway.RouterBench.HOST;
import static io.tulle.nat.gateway.RouterBench.HOSTED;
import static io.tulle.nat.gateway.RouterBench.HOSTED_GATEWAY_MAC;
import static io.tulle.nat.gateway.RouterBench.HOSTED_MAC;
import static io.tulle.nat.gateway.RouterBench.OWN;
import static io.tulle.nat.gateway.RouterBench.OWN_MAC;
import static io.tulle.nat.gateway.RouterBench.ROUTER_MAC;
import static io.tulle.nat.gateway.RouterBench.SHARED;
import static io.tulle.nat.gateway.RouterBench.SHARED_MAC;
import static io.tulle.nat.gateway.RouterBench.WEB;
import static io.tulle.nat.gateway.RouterBench.WEB_MAC;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.test.FrameBuilder;
import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.wire.ArpPacket;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.EthernetHeader;
import io.tulle.dataplane.wire.InetText;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.MacAddress;
import io.tulle.dataplane.wire.NeighborDiscovery;
import io.tulle.dataplane.wire.VnetHeader;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RFC 1122 3.2.2.6, RFC 4443 4.2, RFC 4861 7.2.4: what the router answers itself, and what it leaves to the host. */
class LocalDeliveryTest
{
    private static final int FLAGS = NeighborDiscovery.ROUTER | NeighborDiscovery.SOLICITED |
        NeighborDiscovery.OVERRIDE;

    private final RouterBench bench = new RouterBench();

    @AfterEach
    void close()
    {
        bench.close();
    }

    @Test
    void shouldAnswerAnEchoRequest()
    {
        final byte[] request = ping("10.0.0.1", 56);
        final byte[] reply = bench.expectAnswer(WEB, request);
        assertEquals("10.0.0.1 > 10.0.0.2", addresses(reply));
        assertEquals(WEB_MAC, Packets.destinationMac(reply));
        assertEquals(GATEWAY_MAC, Packets.sourceMac(reply));
        assertEquals(0, reply[34]);
        assertArrayEquals(Arrays.copyOfRange(request, 38, request.length), Arrays.copyOfRange(reply, 38, reply.length));
        assertTrue(Packets.isIntact(reply));
    }

    @Test
    void shouldAnswerAnEchoRequestOfIpv6AtEachAddress()
    {
        for (final String address : List.of("fd00:17::1", GATEWAY_LINK_LOCAL))
        {
            final byte[] request = pingV6("fd00:17::2", address, 56);
            final byte[] reply = bench.expectAnswer(WEB, request);
            assertEquals(address + " > fd00:17::2", addresses(reply));
            assertEquals(0x8100, Packets.word(reply, 54));
            assertEquals(64, reply[21]);
            assertTrue(Packets.isIntact(reply));
        }
        assertEquals(GATEWAY_LINK_LOCAL + " > fe80::2",
            addresses(bench.expectAnswer(WEB, pingV6("fe80::2", GATEWAY_LINK_LOCAL, 56))));
    }

    @Test
    void shouldAnswerWhateverTheTimeToLive()
    {
        final byte[] reply = bench.expectAnswer(WEB, withIpv4Byte(ping("10.0.0.1", 56), 8, 1));
        assertEquals(64, reply[22]);
        assertTrue(Packets.isIntact(reply));
    }

    @Test
    void shouldAnswerPaddedAndOddRequests()
    {
        assertTrue(Packets.isIntact(bench.expectAnswer(WEB, Arrays.copyOf(ping("10.0.0.1", 1), 60))));
        assertTrue(Packets.isIntact(bench.expectAnswer(WEB, pingV6("fd00:17::2", "fd00:17::1", 3))));
    }

    @Test
    void shouldReturnIpv4OptionsAsTheyCame()
    {
        final byte[] reply =
            bench.expectAnswer(WEB, Packets.withOptions(ping("10.0.0.1", 56), "0707040a000002 00"));
        assertEquals("0707040a00000200", Hex.digits(Hex.buffer(reply), 34, 8));
        assertTrue(Packets.isIntact(reply));
    }

    @Test
    void shouldAnswerBehindExtensionHeadersWithoutThem()
    {
        final byte[] request = Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2", "fd00:17::1",
            IpProtocol.DESTINATION_OPTIONS, FrameBuilder.behindOptions(ICMPV6, Packets.icmp(128, 56)));
        final byte[] reply = bench.expectAnswer(WEB, withIcmpv6Checksum(request, 62));
        assertEquals(request.length - 8, reply.length);
        assertEquals(ICMPV6, reply[20]);
        assertTrue(Packets.isIntact(reply));
    }

    @Test
    void shouldDropAnEchoRequestWithAWrongChecksum()
    {
        final byte[] frame = ping("10.0.0.1", 56);
        frame[50] ^= 1;
        bench.expectDropped(WEB, frame, DropReason.ICMP_MALFORMED);
        final byte[] frameV6 = pingV6("fd00:17::2", "fd00:17::1", 56);
        frameV6[80] ^= 1;
        bench.expectDropped(WEB, frameV6, DropReason.ICMP_MALFORMED);
    }

    @Test
    void shouldCompleteAChecksumThatWasLeftToIt()
    {
        final byte[] frame = ping("10.0.0.1", 56);
        frame[36] = 0; // the bare sum of no pseudo-header
        frame[37] = 0;
        final byte[] whole = Packets.behindVnetHeader(frame);
        new VnetHeader().wrap(new UnsafeBuffer(whole), 0).flags(VnetHeader.NEEDS_CSUM).checksumStart(34)
            .checksumOffset(2);
        bench.worker.arriveWithVnetHeader(WEB, whole);
        bench.worker.run();
        assertTrue(Packets.isIntact(bench.worker.sent(WEB).get(0)));
        assertArrayEquals(new byte[12], bench.worker.port(WEB).sentVnetHeader(0));
    }

    @Test
    void shouldNotCompleteAChecksumElsewhereInTheFrame()
    {
        final byte[] whole = Packets.behindVnetHeader(ping("10.0.0.1", 56));
        new VnetHeader().wrap(new UnsafeBuffer(whole), 0).flags(VnetHeader.NEEDS_CSUM).checksumStart(24)
            .checksumOffset(2);
        bench.worker.arriveWithVnetHeader(WEB, whole);
        bench.worker.arriveWithVnetHeader(WEB,
            FrameBuilder.gso(VnetHeader.GSO_TCPV4, 20, 42, ping("10.0.0.1", 56)));
        bench.worker.run();
        assertEquals(2, bench.worker.drops(WEB, DropReason.ICMP_MALFORMED));
    }

    @Test
    void shouldMarkALongReplyToBeFragmented()
    {
        assertEquals(1500, fragmentSizeOfReplyTo(ping("10.0.0.1", 3000)));
        assertEquals(1500, fragmentSizeOfReplyTo(pingV6("fd00:17::2", "fd00:17::1", 3000)));
        assertEquals(0, fragmentSizeOfReplyTo(ping("10.0.0.1", 1472)));
    }

    @Test
    void shouldGiveEverythingElseToTheHostPort()
    {
        bench.expectPassed(HOSTED, toHosted(UDP, udp(4000, 53, 9)), HOST);
        bench.expectPassed(HOSTED, toHosted(ICMP, Packets.icmp(13, 12)), HOST);
        bench.expectPassed(HOSTED, withIpv4Byte(toHosted(UDP, udp(4000, 53, 9)), 8, 1), HOST);
        final byte[] solicitation = Packets.ipv6(HOSTED_GATEWAY_MAC, HOSTED_MAC, "fd00:3::2", "fd00:3::1", ICMPV6,
            FrameBuilder.neighborMessage(135, "fd00:3::1", 1, HOSTED_MAC));
        bench.expectPassed(HOSTED, withIcmpv6Checksum(solicitation), HOST);
        bench.expectPassed(HOSTED, arpTo(HOSTED_GATEWAY_MAC, HOSTED_MAC, "10.0.3.2", "10.0.3.1"), HOST);
    }

    @Test
    void shouldDoWithoutAHostPortThatIsGone()
    {
        bench.ports.remove(HOST);
        bench.expectRefused(HOSTED, toHosted(UDP, udp(4000, 53, 9)), DropReason.HOST_ACCESS_OFF);
        bench.expectAnswer(HOSTED, arpTo(HOSTED_GATEWAY_MAC, HOSTED_MAC, "10.0.3.2", "10.0.3.1"));
    }

    @Test
    void shouldAnswerEchoEvenWhenThereIsAHostPort()
    {
        assertEquals("10.0.3.1 > 10.0.3.2", addresses(bench.expectAnswer(HOSTED, toHosted(ICMP, Packets.icmp(8, 9)))));
    }

    @Test
    void shouldRefuseEverythingElseWithoutAHostPort()
    {
        final byte[] answer = bench.expectRefused(WEB, to("10.0.0.1", UDP, udp(4000, 53, 9)),
            DropReason.HOST_ACCESS_OFF);
        assertEquals(0x0303, Packets.word(answer, 34));
        final byte[] answerV6 = bench.expectRefused(WEB,
            Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2", "fd00:17::1", UDP, udp(4000, 53, 9)),
            DropReason.HOST_ACCESS_OFF);
        assertEquals(0x0104, Packets.word(answerV6, 54));
    }

    @Test
    void shouldSayNothingAboutOtherIcmp()
    {
        for (final int type : new int[]{0, 3, 13, 42})
        {
            bench.expectDropped(WEB, to("10.0.0.1", ICMP, Packets.icmp(type, 28)), DropReason.HOST_ACCESS_OFF);
        }
        bench.expectDropped(WEB, Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2", "fd00:17::1", ICMPV6,
            Packets.icmp(129, 28)), DropReason.HOST_ACCESS_OFF);
    }

    @Test
    void shouldNotAnswerASourceThatIsNotOneHost()
    {
        final byte[] frame = Packets.ipv4(GATEWAY_MAC, WEB_MAC, "224.0.0.1", "10.0.0.1", ICMP, Packets.icmp(8, 28));
        bench.expectDropped(WEB, frame, DropReason.NOT_ROUTABLE);
        bench.expectDropped(WEB, pingV6("::", "fd00:17::1", 28), DropReason.NOT_ROUTABLE);
    }

    @Test
    void shouldTellANeighborThatItIsStillThere()
    {
        for (final String address : List.of("fd00:17::1", GATEWAY_LINK_LOCAL))
        {
            final byte[] answer = bench.expectAnswer(WEB, solicitation(address, address));
            assertEquals(address + " > fd00:17::2", addresses(answer));
            assertEquals(WEB_MAC, Packets.destinationMac(answer));
            final UnsafeBuffer buffer = new UnsafeBuffer(answer);
            assertTrue(NeighborDiscovery.isValid(buffer, 54, answer.length - 54));
            final NeighborDiscovery discovery = new NeighborDiscovery().wrap(buffer, 54, answer.length - 54);
            assertFalse(discovery.isSolicitation());
            assertEquals(FLAGS, discovery.flags());
            assertEquals(GATEWAY_MAC, discovery.linkLayerAddress());
            assertTrue(Packets.isIntact(answer));
        }
    }

    @Test
    void shouldAnswerASolicitationWithoutOptions()
    {
        final byte[] frame = Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2", "fd00:17::1", ICMPV6,
            FrameBuilder.neighborMessage(135, "fd00:17::1", 1, MacAddress.NONE));
        final byte[] answer = bench.expectAnswer(WEB, withIcmpv6Checksum(frame));
        assertEquals(14 + 40 + 32, answer.length);
        assertTrue(Packets.isIntact(answer));
    }

    @Test
    void shouldNotAnswerASolicitationThatIsWrong()
    {
        bench.expectDropped(WEB, solicitation("fd00:17::1", "fd00:17::9"), DropReason.HOST_ACCESS_OFF);
        final byte[] forwarded = solicitation("fd00:17::1", "fd00:17::1");
        forwarded[21] = (byte) 254;
        bench.expectDropped(WEB, forwarded, DropReason.HOST_ACCESS_OFF);
        final byte[] harmed = solicitation("fd00:17::1", "fd00:17::1");
        harmed[56] ^= 1;
        bench.expectDropped(WEB, harmed, DropReason.HOST_ACCESS_OFF);
        final byte[] advertisement = Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2", "fd00:17::1", ICMPV6,
            FrameBuilder.neighborMessage(136, "fd00:17::2", 2, WEB_MAC));
        bench.expectDropped(WEB, withIcmpv6Checksum(advertisement), DropReason.HOST_ACCESS_OFF);
    }

    @Test
    void shouldAnswerArpByUnicast()
    {
        final byte[] answer = bench.expectAnswer(WEB, arpTo(GATEWAY_MAC, WEB_MAC, "10.0.0.2", "10.0.0.1"));
        final ArpPacket arp = new ArpPacket().wrap(new UnsafeBuffer(answer), EthernetHeader.LENGTH);
        assertEquals(ArpPacket.REPLY, arp.operation());
        assertEquals(GATEWAY_MAC, arp.senderMac());
        assertEquals(InetText.parseIpv4("10.0.0.1"), arp.senderAddress());
        assertEquals(WEB_MAC, arp.targetMac());
        assertEquals(InetText.parseIpv4("10.0.0.2"), arp.targetAddress());
        assertEquals(WEB_MAC, Packets.destinationMac(answer));
        assertEquals(OWN_MAC, Packets.sourceMac(
            bench.expectAnswer(OWN, arpTo(OWN_MAC, ROUTER_MAC, "198.51.100.254", "198.51.100.1"))));
    }

    @Test
    void shouldNotAnswerOtherArp()
    {
        bench.expectDropped(WEB, arpTo(GATEWAY_MAC, WEB_MAC, "10.0.0.2", "10.0.0.9"), DropReason.NOT_ROUTABLE);
        bench.expectDropped(WEB, FrameBuilder.arp(ArpPacket.REPLY, GATEWAY_MAC, WEB_MAC, "10.0.0.2", "10.0.0.1"),
            DropReason.NOT_ROUTABLE);
        bench.expectDropped(WEB, FrameBuilder.ethernet(GATEWAY_MAC, WEB_MAC, EtherType.ARP, 27),
            DropReason.NOT_ROUTABLE);
        bench.expectDropped(SHARED, arpTo(SHARED_MAC, ROUTER_MAC, "203.0.113.254", "203.0.113.1"),
            DropReason.LEFT_TO_HOST);
    }

    @Test
    void shouldAnswerNeighborsOfAnUplinksOwnAddress()
    {
        final byte[] answer = bench.expectAnswer(OWN, solicitationToUplink(OWN_MAC, "2001:db8:6::1"));
        assertEquals("2001:db8:6::1 > fe80::fe", addresses(answer));
        bench.expectDropped(SHARED, solicitationToUplink(SHARED_MAC, "2001:db8::1"), DropReason.LEFT_TO_HOST);
        final byte[] ping = Packets.ipv6(OWN_MAC, ROUTER_MAC, "fe80::fe", "2001:db8:6::1", ICMPV6,
            Packets.icmp(128, 56));
        assertEquals("2001:db8:6::1 > fe80::fe", addresses(bench.expectAnswer(OWN, withIcmpv6Checksum(ping))));
        bench.expectDropped(OWN, Packets.ipv6(OWN_MAC, ROUTER_MAC, "fe80::fe", "2001:db8:6::1", UDP, udp(1, 2, 9)),
            DropReason.NOT_ROUTABLE);
    }

    @Test
    void shouldLetSessionsHaveTheEchoRequestsOfAnUplink()
    {
        bench.expectPassed(OWN, Packets.ipv4(OWN_MAC, ROUTER_MAC, "192.0.2.80", "198.51.100.1", ICMP,
            Packets.icmp(8, 56)), CONNTRACK);
    }

    @Test
    void shouldTakeOnlyEchoFromAnUplinkWhenAsked()
    {
        final byte[] request = Packets.ipv4(OWN_MAC, ROUTER_MAC, "192.0.2.80", "198.51.100.1", ICMP,
            Packets.icmp(8, 56));
        assertTrue(delivered(OWN, request));
        assertEquals("198.51.100.1 > 192.0.2.80", addresses(bench.worker.sent(OWN).get(0)));
        assertFalse(delivered(OWN,
            Packets.ipv4(OWN_MAC, ROUTER_MAC, "192.0.2.80", "198.51.100.1", UDP, udp(1, 2, 9))));
        assertFalse(delivered(SHARED,
            Packets.ipv4(SHARED_MAC, ROUTER_MAC, "192.0.2.80", "203.0.113.1", ICMP, Packets.icmp(8, 56))));
        assertFalse(delivered(WEB, to("192.0.2.80", ICMP, Packets.icmp(8, 56))));
        assertFalse(delivered(HOST, toHosted(ICMP, Packets.icmp(8, 56))));
    }

    /** Asks the class itself, as a stage further right does. */
    private boolean delivered(final int port, final byte[] bytes)
    {
        final int frame = frame(port, bytes);
        bench.worker.context().counters().received(port, 1, bytes.length);
        final boolean isDelivered = bench.local.deliver(frame);
        if (!isDelivered)
        {
            bench.worker.context().drop().drop(frame, DropReason.NO_MAPPING);
        }
        bench.worker.arrive(WEB, ping("10.0.0.1", 9)); // a run sends what is queued
        bench.worker.run();
        return isDelivered;
    }

    private int fragmentSizeOfReplyTo(final byte[] bytes)
    {
        final int frame = frame(WEB, bytes);
        final EchoResponder echo = new EchoResponder(bench.worker.context().pool().frames());
        assertTrue(echo.isRequest(frame));
        assertTrue(echo.answer(frame, GATEWAY_MAC, 1500));
        bench.worker.context().pool().release(frame);
        return bench.worker.context().pool().frames().fragmentSize(frame);
    }

    private int frame(final int port, final byte[] bytes)
    {
        final FrameDescriptor frames = bench.worker.context().pool().frames();
        final int frame = bench.worker.context().pool().claim();
        final int offset = frames.dataOffset(frame);
        frames.received(frame, port, bytes.length);
        frames.buffer().setMemory(offset - 12, 12, (byte) 0);
        frames.buffer().putBytes(offset, bytes);
        final boolean isIpv4 = EtherType.IPV4 == Packets.word(bytes, 12);
        frames.parsed(frame, isIpv4 ? EtherType.IPV4 : EtherType.IPV6, offset + 14);
        frames.transport(frame, isIpv4 ? bytes[23] : bytes[20], offset + (isIpv4 ? 34 : 54));
        return frame;
    }

    private static byte[] ping(final String destination, final int dataBytes)
    {
        return to(destination, ICMP, Packets.icmp(8, dataBytes));
    }

    private static byte[] pingV6(final String source, final String destination, final int dataBytes)
    {
        return withIcmpv6Checksum(
            Packets.ipv6(GATEWAY_MAC, WEB_MAC, source, destination, ICMPV6, Packets.icmp(128, dataBytes)));
    }

    private static byte[] to(final String destination, final int protocol, final byte[] payload)
    {
        return Packets.ipv4(GATEWAY_MAC, WEB_MAC, "10.0.0.2", destination, protocol, payload);
    }

    private static byte[] toHosted(final int protocol, final byte[] payload)
    {
        return Packets.ipv4(HOSTED_GATEWAY_MAC, HOSTED_MAC, "10.0.3.2", "10.0.3.1", protocol, payload);
    }

    private static byte[] arpTo(final long destination, final long source, final String sender, final String target)
    {
        return FrameBuilder.arp(ArpPacket.REQUEST, destination, source, sender, target);
    }

    private static byte[] solicitation(final String destination, final String target)
    {
        return withIcmpv6Checksum(Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2", destination, ICMPV6,
            FrameBuilder.neighborMessage(135, target, 1, WEB_MAC)));
    }

    private static byte[] solicitationToUplink(final long mac, final String address)
    {
        return withIcmpv6Checksum(Packets.ipv6(mac, ROUTER_MAC, "fe80::fe", address, ICMPV6,
            FrameBuilder.neighborMessage(135, address, 1, ROUTER_MAC)));
    }
}
