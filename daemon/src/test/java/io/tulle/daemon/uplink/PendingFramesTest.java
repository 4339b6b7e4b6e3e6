package io.tulle.daemon.uplink;

import static io.tulle.daemon.uplink.TwoHosts.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.tulle.config.IpAddress;
import io.tulle.daemon.router.NetAddresses;
import io.tulle.dataplane.Burst;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.test.FrameBuilder;
import io.tulle.dataplane.wire.VnetHeader;
import io.tulle.nat.gateway.UnresolvedFrames;
import io.tulle.tapio.PacketDevice;
import io.tulle.tapio.PacketFilter;
import io.tulle.tapio.PacketPort;
import io.tulle.tapio.linux.Netlink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A worker offers frames for a neighbour that nobody has spoken to; the neighbour's packet socket sees them. */
@Tag("root")
class PendingFramesTest
{
    private static final int PORT = 5;
    private static final int UDP_OFFSET = 14 + 20;
    private static final UplinkSettings SETTINGS = UplinkSettings.shared("uplink", "eth0", 9);

    private final TwoHosts hosts = new TwoHosts();
    private final PendingFrames pending = new PendingFrames();
    private final FramePool pool = new FramePool(64);
    private final FramePool farPool = new FramePool(64);
    private final UnresolvedFrames worker = pending.ofWorker(pool);
    private UplinkMonitor monitor;
    private PacketDevice farDevice;

    @BeforeEach
    void start()
    {
        TwoHosts.ip(hosts.host, "route del default");
        TwoHosts.ip(hosts.host, "-6 route del default");
        farDevice = hosts.router.call(() -> PacketDevice.open("eth0", 1, PacketFilter.ROUTABLE));
        pending.attach(PORT, SETTINGS);
        monitor = hosts.host.call(() -> new UplinkMonitor(List.of(SETTINGS), new Heard(), pending));
        hosts.host.run(monitor::start);
    }

    @AfterEach
    void stop()
    {
        monitor.close();
        pending.close();
        farDevice.close();
        hosts.close();
        pool.close();
        farPool.close();
    }

    @Test
    void shouldSendTheFramesInOrderWhenTheNeighborHasAnswered()
    {
        for (int i = 0; i < 10; i++)
        {
            assertTrue(offer("10.30.0.1", 100, i));
        }
        await("sent", () -> 10 == pending.sentFrames());
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), arrived());
        assertEquals(0, pending.lostFrames());
        assertEquals(64, pool.available());
    }

    @Test
    void shouldSendToTheGatewayOfARoute()
    {
        TwoHosts.ip(hosts.host, "route add 192.0.2.0/24 via 10.30.0.1");
        await("route", () -> offer("192.0.2.9", 100, 1) && pending.sentFrames() > 0);
        assertTrue(arrived().contains(1));
    }

    @Test
    void shouldForgetAndCountFramesForOneThatDoesNotAnswer()
    {
        for (int i = 0; i < 20; i++)
        {
            assertTrue(offer("10.30.0.99", 100, i));
        }
        await("too many for one", () -> 4 == pending.lostFrames());
        await("no answer", () -> 20 == pending.lostFrames());
        assertEquals(0, pending.sentFrames());
        assertTrue(pending.isEmpty());
    }

    @Test
    void shouldCountWhatHasNoRoute()
    {
        assertTrue(offer("198.51.100.1", 100, 1));
        await("lost", () -> 1 == pending.lostFrames());
    }

    @Test
    void shouldRefuseWhatIsLongOrStillToBeCut()
    {
        assertFalse(offer("10.30.0.1", 2_100, 1));
        final int gso = claim("10.30.0.1", 100, 1);
        new VnetHeader().wrap(pool.buffer(), pool.frames().vnetHeaderOffset(gso)).gsoType(VnetHeader.GSO_TCPV4);
        assertFalse(worker.offer(PORT, 0, low("10.30.0.1"), gso));
        pool.release(gso);
        final int large = claim("10.30.0.1", 1_600, 1);
        pool.frames().fragmentSize(large, 1_500);
        assertFalse(worker.offer(PORT, 0, low("10.30.0.1"), large));
        pool.release(large);
    }

    private boolean offer(final String destination, final int payloadBytes, final int number)
    {
        final int frame = claim(destination, payloadBytes, number);
        final boolean isTaken = worker.offer(PORT, 0, low(destination), frame);
        pool.release(frame);
        return isTaken;
    }

    private int claim(final String destination, final int payloadBytes, final int number)
    {
        final byte[] bytes = FrameBuilder.ipv4(0, 0, "10.30.0.2", destination, payloadBytes);
        Arrays.fill(bytes, UDP_OFFSET, UDP_OFFSET + 8, (byte) number);
        final int frame = pool.claim();
        pool.buffer().setMemory(pool.frames().vnetHeaderOffset(frame), FrameDescriptor.VNET_HEADER_BYTES, (byte) 0);
        pool.buffer().putBytes(pool.frames().dataOffset(frame), bytes);
        pool.frames().received(frame, 1, bytes.length);
        return frame;
    }

    /** The filter passes only what is for the router's own MAC address, so that it was patched in. */
    private List<Integer> arrived()
    {
        final PacketPort far = new PacketPort(0, "far", farDevice.socket(0),
            farDevice.vnetHeaderBytes(), 1_500, farPool);
        final List<Integer> numbers = new ArrayList<>();
        final Burst burst = new Burst();
        while (far.receive(burst, 32) > 0)
        {
            for (int i = 0; i < burst.size(); i++)
            {
                addNumber(burst.frame(i), numbers);
                farPool.release(burst.frame(i));
            }
            burst.clear();
        }
        return numbers;
    }

    private void addNumber(final int frame, final List<Integer> numbers)
    {
        final int data = farPool.frames().dataOffset(frame);
        final boolean isIpv4 = 0x0008 == farPool.buffer().getShort(data + 12);
        if (isIpv4 && 17 == farPool.buffer().getByte(data + 23))
        {
            assertEquals(hostMac(), farPool.frames().source(frame));
            numbers.add((int) farPool.buffer().getByte(data + UDP_OFFSET));
        }
    }

    private long hostMac()
    {
        try (Netlink netlink = hosts.host.netlink())
        {
            long mac = 0;
            for (final byte octet : netlink.link("eth0").mac())
            {
                mac = mac << 8 | octet & 0xFF;
            }
            return mac;
        }
    }

    private static long low(final String address)
    {
        return NetAddresses.of(IpAddress.parse(address)).low();
    }
}
