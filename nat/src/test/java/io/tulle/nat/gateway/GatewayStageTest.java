package io.tulle.nat.gateway;

import static io.tulle.dataplane.test.FrameBuilder.behindOptions;
import static io.tulle.dataplane.test.FrameBuilder.tagged;
import static io.tulle.nat.gateway.Packets.ICMPV6;
import static io.tulle.nat.gateway.Packets.UDP;
import static io.tulle.nat.gateway.Packets.udp;
import static io.tulle.nat.gateway.Packets.withIpv4Byte;
import static io.tulle.nat.gateway.Packets.withOptions;
import static io.tulle.nat.gateway.RouterBench.CONNTRACK;
import static io.tulle.nat.gateway.RouterBench.GATEWAY_MAC;
import static io.tulle.nat.gateway.RouterBench.HOST;
import static io.tulle.nat.gateway.RouterBench.HOSTED;
import static io.tulle.nat.gateway.RouterBench.NAMES;
import static io.tulle.nat.gateway.RouterBench.NAMED;
import static io.tulle.nat.gateway.RouterBench.NAMED_GATEWAY_MAC;
import static io.tulle.nat.gateway.RouterBench.NAMED_MAC;
import static io.tulle.nat.gateway.RouterBench.OWN;
import static io.tulle.nat.gateway.RouterBench.OWN_MAC;
import static io.tulle.nat.gateway.RouterBench.REASSEMBLY;
import static io.tulle.nat.gateway.RouterBench.ROUTER_MAC;
import static io.tulle.nat.gateway.RouterBench.SHARED;
import static io.tulle.nat.gateway.RouterBench.SHARED_MAC;
import static io.tulle.nat.gateway.RouterBench.WEB;
import static io.tulle.nat.gateway.RouterBench.WEB_MAC;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.test.FrameBuilder;
import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.VnetHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RFC 1812 5.2, 5.3.7, RFC 8200, RFC 5095, RFC 7126: what the router lets in, and where it goes. */
class GatewayStageTest
{
    private static final String REMOTE = "192.0.2.80";
    private static final String REMOTE_V6 = "2606:4700::1111";

    private final RouterBench bench = new RouterBench();

    @AfterEach
    void close()
    {
        bench.close();
    }

    @Test
    void shouldSendPacketsOfANetworkOnToTheirSession()
    {
        bench.expectPassed(WEB, out(), CONNTRACK);
        bench.expectPassed(WEB, outV6(), CONNTRACK);
    }

    @Test
    void shouldSendQuestionsForNamesToWhoAnswersThem()
    {
        for (final int protocol : new int[]{UDP, IpProtocol.TCP})
        {
            bench.expectPassed(NAMED, toNamed("10.0.4.1", protocol, udp(4000, 53, 12)), NAMES);
            bench.expectPassed(NAMED, Packets.ipv6(NAMED_GATEWAY_MAC, NAMED_MAC, "fd00:4::2", "fd00:4::1", protocol,
                udp(4000, 53, 12)), NAMES);
            bench.expectPassed(NAMED, Packets.ipv6(NAMED_GATEWAY_MAC, NAMED_MAC, "fd00:4::2", "fe80::42:aff:fe00:401",
                protocol, udp(4000, 53, 12)), NAMES);
        }
    }

    @Test
    void shouldLeaveAllElseForTheGatewayToTheHost()
    {
        bench.expectPassed(NAMED, toNamed("10.0.4.1", UDP, udp(53, 54, 12)), HOST);
        bench.expectPassed(NAMED, toNamed("10.0.4.1", IpProtocol.ICMP, udp(4000, 53, 12)), HOST);
        bench.expectPassed(NAMED, toNamed("10.0.4.1", UDP, new byte[]{0, 0, 0}), HOST);
        bench.expectPassed(NAMED, toNamed("192.0.2.53", UDP, udp(4000, 53, 12)), CONNTRACK);
    }

    private static byte[] toNamed(final String address, final int protocol, final byte[] payload)
    {
        return Packets.ipv4(NAMED_GATEWAY_MAC, NAMED_MAC, "10.0.4.2", address, protocol, payload);
    }

    @Test
    void shouldSendPacketsForAnUplinksAddressOnToTheirSession()
    {
        bench.expectPassed(SHARED, in("203.0.113.1"), CONNTRACK);
        bench.expectPassed(SHARED, inV6(SHARED_MAC, "2001:db8::1"), CONNTRACK);
        bench.expectPassed(OWN, inV6(OWN_MAC, "2001:db8:6::1"), CONNTRACK);
    }

