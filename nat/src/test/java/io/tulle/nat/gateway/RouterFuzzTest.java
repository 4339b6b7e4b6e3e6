package io.tulle.nat.gateway;

import static io.tulle.nat.gateway.Packets.ICMP;
import static io.tulle.nat.gateway.Packets.ICMPV6;
import static io.tulle.nat.gateway.Packets.UDP;
import static io.tulle.nat.gateway.Packets.behindVnetHeader;
import static io.tulle.nat.gateway.Packets.udp;
import static io.tulle.nat.gateway.RouterBench.GATEWAY_MAC;
import static io.tulle.nat.gateway.RouterBench.HOSTED;
import static io.tulle.nat.gateway.RouterBench.OWN;
import static io.tulle.nat.gateway.RouterBench.OWN_MAC;
import static io.tulle.nat.gateway.RouterBench.ROUTER_MAC;
import static io.tulle.nat.gateway.RouterBench.SHARED;
import static io.tulle.nat.gateway.RouterBench.SHARED_MAC;
import static io.tulle.nat.gateway.RouterBench.WEB;
import static io.tulle.nat.gateway.RouterBench.WEB_MAC;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.test.CapturedFrames;
import io.tulle.dataplane.test.FrameBuilder;
import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.test.Mutator;
import io.tulle.dataplane.wire.ArpPacket;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.IpProtocol;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Real packets, damaged at random, through gateway, ICMP errors and egress with bounds checks on: nothing throws, and
 * the books hold. Half of the damaged IPv4 headers get a right checksum again, or nothing would get past it.
 */
class RouterFuzzTest
{
    private static final int FRAMES = 200_000;
    private static final int BURST = 100;
    private static final int MIN_BYTES = 12 + 14;
    private static final int[] INGRESS = {WEB, HOSTED, SHARED, OWN};
    private static final int[] EGRESS = {SHARED, HOSTED, OWN, 63};

    @Test
    void shouldSurviveDamagedPacketsFromEverySide()
    {
        assertTrue(UnsafeBuffer.SHOULD_BOUNDS_CHECK, "bounds checks");
        try (RouterBench bench = new RouterBench())
        {
            prepare(bench);
            final Mutator mutator = new Mutator(20_261_121, seeds());
            for (int i = 0; i < FRAMES; i++)
            {
                bench.worker.arriveWithVnetHeader(INGRESS[i & 3], frame(mutator.next(), 0 == (i >>> 2 & 1)));
                if (0 == i % BURST)
                {
                    bench.forwardTo = EGRESS[i / BURST & 3];
                    bench.worker.passSeconds(1);
                    bench.worker.run();
                }
            }
            bench.worker.run();
            check(bench);
        }
    }

    /** The network of the captured frames is put behind one port, with its second container as the gateway. */
    private static void prepare(final RouterBench bench)
    {
        bench.isForwarding = true;
        bench.unresolved = (port, high, low, frame) -> 0 == (low & 1);
        bench.ports.put(RouterBench.endpoint(HOSTED,
            RouterBench.network("captured", 3, 0x0242_AC11_0003L, "172.17.0.3", "fd00:17::3", RouterBench.NO_PORT),
            0x0242_AC11_0002L, "172.17.0.2", "fd00:17::2"));
    }

    private static byte[] frame(final byte[] bytes, final boolean isRepaired)
    {
        final byte[] frame = bytes.length < MIN_BYTES ? Arrays.copyOf(bytes, MIN_BYTES) : bytes;
        if (isRepaired && frame.length >= MIN_BYTES + 60 && EtherType.IPV4 == Packets.word(frame, 24))
        {
            final byte[] repaired = Packets.withIpv4Checksum(Arrays.copyOfRange(frame, 12, frame.length));
            System.arraycopy(repaired, 0, frame, 12, repaired.length);
        }
        return frame;
    }

