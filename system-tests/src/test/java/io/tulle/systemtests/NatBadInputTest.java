package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.tulle.dataplane.DropReason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever a container or the world sends to the router, each bad packet is counted for what it is, nothing of it comes
 * out on the other side, and the neighbours' connections go on.
 */
@Tag("root")
class NatBadInputTest
{
    private static final int FLOOD = 20_000;
    private static final int PORT = 4801;
    private static final int TAG = 0x5A; // a byte of the payload that only these packets have
    private static final String CONVERSATION = """
        import socket, sys, time
        client = socket.create_connection((sys.argv[1], 7100), 10)
        for i in range(10000):
            client.sendall(b'x')
            if client.recv(1) != b'x':
                sys.exit('it was cut off')
            print('still there', i, flush=True)
            time.sleep(0.3)
        """;
    private static final String ECHO = """
        import socket, threading
        server = socket.create_server(('::', 7100), family=socket.AF_INET6, dualstack_ipv6=True)
        print('listening', flush=True)
        def serve(peer):
            while data := peer.recv(100):
                peer.sendall(data)
        while True:
            threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()
        """;

    @RegisterExtension
    static final TestHost HOST = new TestHost();

    private static NatWorld world;
    private static final List<Background> CONVERSATIONS = new ArrayList<>();
    private DropReason reason;

    @BeforeAll
    static void start()
    {
        world = new NatWorld(HOST, Internet.UPLINK);
        world.internet.start("python3", "-c", ECHO).awaitLine("listening");
        EchoServer.tcp(world.one, 80);
        for (final String server : new String[]{Internet.ADDRESS, Internet.ADDRESS_V6})
        {
            CONVERSATIONS.add(world.two.start("python3", "-u", "-c", CONVERSATION, server).awaitLine("still there 2"));
        }
    }

    @AfterAll
    static void stop()
    {
        world.close();
    }

    @BeforeEach
    void forgetWhatCameBefore()
    {
        world.raw.hasReceived(packet -> false);
        world.outside.hasReceived(packet -> false);
    }

    @AfterEach
    void neighboursKeepTheirSessions()
    {
        for (final Background conversation : CONVERSATIONS)
        {
            final long before = conversation.out().lines().count();
            Eventually.eventually(() -> "the neighbour's connection goes on: " + conversation,
                () -> conversation.out().lines().count() > before + 1);
        }
    }

    @Test
    void shouldDropLyingIpv4Headers()
    {
        reason = DropReason.IPV4_MALFORMED;
        final Packet good = out(NatWorld.OUTSIDE);
        assertDropped(good.with(10, ~good.bytes()[10])); // checksum
        assertDropped(good.with(0, 0x44).repaired()); // header shorter than any
        assertDropped(good.with(0, 0x4F).repaired()); // header longer than the packet
        assertDropped(good.with(2, 0x40).repaired()); // total length beyond the frame
        assertDropped(good.with(2, 0).with(3, 19).repaired()); // total length within the header
        assertDroppedFramed(good.with(0, 0x65), Frames.IPV4); // IPv6, says the IP header
        assertNothingArrived();
    }

    @Test
    void shouldDropLyingIpv6Headers()
    {
        reason = DropReason.IPV6_MALFORMED;
        final Packet good = out(NatWorld.OUTSIDE_V6);
        assertDroppedFramed(good.with(0, 0x40), Frames.IPV6);
        assertDropped(good.with(4, 0x40));
        reason = DropReason.IPV6_HEADER_CHAIN;
        assertDropped(good.with(6, 60).with(41, 200)); // options longer than the packet
        assertNothingArrived();
    }

    @Test
    void shouldDropSourceRoutesAndBrokenOptions()
    {
        reason = DropReason.SOURCE_ROUTED;
        assertDropped(withOptions(0x83, 7, 4)); // loose
        assertDropped(withOptions(0x89, 7, 4)); // strict
        final byte[] routing = ByteBuffer.allocate(24).put((byte) Packet.UDP).put((byte) 2).put((byte) 0)
            .put((byte) 1).putInt(0).put(Frames.ip(Internet.ADDRESS_V6)).array();
        assertDropped(Packet.of(NatWorld.RAW_V6, NatWorld.OUTSIDE_V6, 43, routing));
        reason = DropReason.IPV4_MALFORMED;
        assertDropped(withOptions(0x94, 0, 0));
        assertDropped(withOptions(0x94, 1, 0));
        assertDropped(withOptions(0x94, 200, 0));
        assertNothingArrived();
    }

    @Test
    void shouldDropTruncatedAndLyingTransportHeaders()
    {
        reason = DropReason.TRANSPORT_MALFORMED;
        for (final String outside : NatWorld.BOTH_OUTSIDE)
        {
            final String source = NatWorld.raw(outside);
            for (final int protocol : new int[]{Packet.UDP, Packet.TCP, Packet.SCTP})
            {
                assertDropped(Packet.of(source, outside, protocol, new byte[3]));
                assertDropped(Packet.of(source, outside, protocol));
            }
            assertDropped(Packet.of(source, outside, outside.contains(":") ? Packet.ICMPV6 : Packet.ICMP, (byte) 8));
            final Packet udp = out(outside);
            final int transport = udp.bytes().length - udp.payload().length;
            assertDropped(udp.with(transport + 4, 0x10)); // UDP length beyond the packet
            assertDropped(udp.with(transport + 4, 0).with(transport + 5, 7)); // within its header
            assertDropped(udp.with(transport, 0).with(transport + 1, 0)); // port 0
            final Packet tcp = Packet.tcp(source, 4800, outside, PORT, Packet.SYN, 1, (byte) TAG);
            assertDropped(tcp.with(transport + 12, 0x40)); // data offset within the header
            assertDropped(tcp.with(transport + 12, 0xF0)); // and beyond the packet
        }
        assertNothingArrived();
    }