    @Test
    void shouldLeaveToTheHostWhatASharedUplinkBringsForIt()
    {
        bench.expectDropped(SHARED, in("203.0.113.9"), DropReason.LEFT_TO_HOST);
        bench.expectDropped(SHARED, inV6(SHARED_MAC, "2001:db8::2"), DropReason.LEFT_TO_HOST);
        bench.expectDropped(SHARED, in("224.0.0.251"), DropReason.LEFT_TO_HOST);
        bench.expectDropped(SHARED, Packets.ipv4(OWN_MAC, ROUTER_MAC, REMOTE, "203.0.113.1", UDP, udp(1, 2, 9)),
            DropReason.LEFT_TO_HOST);
    }

    @Test
    void shouldNotRouteWhatIsNotForAnUplinksOwnAddress()
    {
        bench.expectDropped(OWN, Packets.ipv4(OWN_MAC, ROUTER_MAC, REMOTE, "198.51.100.9", UDP, udp(1, 2, 9)),
            DropReason.NOT_ROUTABLE);
        bench.expectDropped(OWN, Packets.ipv4(ROUTER_MAC, ROUTER_MAC, REMOTE, "198.51.100.1", UDP, udp(1, 2, 9)),
            DropReason.NOT_ROUTABLE);
    }

    @Test
    void shouldNotRouteOtherEtherTypes()
    {
        bench.expectDropped(WEB, FrameBuilder.ethernet(GATEWAY_MAC, WEB_MAC, 0x88B5, 46), DropReason.NOT_ROUTABLE);
        bench.expectDropped(SHARED, FrameBuilder.ethernet(SHARED_MAC, ROUTER_MAC, 0x88CC, 46),
            DropReason.LEFT_TO_HOST);
        bench.expectDropped(OWN, FrameBuilder.ethernet(OWN_MAC, ROUTER_MAC, 0x88CC, 46), DropReason.LEFT_TO_HOST);
    }

    @Test
    void shouldNotRouteTaggedFrames()
    {
        bench.expectDropped(WEB, tagged(EtherType.DOT1Q, 7, out()), DropReason.ROUTED_TAG);
    }

    @Test
    void shouldNotRouteWhatTheHostPortSends()
    {
        bench.expectDropped(HOST, out(), DropReason.NOT_ROUTABLE);
    }

    @Test
    void shouldNotRouteForAPortThatIsGone()
    {
        bench.ports.remove(WEB);
        bench.expectDropped(WEB, out(), DropReason.NOT_ATTACHED);
    }

    @Test
    void shouldRefuseAWrongHeaderChecksum()
    {
        for (int i = 0; i < 20; i++)
        {
            final byte[] frame = out();
            frame[14 + i] ^= (byte) (0 == i ? 0x20 : 0x10); // the first byte's other half is the header length
            bench.expectDropped(WEB, frame, DropReason.IPV4_MALFORMED);
        }
        final byte[] optioned = withOptions(out(), "01010100");
        optioned[14 + 21] ^= 1;
        bench.expectDropped(WEB, optioned, DropReason.IPV4_MALFORMED);
    }

    @Test
    void shouldPassEveryRightHeaderChecksum()
    {
        final Random random = new Random(1);
        for (int i = 0; i < 5000; i++)
        {
            final byte[] frame = out();
            frame[15] = (byte) random.nextInt();
            frame[18] = (byte) random.nextInt();
            frame[19] = (byte) random.nextInt();
            frame[28] = (byte) random.nextInt();
            frame[29] = (byte) random.nextInt();
            bench.worker.arrive(WEB, Packets.withIpv4Checksum(frame));
            if (99 == i % 100)
            {
                bench.worker.run();
            }
        }
        assertEquals(0, bench.worker.drops(WEB, DropReason.IPV4_MALFORMED));
        assertEquals(5000, bench.worker.statistics(CONNTRACK).txFrames());
    }