    private static List<byte[]> seeds()
    {
        final List<byte[]> seeds = new ArrayList<>();
        CapturedFrames.ALL.forEach((captured) -> seeds.add(Hex.bytes(captured)));
        for (final byte[] payload : List.of(udp(4000, 53, 90), udp(4000, 53, 900)))
        {
            seeds.add(ipv4(GATEWAY_MAC, WEB_MAC, "10.0.0.2", "192.0.2.9", UDP, payload));
            seeds.add(ipv4(GATEWAY_MAC, WEB_MAC, "10.0.0.2", "10.0.0.1", UDP, payload));
            seeds.add(ipv4(SHARED_MAC, ROUTER_MAC, "192.0.2.9", "203.0.113.1", UDP, payload));
            seeds.add(ipv4(OWN_MAC, ROUTER_MAC, "192.0.2.9", "198.51.100.1", UDP, payload));
            seeds.add(ipv6(GATEWAY_MAC, "fd00:17::2", "2606:4700::1", UDP, payload));
            seeds.add(ipv6(GATEWAY_MAC, "fd00:17::2", "fd00:17::1", UDP, payload));
        }
        seeds.add(behindVnetHeader(Packets.withIpv4Byte(Packets.ipv4(GATEWAY_MAC, WEB_MAC, "10.0.0.2", "192.0.2.9",
            UDP, udp(1, 2, 90)), 8, 1)));
        seeds.add(ipv4(GATEWAY_MAC, WEB_MAC, "10.0.0.2", "10.0.0.1", ICMP, Packets.icmp(8, 56)));
        seeds.add(behindVnetHeader(Packets.withOptions(Packets.ipv4(GATEWAY_MAC, WEB_MAC, "10.0.0.2", "192.0.2.9",
            UDP, udp(1, 2, 90)), "0707040a000002 00 94040000")));
        seeds.add(behindVnetHeader(Packets.withIcmpv6Checksum(Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2",
            "fd00:17::1", ICMPV6, Packets.icmp(128, 56)))));
        seeds.add(behindVnetHeader(Packets.withIcmpv6Checksum(Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2",
            "fd00:17::1", ICMPV6, FrameBuilder.neighborMessage(135, "fd00:17::1", 1, WEB_MAC)))));
        seeds.add(ipv6(GATEWAY_MAC, "fd00:17::2", "2606:4700::1", IpProtocol.ROUTING, Hex.bytes(
            "3c 02 02 00 00000000 fd000017000000000000000000000003 2c00010401000000 1100000000000001",
            "0001000200080000")));
        seeds.add(behindVnetHeader(FrameBuilder.arp(ArpPacket.REQUEST, GATEWAY_MAC, WEB_MAC, "10.0.0.2", "10.0.0.1")));
        return seeds;
    }

    private static byte[] ipv4(final long destinationMac, final long sourceMac, final String source,
        final String destination, final int protocol, final byte[] payload)
    {
        return behindVnetHeader(Packets.ipv4(destinationMac, sourceMac, source, destination, protocol, payload));
    }

    private static byte[] ipv6(final long destinationMac, final String source, final String destination,
        final int protocol, final byte[] payload)
    {
        return behindVnetHeader(Packets.ipv6(destinationMac, WEB_MAC, source, destination, protocol, payload));
    }

    /** That the fuzz reached what it was meant to reach. */
    private static void check(final RouterBench bench)
    {
        long received = 0;
        for (final int port : INGRESS)
        {
            received += bench.worker.statistics(port).rxFrames();
        }
        assertEquals(FRAMES, received);
        for (final DropReason reason : List.of(DropReason.IPV4_MALFORMED, DropReason.IPV6_MALFORMED,
            DropReason.IPV6_HEADER_CHAIN, DropReason.SOURCE_ROUTED, DropReason.NOT_ROUTABLE, DropReason.TTL_EXCEEDED,
            DropReason.LEFT_TO_HOST, DropReason.HOST_ACCESS_OFF, DropReason.ICMP_MALFORMED,
            DropReason.FRAGMENT_MALFORMED, DropReason.NO_ROUTE, DropReason.NEXT_HOP_PENDING,
            DropReason.NEXT_HOP_UNKNOWN, DropReason.PORT_GONE))
        {
            assertTrue(Arrays.stream(INGRESS).anyMatch((port) -> bench.worker.drops(port, reason) > 0),
                reason + " never came up");
        }
        assertTrue(bench.errors.sent() > 1000, "errors sent: " + bench.errors.sent());
        assertTrue(bench.worker.statistics(SHARED).txFrames() > 1000);
    }
}
