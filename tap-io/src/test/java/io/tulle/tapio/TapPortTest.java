package io.tulle.tapio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.Port;
import io.tulle.dataplane.test.PortConformanceTest;
import io.tulle.tapio.linux.Netlink;
import io.tulle.tapio.linux.NetworkNamespace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real TAP device in a namespace of its own keeps to what every port does. */
@Tag("root")
class TapPortTest extends PortConformanceTest
{
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final String INTERFACE = "eth0";
    private static final int MTU = 65_521;

    private final NetworkNamespace namespace =
        NetworkNamespace.create("swtests-" + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet());
    private final Netlink netlink = namespace.netlink();
    private TapDevice device;
    private PacketPeer peer;
    private TapPort port;

    @Override
    protected Port createPort()
    {
        namespace.run(TapPortTest::disableIpv6);
        device = namespace.call(() -> TapDevice.open(INTERFACE, 1));
        final int index = netlink.link(INTERFACE).index();
        netlink.setMtu(index, MTU);
        netlink.setUp(index);
        peer = namespace.call(() -> new PacketPeer(index, ETHER_TYPE));
        port = new TapPort(INDEX, "test/tap", device.queue(0), MTU, pool);
        return port;
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
    void shouldBecomeReadyWhenAFrameComesAndWhenTheDeviceIsGone()
    {
        try (EpollReadySet readySet = new EpollReadySet())
        {
            readySet.add(port);
            assertEquals(0, readySet.poll(0));
            peerSends(frame(1, 60));
            assertEquals(1, readySet.poll(0));
            assertEquals(INDEX, readySet.ready(0));
            final Burst burst = new Burst();
            assertEquals(1, port.receive(burst, 32));
            pool.release(burst.frame(0));
            assertEquals(0, readySet.poll(0));
            makeVanish();
            assertEquals(1, readySet.poll(0));
            assertEquals(Port.GONE, port.receive(burst, 32));
        }
    }

    /** So that nothing but the tests' frames is on the wire. */
    private static void disableIpv6()
    {
        try
        {
            Files.writeString(Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6"), "1");
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