    @Test
    void shouldRefuseHeadersThatAreCutOffOrLie()
    {
        bench.expectDropped(WEB, Arrays.copyOf(out(), 33), DropReason.IPV4_MALFORMED);
        bench.expectDropped(WEB, withIpv4Byte(out(), 0, 0x44), DropReason.IPV4_MALFORMED);
        bench.expectDropped(WEB, withIpv4Byte(out(), 3, 200), DropReason.IPV4_MALFORMED);
        bench.expectDropped(WEB, withIpv4Byte(out(), 3, 19), DropReason.IPV4_MALFORMED);
        bench.expectDropped(WEB, Arrays.copyOf(outV6(), 53), DropReason.IPV6_MALFORMED);
        final byte[] tooLong = outV6();
        tooLong[14 + 5] = 100;
        bench.expectDropped(WEB, tooLong, DropReason.IPV6_MALFORMED);
        final byte[] version = outV6();
        version[14] = 0x50;
        bench.expectDropped(WEB, version, DropReason.IPV6_MALFORMED);
    }

    @Test
    void shouldTakeOffThePaddingOfShortFrames()
    {
        bench.worker.run(WEB, Arrays.copyOf(out(), 60));
        assertArrayEquals(out(), bench.worker.sent(CONNTRACK).get(0));
        bench.worker.run(WEB, Arrays.copyOf(outV6(), 90));
        assertArrayEquals(outV6(), bench.worker.sent(CONNTRACK).get(0));
    }

    @Test
    void shouldTrustTheReceivedLengthOfAGsoFrame()
    {
        for (final int totalLength : new int[]{0, 40, 5000})
        {
            final byte[] frame = Packets.ipv4(GATEWAY_MAC, WEB_MAC, "10.0.0.2", REMOTE, UDP, udp(1, 2, 4000));
            frame[16] = (byte) (totalLength >>> 8);
            frame[17] = (byte) totalLength;
            Packets.withIpv4Checksum(frame);
            bench.worker.arriveWithVnetHeader(WEB, FrameBuilder.gso(VnetHeader.GSO_UDP_L4, 1000, 42, frame));
            bench.worker.run();
            assertArrayEquals(frame, bench.worker.sent(CONNTRACK).get(0));
        }
        final byte[] frame = Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2", REMOTE_V6, UDP, udp(1, 2, 4000));
        frame[18] = 0;
        frame[19] = 0;
        bench.worker.arriveWithVnetHeader(WEB, FrameBuilder.gso(VnetHeader.GSO_UDP_L4, 1000, 62, frame));
        bench.worker.run();
        assertArrayEquals(frame, bench.worker.sent(CONNTRACK).get(0));
    }

