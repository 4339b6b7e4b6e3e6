package io.tulle.tapio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.Port;
import io.tulle.dataplane.test.FrameBuilder;
import io.tulle.dataplane.test.PortConformanceTest;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.MacAddress;
import io.tulle.dataplane.wire.VnetHeader;
import io.tulle.tapio.linux.Errno;
import io.tulle.tapio.linux.LinuxException;
import io.tulle.tapio.linux.Netlink;
import io.tulle.tapio.linux.NetworkNamespace;
import io.tulle.tapio.linux.Sysctl;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A packet socket on one end of a veth pair keeps to what every port does. */
@Tag("root")
class PacketPortTest extends PortConformanceTest
{
    private static final AtomicInteger COUNTER = new AtomicInteger();
    static final String INTERFACE = "eth0";
    private static final String FAR_END = "lan0";
    private static final int MTU = 65_521;
    private static final int SEGMENT = 1448;
    private static final int HEADERS = 14 + 20 + 20;

    private final NetworkNamespace namespace =
        NetworkNamespace.create("packet-" + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet());
    private final Netlink netlink = namespace.netlink();
    private final Burst received = new Burst();
    private PacketDevice device;
    private PacketPeer peer;
    private PacketPort port;

    @Override
    protected Port createPort()
    {
        namespace.run(() -> Sysctl.write("net.ipv6.conf.default.disable_ipv6", "1"));
        makeVeth();
        device = namespace.call(this::openDevice);
        final int farEnd = netlink.link(FAR_END).index();
        peer = namespace.call(() -> new PacketPeer(farEnd, ETHER_TYPE));
        port = new PacketPort(INDEX, "uplink", device.socket(0), device.vnetHeaderBytes(), MTU, pool);
        return port;
    }

    PacketDevice openDevice()
    {
        return PacketDevice.open(INTERFACE, 1);
    }

    @AfterEach
    void removeNamespace()
    {
        peer.close();
        device.close();
        netlink.close();
        namespace.delete();
    }

    @Override
    protected void peerSends(final byte[] frame)
    {
        peer.send(frame);
    }

    @Override
    protected byte[] peerReceives()
    {
        return peer.receive();
    }

    @Override
    protected void takeDown()
    {
        netlink.setDown(netlink.link(INTERFACE).index());
    }

    @Override
    protected void makeVanish()
    {
        netlink.deleteLink(netlink.link(INTERFACE).index());
    }

    @Override
    protected int longestFrameBytes()
    {
        return MTU + 14;
    }

    @Test
    void shouldComeBackByItselfWhenTheInterfaceIsSetUpAgain()
    {
        takeDown();
        assertEquals(0, port.receive(received, 32));
        netlink.setUp(netlink.link(INTERFACE).index());
        awaitFrame();
        assertEquals(DropReason.NONE, port.transmit(received.frame(0)));
        assertArrayEquals(frame(1, 60), peerReceives());
        pool.release(received.frame(0));
    }

    @Test
    void shouldBecomeReadyWhenAFrameComesAndWhenTheDeviceIsGone()
    {
        try (EpollReadySet readySet = new EpollReadySet())
        {
            readySet.add(port);
            assertEquals(0, readySet.poll(0));
            peerSends(frame(1, 60));
            assertEquals(1, readySet.poll(0));
            assertEquals(1, port.receive(received, 32));
            pool.release(received.frame(0));
            makeVanish();
            assertEquals(1, readySet.poll(0));
            assertEquals(Port.GONE, port.receive(received, 32));
        }
    }

    @Test
    void shouldPassAWholeGsoFrameBothWays()
    {
        final byte[] frame = tcpFrame(45 * SEGMENT);
        try (PacketDevice far = namespace.call(() -> PacketDevice.open(FAR_END, 1)))
        {
            final PacketPort farPort = new PacketPort(8, "far", far.socket(0),
                far.vnetHeaderBytes(), MTU, pool);
            passOn(farPort, port, frame);
            passOn(port, farPort, frame);
        }
    }

    @Test
    void shouldSeeNeitherItsOwnFramesNorTheHosts()
    {
        final int frame = claim(new byte[VnetHeader.LENGTH + 60]);
        assertEquals(DropReason.NONE, port.transmit(frame));
        pool.release(frame);
        hostSends();
        assertEquals(0, port.receive(received, 32));
    }