    @Test
    void shouldDropAddressesThatNobodyRoutes()
    {
        reason = DropReason.NOT_ROUTABLE;
        for (final String to : new String[]{"127.0.0.1", "0.0.0.0", "224.0.0.9", "255.255.255.255", "240.0.0.1"})
        {
            assertDropped(Packet.udp(NatWorld.RAW, 4800, to, PORT, (byte) TAG));
        }
        for (final String to : new String[]{"::1", "::", "ff05::9", "fe80::9"})
        {
            assertDropped(Packet.udp(NatWorld.RAW_V6, 4800, to, PORT, (byte) TAG));
        }
        assertNothingArrived();
    }

    @Test
    void shouldNotMendAWrongChecksumOfTheTransportLayer()
    {
        for (final String outside : NatWorld.BOTH_OUTSIDE)
        {
            final Packet good = Packet.udp(NatWorld.raw(outside), 4820, outside, 4821, (byte) 1, (byte) 2);
            world.raw.send(good.with(good.bytes().length - 1, 3));
            final Packet seen = world.outside.awaitPort(Packet.UDP, 4821);
            assertFalse(Arrays.equals(seen.payload(), Packet.udp(NatWorld.external(outside),
                seen.sourcePort(), outside, 4821, (byte) 1, (byte) 3).payload()), "the receiver must see the fault");
            world.outside.send(Packet.udp(outside, 4821, NatWorld.external(outside), seen.sourcePort()));
            world.raw.awaitPort(Packet.UDP, 4820);
        }
    }

    @Test
    void shouldServeOthersInASynFloodOfAContainer()
    {
        for (int i = 0; i < FLOOD; i++)
        {
            world.raw.send(Packet.tcp(NatWorld.RAW, 1024 + i, NatWorld.OUTSIDE, 4830, Packet.SYN, i));
        }
        world.assertNeighboursGoOn();
    }

    @Test
    void shouldServeOthersInASynFloodAgainstAPublishedPort()
    {
        for (int i = 0; i < FLOOD; i++)
        {
            world.outside.send(Packet.tcp(NatWorld.OUTSIDE, 1024 + i, Internet.HOST, 9090, Packet.SYN, i));
        }
        assertEquals(Internet.ADDRESS, world.internet.run("curl", "-sS", "--max-time", "20", "http://" +
            Internet.HOST + ":8080/").ok().out().strip(), "another container's published port");
        world.assertNeighboursGoOn();
    }

    @Test
    void shouldTellAPortScanOfTheExternalAddressNothing()
    {
        final long noMapping = world.drops(DropReason.NO_MAPPING);
        for (int port = 60_000; port < 61_000; port++)
        {
            world.outside.send(Packet.tcp(NatWorld.OUTSIDE, 4840, Internet.HOST, port, Packet.SYN, 1));
        }
        world.awaitDrops(DropReason.NO_MAPPING, noMapping + 100); // an interface's queue is short, and loses some
        assertFalse(world.outside.hasReceived(packet -> 4840 == packet.destinationPort()), "no reset, no ICMP");
    }

    @Test
    void shouldDropAnswersThatNobodyAskedFor()
    {
        final long unrelated = world.drops(DropReason.ICMP_UNRELATED);
        world.raw.send(Packet.echo(NatWorld.RAW, NatWorld.OUTSIDE, 4850).with(20, 0)); // an echo reply
        final Packet quoted = Packet.udp(NatWorld.OUTSIDE, 4851, NatWorld.RAW, 4852, (byte) 1);
        world.raw.send(quoted.portUnreachable(NatWorld.RAW));
        world.awaitDrops(DropReason.ICMP_UNRELATED, unrelated + 2);
        reason = DropReason.ICMP_UNSUPPORTED;
        assertDropped(Packet.icmp(NatWorld.RAW, NatWorld.OUTSIDE, 5, 1, 0, quoted.bytes())); // a redirect
        assertDropped(Packet.icmp(NatWorld.RAW, NatWorld.OUTSIDE, 4, 0, 0, quoted.bytes())); // source quench
    }

    private static Packet out(final String outside)
    {
        return Packet.udp(NatWorld.raw(outside), 4800, outside, PORT, (byte) TAG, (byte) TAG, (byte) TAG, (byte) TAG);
    }

    /** A packet with eight bytes of options: these three and an address. */
    private static Packet withOptions(final int type, final int length, final int pointer)
    {
        final Packet plain = out(NatWorld.OUTSIDE);
        final byte[] bytes = ByteBuffer.allocate(plain.bytes().length + 8).put(plain.bytes(), 0, 20)
            .put((byte) type).put((byte) length).put((byte) pointer).put(Frames.ip(Internet.ADDRESS)).put((byte) 0)
            .put(plain.payload()).array();
        return new Packet(bytes).with(0, 0x47).with(3, bytes.length).repaired();
    }

    private void assertDropped(final Packet packet)
    {
        assertDroppedFramed(packet, packet.source().contains(":") ? Frames.IPV6 : Frames.IPV4);
    }

    private void assertDroppedFramed(final Packet packet, final int etherType)
    {
        final long before = world.drops(reason);
        world.raw.socket().send(Frames.ethernet(world.raw.gatewayMac(), world.raw.mac(), etherType, packet.bytes()));
        world.awaitDrops(reason, before + 1);
        assertEquals(before + 1, world.drops(reason));
    }

    private static void assertNothingArrived()
    {
        assertTrue(!world.outside.hasReceived(packet -> PORT == packet.destinationPort()), "it came out");
    }
}