    @Test
    void shouldRefuseAFragmentThatIsToBeSegmented()
    {
        final byte[] frame = withIpv4Byte(out(), 6, 0x20);
        bench.worker.arriveWithVnetHeader(WEB, FrameBuilder.gso(VnetHeader.GSO_UDP_L4, 10, 42, frame));
        final byte[] frameV6 = Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2", REMOTE_V6, IpProtocol.FRAGMENT,
            Hex.bytes("1100000100000001 0001000200100000 0102030405060708"));
        bench.worker.arriveWithVnetHeader(WEB, FrameBuilder.gso(VnetHeader.GSO_UDP_L4, 10, 62, frameV6));
        bench.worker.run();
        assertEquals(2, bench.worker.drops(WEB, DropReason.FRAGMENT_MALFORMED));
    }

    @Test
    void shouldRefuseSourceRoutes()
    {
        bench.expectDropped(WEB, withOptions(out(), "8307040a000301 00"), DropReason.SOURCE_ROUTED);
        bench.expectDropped(WEB, withOptions(out(), "01 8907040a000301"), DropReason.SOURCE_ROUTED);
        bench.expectDropped(WEB, routed("11 02 00 01 00000000 fd000017000000000000000000000003"),
            DropReason.SOURCE_ROUTED);
        bench.expectDropped(WEB, routed("11 02 00 00 00000000 fd000017000000000000000000000003"),
            DropReason.SOURCE_ROUTED);
        bench.expectDropped(WEB, routed("11 02 04 01 00000000 fd000017000000000000000000000003"),
            DropReason.SOURCE_ROUTED);
    }

    @Test
    void shouldPassARoutingHeaderThatIsDone()
    {
        bench.expectPassed(WEB, routed("11 02 02 00 00000000 fd000017000000000000000000000003"), CONNTRACK);
    }

    @Test
    void shouldFindARoutingHeaderBehindOthers()
    {
        final byte[] payload = behindOptions(IpProtocol.ROUTING,
            Hex.bytes("11 00 04 02 00000000", "0001000200080000"));
        bench.expectDropped(WEB, Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2", REMOTE_V6,
            IpProtocol.DESTINATION_OPTIONS, payload), DropReason.SOURCE_ROUTED);
    }

    @Test
    void shouldPassHarmlessOptionsAndRefuseBrokenOnes()
    {
        bench.expectPassed(WEB, withOptions(out(), "94040000"), CONNTRACK); // router alert
        bench.expectPassed(WEB, withOptions(out(), "01010000"), CONNTRACK);
        bench.expectPassed(WEB, withOptions(out(), "0083ffff"), CONNTRACK); // the list ends before
        bench.expectDropped(WEB, withOptions(out(), "94010000"), DropReason.IPV4_MALFORMED);
        bench.expectDropped(WEB, withOptions(out(), "94090000"), DropReason.IPV4_MALFORMED);
        bench.expectDropped(WEB, withOptions(out(), "01010194"), DropReason.IPV4_MALFORMED);
    }

    @Test
    void shouldRefuseAHeaderChainThatIsCutOff()
    {
        bench.expectDropped(WEB, Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2", REMOTE_V6,
            IpProtocol.DESTINATION_OPTIONS, Hex.bytes("1107000000000000")), DropReason.IPV6_HEADER_CHAIN);
    }

    @Test
    void shouldSendFragmentsToBePutTogether()
    {
        bench.expectPassed(WEB, withIpv4Byte(out(), 6, 0x20), REASSEMBLY);
        bench.expectPassed(WEB, withIpv4Byte(out(), 7, 0x09), REASSEMBLY);
        bench.expectPassed(SHARED, withIpv4Byte(in("203.0.113.1"), 6, 0x20), REASSEMBLY);
        bench.expectPassed(WEB, fragmentV6(REMOTE_V6, "11000001 00000001"), REASSEMBLY);
        bench.expectPassed(WEB, fragmentV6(REMOTE_V6, "11000050 00000001"), REASSEMBLY);
    }

    @Test
    void shouldPassAnAtomicFragmentAsTheWholePacketItIs()
    {
        bench.expectPassed(WEB, fragmentV6(REMOTE_V6, "11000000 00000001"), CONNTRACK);
    }

    @Test
    void shouldSendFragmentsForTheGatewayToBePutTogether()
    {
        bench.expectPassed(WEB, withIpv4Byte(to("10.0.0.1"), 6, 0x20), REASSEMBLY);
        bench.expectPassed(WEB, fragmentV6("fd00:17::1", "11000001 00000001"), REASSEMBLY);
    }

    @Test
    void shouldNotRouteAddressesOfNoOneHost()
    {
        for (final String address : new String[]{"0.0.0.0", "0.1.2.3", "127.0.0.1", "224.0.0.1", "239.255.255.250",
            "240.0.0.1", "255.255.255.255"})
        {
            bench.expectDropped(WEB, to(address), DropReason.NOT_ROUTABLE);
            bench.expectDropped(WEB, from(address), DropReason.NOT_ROUTABLE);
            bench.expectDropped(OWN, Packets.ipv4(OWN_MAC, ROUTER_MAC, address, "198.51.100.1", UDP, udp(1, 2, 9)),
                DropReason.NOT_ROUTABLE);
        }
        for (final String address : new String[]{"::", "::1", "::ffff:10.0.0.3", "::10.0.0.3", "fe80::2", "ff02::1",
            "ff0e::1"})
        {
            bench.expectDropped(WEB, v6("fd00:17::2", address), DropReason.NOT_ROUTABLE);
            bench.expectDropped(WEB, v6(address, REMOTE_V6), DropReason.NOT_ROUTABLE);
        }
    }

    @Test
    void shouldPassWhatACloudTellsItsGuests()
    {
        bench.expectPassed(WEB, to("169.254.169.254"), CONNTRACK);
        bench.expectPassed(OWN, Packets.ipv4(OWN_MAC, ROUTER_MAC, "169.254.169.254", "198.51.100.1", UDP,
            udp(1, 2, 9)), CONNTRACK);
        bench.expectDropped(WEB, from("169.254.1.1"), DropReason.NOT_ROUTABLE);
    }

    @Test
    void shouldNotBelieveThatAPacketComesFromTheRouterItself()
    {
        bench.expectDropped(WEB, from("10.0.0.1"), DropReason.NOT_ROUTABLE);
        bench.expectDropped(WEB, v6("fd00:17::1", REMOTE_V6), DropReason.NOT_ROUTABLE);
        bench.expectDropped(OWN, Packets.ipv4(OWN_MAC, ROUTER_MAC, "198.51.100.1", "198.51.100.1", UDP,
            udp(1, 2, 9)), DropReason.NOT_ROUTABLE);
    }

    @Test
    void shouldTellTheSenderThatTheTimeToLiveIsUsedUp()
    {
        for (final int timeToLive : new int[]{0, 1})
        {
            final byte[] answer =
                bench.expectRefused(WEB, withIpv4Byte(out(), 8, timeToLive), DropReason.TTL_EXCEEDED);
            assertEquals(11 << 8, Packets.word(answer, 34));
            final byte[] frame = outV6();
            frame[14 + 7] = (byte) timeToLive;
            final byte[] answerV6 = bench.expectRefused(WEB, frame, DropReason.TTL_EXCEEDED);
            assertEquals(3 << 8, Packets.word(answerV6, 54));
        }
        bench.expectPassed(WEB, withIpv4Byte(out(), 8, 2), CONNTRACK);
    }

    @Test
    void shouldNotAskTheTimeToLiveOfWhatMayEndAtTheHost()
    {
        bench.expectPassed(WEB, withIpv4Byte(to("203.0.113.1"), 8, 1), CONNTRACK);
        bench.expectPassed(SHARED, withIpv4Byte(in("203.0.113.1"), 8, 1), CONNTRACK);
    }

    @Test
    void shouldNotForwardNeighborDiscovery()
    {
        final byte[] solicitation = Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2", REMOTE_V6, ICMPV6,
            FrameBuilder.neighborMessage(135, REMOTE_V6, 1, WEB_MAC));
        bench.expectDropped(WEB, Packets.withIcmpv6Checksum(solicitation), DropReason.NOT_ROUTABLE);
    }

    @Test
    void shouldKeepTheOrderOfABurst()
    {
        for (int i = 0; i < 32; i++)
        {
            bench.worker.arrive(WEB, withIpv4Byte(out(), 5, i));
        }
        bench.worker.run();
        final List<byte[]> sent = bench.worker.sent(CONNTRACK);
        for (int i = 0; i < 32; i++)
        {
            assertEquals(i, sent.get(i)[19]);
        }
    }

    @Test
    void shouldSendPacketsOfANetworkWithHostPortOnAsWell()
    {
        final byte[] frame = Packets.ipv4(RouterBench.HOSTED_GATEWAY_MAC, RouterBench.HOSTED_MAC, "10.0.3.2", REMOTE,
            UDP, udp(4000, 53, 9));
        bench.expectPassed(HOSTED, frame, CONNTRACK);
    }

    private static byte[] out()
    {
        return to(REMOTE);
    }

    private static byte[] to(final String destination)
    {
        return Packets.ipv4(GATEWAY_MAC, WEB_MAC, "10.0.0.2", destination, UDP, udp(4000, 53, 9));
    }

    private static byte[] from(final String source)
    {
        return Packets.ipv4(GATEWAY_MAC, WEB_MAC, source, REMOTE, UDP, udp(4000, 53, 9));
    }

    private static byte[] outV6()
    {
        return v6("fd00:17::2", REMOTE_V6);
    }

    private static byte[] v6(final String source, final String destination)
    {
        return Packets.ipv6(GATEWAY_MAC, WEB_MAC, source, destination, UDP, udp(4000, 53, 9));
    }

    private static byte[] in(final String destination)
    {
        return Packets.ipv4(SHARED_MAC, ROUTER_MAC, REMOTE, destination, UDP, udp(53, 4000, 9));
    }

    private static byte[] inV6(final long mac, final String destination)
    {
        return Packets.ipv6(mac, ROUTER_MAC, REMOTE_V6, destination, UDP, udp(53, 4000, 9));
    }

    private static byte[] routed(final String header)
    {
        return Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2", REMOTE_V6, IpProtocol.ROUTING,
            Hex.bytes(header, "0001000200080000"));
    }

    private static byte[] fragmentV6(final String destination, final String header)
    {
        return Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2", destination, IpProtocol.FRAGMENT,
            Hex.bytes(header, "0001000200100000 0102030405060708"));
    }
}
