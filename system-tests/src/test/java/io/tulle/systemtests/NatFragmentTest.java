package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;

import io.tulle.dataplane.DropReason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets larger than the MTU cross translation, whatever way their fragments come, unless somebody lies with them. */
@Tag("root")
class NatFragmentTest
{
    private static final String SERVER = """
        import socket, sys, zlib
        server = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        server.bind(('::', int(sys.argv[1])))
        print('listening', flush=True)
        while True:
            data, peer = server.recvfrom(65535)
            print(len(data), zlib.crc32(data), flush=True)
            server.sendto(data, peer)
        """;
    private static final String CLIENT = """
        import socket, sys
        family = socket.AF_INET6 if ':' in sys.argv[1] else socket.AF_INET
        client = socket.socket(family, socket.SOCK_DGRAM)
        client.settimeout(10)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        for size in 8000, 60000:
            data = bytes(i * 7 % 251 for i in range(size))
            client.sendto(data, (sys.argv[1], int(sys.argv[2])))
            print(client.recv(65535) == data)
        """;
    private static final int TCP_PORT = 7001;
    private static final int PORT = 7000;
    private static final AtomicInteger IDENTIFICATION = new AtomicInteger(1);

    @RegisterExtension
    static final TestHost HOST = new TestHost();

    private static NatWorld world;
    private static Background outsideServer;
    private static Background insideServer;

    @BeforeAll
    static void start()
    {
        world = new NatWorld(HOST, Internet.UPLINK);
        outsideServer = server(world.internet, PORT);
        insideServer = server(world.one, 80);
    }

    @AfterAll
    static void stop()
    {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {Internet.ADDRESS, Internet.ADDRESS_V6})
    void ipv4FragmentationWithNatAndPing6WithIpv6LaterFragments(final String server)
    {
        for (final String size : new String[]{"8000", "60000"})
        {
            final CommandResult ping = world.one.run("ping", "-n", "-c", "1", "-W", "10", "-s", size, server);
            assertTrue(ping.isOk(), () -> ping + "\n" + world.tulle.counters());
        }
    }

    @Test
    void shouldAskForTheNextHopOfAPacketThatIsTooLongToWaitForIt()
    {
        Internet.ip(HOST.host(), "neigh flush dev up0");
        final CommandResult ping =
            world.one.run("ping", "-n", "-c", "3", "-i", "0.5", "-W", "10", "-s", "8000", Internet.ADDRESS);
        assertTrue(ping.isOk(), () -> ping + "\n" + world.tulle.counters());
    }