    @Test
    void shouldKeepAwayWhatTheFilterDoesNotWant()
    {
        device.filter(PacketFilter.ROUTABLE);
        peerSends(frame(1, 60)); // an ether type that nobody routes
        peerSends(FrameBuilder.ipv4(0x0242_0000_0099L, 0x0242_0000_0002L, "10.0.0.1", "10.0.0.2", 40)); // not to us
        peerSends(FrameBuilder.tagged(EtherType.DOT1Q, 5, arp()));
        peerSends(arp());
        assertEquals(1, port.receive(received, 32));
        assertEquals(0, port.receive(received, 32));
        assertEquals(arp().length, pool.frames().length(received.frame(0)));
        pool.release(received.frame(0));
        device.filter(PacketFilter.NOTHING);
        peerSends(arp());
        assertEquals(0, port.receive(received, 32));
    }

    @Test
    void shouldLeaveTheHostItsOwnTrafficOfAnAddressThatIsShared()
    {
        device.filter(SharedFilter.of(80, 80, 50_000, 50_009));
        for (final int port : new int[]{80, 50_000, 50_009})
        {
            assertEquals(1, received(udp(port, 0)), "IPv4 to " + port);
            assertEquals(1, received(udpV6(port, 17)), "IPv6 to " + port);
        }
        for (final int port : new int[]{79, 81, 49_999, 50_010})
        {
            assertEquals(0, received(udp(port, 0)), "IPv4 to " + port);
            assertEquals(0, received(udpV6(port, 17)), "IPv6 to " + port);
        }
        assertEquals(1, received(udp(22, 185)), "a later fragment has no port to tell");
        assertEquals(0, received(udp(22, 0x2000)), "a first one has");
        assertEquals(1, received(udpV6(22, 58)), "ICMPv6");
        assertEquals(1, received(udpV6(22, 132)), "SCTP, which keeps its ports");
        assertEquals(1, received(udpV6(22, 44)), "a fragment of IPv6");
        assertEquals(0, received(FrameBuilder.tagged(EtherType.DOT1Q, 5, udp(80, 0))));
        assertEquals(0, received(arp()), "the host answers");
    }

    private int received(final byte[] frame)
    {
        peerSends(frame);
        final int count = port.receive(received, 32);
        for (int i = 0; i < count; i++)
        {
            pool.release(received.frame(i));
        }
        received.clear();
        return count;
    }

    private byte[] udp(final int destinationPort, final int fragmentWord)
    {
        final byte[] frame = FrameBuilder.ipv4(ownMac(), 0x0242_0000_0002L, "10.0.0.1", "10.0.0.2", 40);
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        buffer.putShort(14 + 6, (short) fragmentWord, ByteOrder.BIG_ENDIAN);
        buffer.putShort(14 + 20 + 2, (short) destinationPort, ByteOrder.BIG_ENDIAN);
        return frame;
    }

    private byte[] udpV6(final int destinationPort, final int nextHeader)
    {
        final byte[] payload = new byte[16];
        new UnsafeBuffer(payload).putShort(2, (short) destinationPort, ByteOrder.BIG_ENDIAN);
        return FrameBuilder.ipv6(ownMac(), 0x0242_0000_0002L, "fd00::1", "fd00::2", nextHeader, payload);
    }

    private long ownMac()
    {
        return MacAddress.get(new UnsafeBuffer(netlink.link(INTERFACE).mac()), 0);
    }

    @Test
    void shouldShareFlowsOutAmongWorkers()
    {
        try (PacketDevice workers = namespace.call(() -> PacketDevice.open(INTERFACE, 2, PacketFilter.ROUTABLE)))
        {
            final PacketPort first = new PacketPort(1, "first", workers.socket(0),
                workers.vnetHeaderBytes(), MTU, pool);
            final PacketPort second = new PacketPort(1, "second", workers.socket(1),
                workers.vnetHeaderBytes(), MTU, pool);
            for (int i = 0; i < 32; i++)
            {
                peerSends(FrameBuilder.ipv4(MacAddress.BROADCAST, 0x0242_0000_0002L, "10.0.0.1", "10.0.1." + i, 40));
            }
            final int ofFirst = drain(first);
            final int ofSecond = drain(second);
            assertEquals(32, ofFirst + ofSecond, "each frame once");
            assertTrue(ofFirst > 0 && ofSecond > 0, ofFirst + " and " + ofSecond);
            workers.filter(PacketFilter.EVERYTHING);
            hostSends();
            assertEquals(0, drain(first) + drain(second), "what goes out is no concern of a group's either");
        }
    }

