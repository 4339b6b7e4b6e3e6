package io.tulle.vswitch;

import static io.tulle.dataplane.test.FrameBuilder.arpRequest;
import static io.tulle.dataplane.test.FrameBuilder.tagged;
import static io.tulle.vswitch.SwitchBench.ip;
import static io.tulle.vswitch.SwitchBench.mac;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.test.CapturedFrames;
import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.test.Mutator;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.InetText;
import io.tulle.dataplane.wire.MacAddress;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Real frames, damaged at random, through the whole switch with bounds checks on: nothing throws, and the books hold.
 */
class SwitchFuzzTest
{
    private static final int FRAMES = 300_000;
    private static final int VNET_HEADER_BYTES = 12;
    private static final int BURST = 100;
    private static final int PORTS = 6;

    @Test
    void shouldSurviveDamagedFramesByGuardedAndOpenPorts()
    {
        assertTrue(UnsafeBuffer.SHOULD_BOUNDS_CHECK, "bounds checks");
        try (SwitchBench bench = new SwitchBench())
        {
            final BridgeDomain uplink = attach(bench);
            final Mutator mutator = new Mutator(20_261_120, seeds());
            for (int i = 0; i < FRAMES; i++)
            {
                final byte[] bytes = mutator.next();
                final byte[] frame = bytes.length < VNET_HEADER_BYTES ? Arrays.copyOf(bytes, VNET_HEADER_BYTES) : bytes;
                bench.worker.arriveWithVnetHeader(1 + i % PORTS, frame);
                if (0 == i % BURST)
                {
                    bench.worker.passSeconds(1);
                    bench.worker.run();
                }
            }
            bench.worker.run();
            check(bench);
            uplink.close();
        }
    }

    private static BridgeDomain attach(final SwitchBench bench)
    {
        final long[] ipv6 = InetText.parseIpv6("fd00:17::2");
        final SourceGuard captured = SourceGuard.of(MacAddress.fromIpv4(InetText.parseIpv4("172.17.0.2")),
            InetText.parseIpv4("172.17.0.2"), ipv6[0], ipv6[1]);
        bench.attach(new BridgePort(1, bench.domain, 1500, captured, false));
        bench.attach(new BridgePort(2, bench.domain, 1500, null, true));
        bench.attach(new BridgePort(3, bench.domain, 120, null, true));
        bench.attach(new BridgePort(4, bench.domain, 9000, null, false));
        final HostAddresses addresses = new HostAddresses();
        addresses.replace(List.of(ipv6));
        bench.attach(new BridgePort(5, bench.domain, 1500, new HostGuard(captured.mac(), addresses), false));
        final BridgeDomain uplink = bench.domain("uplink");
        uplink.routerMac(captured.mac());
        uplink.neighbors(new NeighborTable(List.of(
            new NeighborTable.Neighbor(captured.mac(), InetText.parseIpv4("172.17.0.1"), ipv6[0], ipv6[1] - 1))));
        bench.attach(BridgePort.uplink(6, uplink, 1500));
        bench.domain.routerMac(mac(8));
        bench.domain.neighbors(new NeighborTable(List.of(
            new NeighborTable.Neighbor(mac(8), InetText.parseIpv4("172.17.0.1"), ipv6[0], ipv6[1] - 1),
            new NeighborTable.Neighbor(mac(9), InetText.parseIpv4("172.17.0.3"), ipv6[0], ipv6[1] + 1))));
        return uplink;
    }

    private static List<byte[]> seeds()
    {
        final List<byte[]> seeds = new ArrayList<>();
        for (final String captured : CapturedFrames.ALL)
        {
            seeds.add(Hex.bytes(captured));
        }
        final byte[] request = arpRequest(mac(1), ip(1), ip(2));
        seeds.add(behindVnetHeader(tagged(EtherType.DOT1AD, 3, tagged(EtherType.DOT1Q, 4, request))));
        return seeds;
    }

    private static byte[] behindVnetHeader(final byte[] frame)
    {
        final byte[] whole = new byte[VNET_HEADER_BYTES + frame.length];
        System.arraycopy(frame, 0, whole, VNET_HEADER_BYTES, frame.length);
        return whole;
    }

    /** That the fuzz reached what it was meant to reach. */
    private static void check(final SwitchBench bench)
    {
        long received = 0;
        for (int port = 1; port <= PORTS; port++)
        {
            received += bench.worker.statistics(port).rxFrames();
        }
        assertEquals(FRAMES, received);
        for (final DropReason reason : List.of(DropReason.RUNT, DropReason.TRUNCATED, DropReason.OVERSIZE,
            DropReason.BAD_SOURCE_MAC, DropReason.MAC_SPOOFED, DropReason.IPV4_SPOOFED, DropReason.IPV6_SPOOFED,
            DropReason.ARP_SPOOFED, DropReason.ARP_MALFORMED, DropReason.NDP_MALFORMED, DropReason.HOST_PORT_SPOOFED,
            DropReason.NO_ROUTE))
        {
            long drops = 0;
            for (int port = 1; port <= PORTS; port++)
            {
                drops += bench.worker.drops(port, reason);
            }
            assertTrue(drops > 0, reason + " never came up");
        }
        assertTrue(bench.worker.statistics(1).txFrames() > 1000);
        assertTrue(bench.worker.statistics(4).txFrames() > 1000);
    }
}