    @Test
    void shouldExchangeDatagramsOfManyFragmentsOutAndIn()
    {
        for (final String address : new String[]{Internet.ADDRESS, Internet.ADDRESS_V6})
        {
            assertEquals("True\nTrue\n", client(world.one, address, PORT), address);
        }
        for (final String address : new String[]{Internet.HOST, Internet.HOST_V6})
        {
            assertEquals("True\nTrue\n", client(world.internet, address, 8080), address);
            assertEquals("True\nTrue\n", client(world.two, address, 8080), "hairpin " + address);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {NatWorld.OUTSIDE, NatWorld.OUTSIDE_V6})
    void fragmentationOutOfOrderBothWays(final String family)
    {
        final Packet out = datagram(NatWorld.raw(family), NatWorld.internet(family), PORT, 4000);
        sendOutOfOrder(world.raw, out);
        awaitArrival(outsideServer, out);
        final Packet in = datagram(family, NatWorld.external(family), 8080, 4150);
        sendOutOfOrder(world.outside, in);
        awaitArrival(insideServer, in);
    }

    @Test
    void ipv6FragmentationWithMultipleExtensionHeadersOutOfOrder()
    {
        final Packet datagram = datagram(NatWorld.RAW_V6, Internet.ADDRESS_V6, PORT, 4100);
        final byte[] udp = datagram.payload();
        final byte[] payload = new byte[8 + udp.length];
        payload[0] = Packet.UDP;
        payload[2] = 1; // PadN of four bytes
        payload[3] = 4;
        System.arraycopy(udp, 0, payload, 8, udp.length);
        sendOutOfOrder(world.raw, Packet.of(NatWorld.RAW_V6, Internet.ADDRESS_V6, 60, payload));
        awaitArrival(outsideServer, datagram);
    }

    @ParameterizedTest
    @ValueSource(strings = {NatWorld.OUTSIDE, NatWorld.OUTSIDE_V6})
    void fragmentationOverlappingBy1OctetAndIncomplete(final String family)
    {
        final Packet bad = datagram(NatWorld.raw(family), NatWorld.internet(family), PORT, 2001);
        final long overlaps = world.drops(DropReason.FRAGMENT_OVERLAP);
        final int overlapping = IDENTIFICATION.incrementAndGet();
        world.raw.send(bad.fragment(overlapping, 0, 1208));
        world.raw.send(bad.fragment(overlapping, 1200, 4000));
        world.awaitDrops(DropReason.FRAGMENT_OVERLAP, overlaps + 1);
        world.raw.send(bad.fragment(overlapping, 1208, 4000)); // too late: the packet is refused as a whole
        world.raw.send(bad.fragment(IDENTIFICATION.incrementAndGet(), 0, 1208)); // and nothing more of this one
        final Packet good = datagram(NatWorld.raw(family), NatWorld.internet(family), PORT, 3333);
        sendOutOfOrder(world.raw, good);
        awaitArrival(outsideServer, good);
        assertFalse(outsideServer.out().contains(line(bad)));
    }

    @Test
    void shouldRefuseTinyFirstFragmentsAndFragmentsOfNothing()
    {
        final long malformed = world.drops(DropReason.FRAGMENT_MALFORMED);
        for (final String family : NatWorld.BOTH_OUTSIDE)
        {
            final Packet segment = Packet.tcp(NatWorld.raw(family), 4000, family, TCP_PORT, Packet.SYN, 1,
                new byte[100]);
            world.raw.send(segment.fragment(IDENTIFICATION.incrementAndGet(), 0, 8)); // RFC 1858: ports, no flags
            world.raw.send(segment.fragment(IDENTIFICATION.incrementAndGet(), 24, 24)); // empty, and the last
        }
        world.awaitDrops(DropReason.FRAGMENT_MALFORMED, malformed + 4);
        assertFalse(world.outside.hasReceived(packet -> Packet.TCP == packet.protocol()));
    }

    @Test
    void shouldKeepTheFragmentedPingsOfOneGoingInAFloodOfFirstFragmentsOfAnother()
    {
        // one after the other: a ping of several does not wait long for its last answer
        final Background ping = world.one.start("bash", "-c",
            "for i in {1..8}; do ping -n -c 1 -W 10 -s 8000 \"$0\" || exit 1; done", Internet.ADDRESS);
        final Packet flood = datagram(NatWorld.RAW, Internet.ADDRESS, PORT, 1400);
        final long held = world.drops(DropReason.FRAGMENT_HELD);
        int sent = 0;
        while (ping.isRunning())
        {
            world.raw.send(flood.fragment(IDENTIFICATION.incrementAndGet() & 0xFFFF, 0, 1200));
            sent++;
        }
        ping.await().ok();
        world.awaitDrops(DropReason.FRAGMENT_HELD, held + sent / 2);
    }

    private static Background server(final Container where, final int port)
    {
        return where.start("python3", "-c", SERVER, String.valueOf(port)).awaitLine("listening");
    }

    private static String client(final Container from, final String address, final int port)
    {
        return from.run("python3", "-c", CLIENT, address, String.valueOf(port)).ok().out();
    }

    private static Packet datagram(final String source, final String destination, final int port, final int size)
    {
        final byte[] data = new byte[size];
        for (int i = 0; i < size; i++)
        {
            data[i] = (byte) (i * 13 + size);
        }
        return Packet.udp(source, 4000, destination, port, data);
    }

    private static void sendOutOfOrder(final Peer peer, final Packet packet)
    {
        final int identification = IDENTIFICATION.incrementAndGet();
        peer.send(packet.fragment(identification, 2800, 1 << 16));
        peer.send(packet.fragment(identification, 0, 1408));
        peer.send(packet.fragment(identification, 1408, 2800));
    }

    private static void awaitArrival(final Background server, final Packet packet)
    {
        server.awaitLine(line(packet));
    }

    /** What the server prints of a datagram. */
    private static String line(final Packet packet)
    {
        final byte[] payload = packet.payload();
        final CRC32 sum = new CRC32();
        sum.update(payload, 8, payload.length - 8);
        return payload.length - 8 + " " + sum.getValue();
    }
}