    @Test
    void shouldCountWhatTheQueueHadNoRoomFor()
    {
        assertEquals(0, device.lostFrames());
        for (int i = 0; i < 700; i++)
        {
            peerSends(frame(i, 60_000));
        }
        assertTrue(device.lostFrames() > 0);
        assertEquals(0, device.lostFrames());
    }

    @Test
    void shouldSayWhichInterfaceIsMissing()
    {
        final LinuxException ex = assertThrows(LinuxException.class,
            () -> namespace.call(() -> PacketDevice.open("wlan7", 1)));
        assertEquals(Errno.ENODEV, ex.errno());
        assertTrue(ex.getMessage().contains("wlan7"), ex.getMessage());
    }

    private void passOn(final PacketPort from, final PacketPort to, final byte[] frame)
    {
        final int sent = claim(frame);
        assertEquals(DropReason.NONE, from.transmit(sent));
        pool.release(sent);
        assertEquals(1, to.receive(received, 32));
        final int arrived = received.frame(0);
        received.clear();
        final byte[] bytes = new byte[VnetHeader.LENGTH + pool.frames().length(arrived)];
        pool.buffer().getBytes(pool.frames().vnetHeaderOffset(arrived), bytes);
        assertArrayEquals(frame, bytes);
        pool.release(arrived);
    }

    /** The far end's queue starts again only when the kernel has noticed the carrier. */
    private void awaitFrame()
    {
        final long deadlineNs = System.nanoTime() + 5_000_000_000L;
        while (received.isEmpty() && System.nanoTime() < deadlineNs)
        {
            peerSends(frame(1, 60));
            port.receive(received, 1);
        }
        assertEquals(1, received.size());
    }

    private void hostSends()
    {
        final int index = netlink.link(INTERFACE).index();
        try (PacketPeer host = namespace.call(() -> new PacketPeer(index, ETHER_TYPE)))
        {
            host.send(frame(1, 60));
        }
    }

    private int drain(final PacketPort from)
    {
        int count = 0;
        while (from.receive(received, 32) > 0)
        {
            count += received.size();
            for (int i = 0; i < received.size(); i++)
            {
                pool.release(received.frame(i));
            }
            received.clear();
        }
        return count;
    }

    private int claim(final byte[] withHeader)
    {
        final int frame = pool.claim();
        pool.buffer().putBytes(frame + FramePool.DATA_OFFSET - VnetHeader.LENGTH, withHeader);
        pool.frames().received(frame, INDEX, withHeader.length - VnetHeader.LENGTH);
        return frame;
    }

    private void makeVeth()
    {
        netlink.createVeth(INTERFACE, FAR_END, Netlink.SAME_NAMESPACE);
        for (final String name : new String[] {INTERFACE, FAR_END})
        {
            final int index = netlink.link(name).index();
            netlink.setMtu(index, MTU);
            netlink.setUp(index);
        }
    }

    private static byte[] arp()
    {
        return FrameBuilder.arpRequest(0x0242_0000_0002L, "10.0.0.1", "10.0.0.2");
    }

    /** A TCP segment with its pseudo-header sum where its checksum is to be. */
    private static byte[] tcpFrame(final int payloadBytes)
    {
        final byte[] frame =
            FrameBuilder.ipv4(MacAddress.BROADCAST, 0x0242_0000_0002L, "10.0.0.1", "10.0.0.2", 20 + payloadBytes);
        frame[23] = 6;
        Arrays.fill(frame, 34, HEADERS, (byte) 0);
        frame[46] = 0x50;
        final byte[] whole = FrameBuilder.gso(VnetHeader.GSO_TCPV4, SEGMENT, HEADERS, frame);
        whole[6] = 34;
        whole[8] = 16;
        return whole;
    }
}
