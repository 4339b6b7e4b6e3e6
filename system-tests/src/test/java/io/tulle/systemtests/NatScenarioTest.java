package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;

import io.tulle.dataplane.DropReason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tests of other translators prove of them, named as there, proven of Tulle: ten external ports only. */
@Tag("root")
class NatScenarioTest
{
    private static final int FIRST_PORT = 50_000;
    private static final int LAST_PORT = 50_009;

    @RegisterExtension
    static final TestHost HOST = new TestHost();

    private static NatWorld world;

    @BeforeAll
    static void start()
    {
        world = new NatWorld(HOST, "uplink: {interface: up0, ports: \"50000-50009\"}\n");
    }

    @AfterAll
    static void stop()
    {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {NatWorld.OUTSIDE, NatWorld.OUTSIDE_V6})
    void conntrackSnatWithPortRangeAndSimultaneousCloseAndRst(final String outside)
    {
        final int port = openTcp(4100, outside, 4101);
        assertTrue(port >= FIRST_PORT && port <= LAST_PORT, "port " + port);
        exchange(4100, outside, 4101, port, Packet.FIN | Packet.ACK); // both at once
        exchange(4100, outside, 4101, port, Packet.ACK);
        // the ports are used again at once (half reopen), and reset
        assertEquals(port, openTcp(4100, outside, 4101));
        exchange(4100, outside, 4101, port, Packet.RST);
        assertEquals(port, openTcp(4100, outside, 4101));
        exchange(4100, outside, 4101, port, Packet.RST);
    }

    @ParameterizedTest
    @ValueSource(strings = {NatWorld.OUTSIDE, NatWorld.OUTSIDE_V6})
    void conntrackTcpUnrepliedAndSimultaneousOpen(final String outside)
    {
        sendTcp(world.raw, NatWorld.raw(outside), 4110, outside, 4111, Packet.SYN);
        final int port = world.outside.awaitPort(Packet.TCP, 4111).sourcePort();
        sendTcp(world.raw, NatWorld.raw(outside), 4110, outside, 4111, Packet.SYN); // nobody answered: once more
        assertEquals(port, world.outside.awaitPort(Packet.TCP, 4111).sourcePort());
        sendTcp(world.outside, outside, 4111, NatWorld.external(outside), port, Packet.SYN);
        assertEquals(Packet.SYN, world.raw.awaitPort(Packet.TCP, 4110).tcpFlags());
        exchange(4110, outside, 4111, port, Packet.SYN | Packet.ACK);
        exchange(4110, outside, 4111, port, Packet.RST);
    }

    @ParameterizedTest
    @ValueSource(strings = {NatWorld.OUTSIDE, NatWorld.OUTSIDE_V6})
    void simpleDnatWithTcpHalfReopenFromOutside(final String outside)
    {
        for (int i = 0; i < 2; i++) // the second connection begins although nobody closed the first
        {
            sendTcp(world.outside, outside, 4120, NatWorld.external(outside), 9090, Packet.SYN);
            assertEquals(4120, world.raw.awaitPort(Packet.TCP, 90).sourcePort());
            sendTcp(world.raw, NatWorld.raw(outside), 90, outside, 4120, Packet.SYN | Packet.ACK);
            final Packet answer = world.outside.awaitPort(Packet.TCP, 4120);
            assertEquals(9090, answer.sourcePort());
            assertEquals(address(NatWorld.external(outside)), answer.source());
        }
    }

    @Test
    void testPortShadow()
    {
        // a server of the host, which a container wants to stand for: it sends from that port to a client of it
        final Background server = EchoServer.udp(HOST.host(), 1405);
        for (final int port : new int[]{1405, 8080}) // and a published one
        {
            world.raw.send(Packet.udp(NatWorld.RAW, port, NatWorld.OUTSIDE, 41404, (byte) 1));
            Eventually.eventually("gone, but from no port of others", () ->
                world.outside.hasReceived(packet -> 41404 == packet.destinationPort() &&
                    packet.sourcePort() >= FIRST_PORT) || world.drops(DropReason.NAT_OUT_OF_PORTS) > 0);
            world.outside.send(Packet.udp(NatWorld.OUTSIDE, 41404, Internet.HOST, port, (byte) 1));
        }
        assertEquals(Internet.ADDRESS, EchoServer.askUdp(world.internet, Internet.HOST, 1405));
        assertFalse(world.raw.hasReceived(packet -> Packet.UDP == packet.protocol()));
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {Internet.HOST, Internet.HOST_V6})
    void testHairpinningAvoidInfLoop(final String external)
    {
        final String raw = NatWorld.raw(external);
        world.raw.send(Packet.udp(raw, 4130, external, 9090, (byte) 1)); // to its own published port
        final Packet hairpin = world.raw.awaitPort(Packet.UDP, 90);
        assertEquals(address(external), hairpin.source());
        assertEquals(63, hairpin.bytes()[hairpin.isIpv4() ? 8 : 7]);
        final long before = world.tulle.counters().rxFrames();
        world.raw.send(Packet.udp(raw, 90, external, hairpin.sourcePort(), (byte) 2));
        assertEquals(9090, world.raw.awaitPort(Packet.UDP, 4130).sourcePort());
        assertTrue(world.tulle.counters().rxFrames() - before < 1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {NatWorld.OUTSIDE, NatWorld.OUTSIDE_V6})
    void conntrackSctpSnat(final String outside)
    {
        final byte[] init = ByteBuffer.allocate(32).putShort((short) 4140).putShort((short) 4141).putInt(0)
            .putInt(0x12345678).put((byte) 1).put((byte) 0).putShort((short) 20).array();
        world.raw.send(Packet.of(NatWorld.raw(outside), outside, Packet.SCTP, init));
        final Packet seen = world.outside.awaitPort(Packet.SCTP, 4141);
        assertEquals(address(NatWorld.external(outside)), seen.source());
        assertArrayEquals(init, seen.payload(), "ports and the checksum over them stay");
        final byte[] initAck = ByteBuffer.wrap(init.clone()).putShort(0, (short) 4141).putShort(2, (short) 4140)
            .put(12, (byte) 2).array();
        world.outside.send(Packet.of(outside, NatWorld.external(outside), Packet.SCTP, initAck));
        assertArrayEquals(initAck, world.raw.awaitPort(Packet.SCTP, 4140).payload());
    }

    @ParameterizedTest
    @ValueSource(strings = {NatWorld.OUTSIDE, NatWorld.OUTSIDE_V6})
    void testUnknownProto(final String outside)
    {
        final byte[] question = {1, 2, 3, 4, 5};
        final byte[] answer = {9, 8, 7};
        world.raw.send(Packet.of(NatWorld.raw(outside), outside, Packet.EXPERIMENTAL, question));
        final Packet seen = world.outside.await("it", packet -> Packet.EXPERIMENTAL == packet.protocol());
        assertEquals(address(NatWorld.external(outside)), seen.source());
        assertArrayEquals(question, seen.payload());
        world.outside.send(Packet.of(outside, NatWorld.external(outside), Packet.EXPERIMENTAL, answer));
        assertArrayEquals(answer, world.raw.await("the answer", packet ->
            Packet.EXPERIMENTAL == packet.protocol()).payload());
    }

    @Test
    void conntrackSnatWithIcmpIdAndMultipleIcmpTraverse()
    {
        final Background one = ping(world.one, Internet.ADDRESS);
        final Background two = ping(world.two, Internet.ADDRESS);
        one.await().ok();
        two.await().ok();
        ping(world.one, Internet.ADDRESS_V6).await().ok();
        for (final String outside : NatWorld.BOTH_OUTSIDE)
        {
            final byte[] trailer = {1, 2, 3, 4, 5, 6, 7};
            world.raw.send(Packet.echo(NatWorld.raw(outside), outside, 77, trailer));
            final Packet seen = world.outside.await("a request", packet -> packet.destination().equals(
                address(outside)) && Peer.isIcmp(packet, packet.isIpv4() ? 8 << 8 : 128 << 8));
            world.outside.send(seen.echoReply());
            assertEquals(address(NatWorld.external(outside)), seen.source());
            final Packet reply = world.raw.awaitIcmp(seen.isIpv4() ? 0 : 129 << 8);
            assertEquals(77, reply.identifier());
            assertArrayEquals(Packet.echo(NatWorld.raw(outside), outside, 77, trailer).echoReply().payload(),
                reply.payload(), "checksum included");
            world.outside.send(seen.with(seen.bytes().length - 1, 8).echoReply()); // an identifier nobody has
        }
    }

    @Test
    void conntrackInvalid()
    {
        final long before = world.drops(DropReason.TCP_NO_SESSION);
        sendTcp(world.raw, NatWorld.RAW, 4150, NatWorld.OUTSIDE, 4151, Packet.SYN | Packet.ACK);
        sendTcp(world.raw, NatWorld.RAW, 4150, NatWorld.OUTSIDE, 4151, Packet.RST);
        sendTcp(world.outside, NatWorld.OUTSIDE, 4151, Internet.HOST, 9090, Packet.ACK);
        world.awaitDrops(DropReason.TCP_NO_SESSION, before + 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {NatWorld.OUTSIDE, NatWorld.OUTSIDE_V6})
    void shouldNotBelieveAResetOutOfTheWindow(final String outside)
    {
        final int port = openTcp(4160, outside, 4161);
        exchange(4160, outside, 4161, port, Packet.ACK);
        // the endpoint judges sequence numbers, and goes on: so must its session
        sendTcp(world.outside, outside, 4161, NatWorld.external(outside), port, Packet.RST);
        world.raw.awaitPort(Packet.TCP, 4160);
        exchange(4160, outside, 4161, port, Packet.ACK);
        exchange(4160, outside, 4161, port, Packet.RST);
    }

    @ParameterizedTest
    @ValueSource(strings = {Internet.ADDRESS, Internet.ADDRESS_V6})
    void ipv6HttpWithSnatAndDnatOfTheKernels(final String server)
    {
        final Background outsideServer = EchoServer.tcp(world.internet, 4170);
        final Background insideServer = EchoServer.tcp(world.one, 80);
        final String external = NatWorld.external(server);
        assertEquals(external, get(world.two, server, 4170));
        assertEquals(server, get(world.internet, external, 8080));
        assertEquals(external, get(world.two, external, 8080), "DNAT with additional SNAT: hairpin");
        outsideServer.close();
        insideServer.close();
    }

    @Test
    void shouldAskTheCloudAtItsLinkLocalAddress()
    {
        final String cloud = "169.254.169.254";
        Internet.ip(world.internet, "addr replace " + cloud + "/32 dev lo");
        Internet.ip(HOST.host(), "route replace " + cloud + " via " + Internet.ADDRESS);
        final Background server = EchoServer.tcp(world.internet, 4180);
        assertEquals(Internet.HOST, get(world.two, cloud, 4180));
        server.close();
        // from there nobody may begin, nor a container say that it is there
        world.outside.send(Packet.tcp(cloud, 4181, Internet.HOST, 9090, Packet.SYN, 1));
        final long spoofed = world.drops(DropReason.IPV4_SPOOFED);
        world.raw.send(Packet.udp(cloud, 4181, NatWorld.OUTSIDE, 4182, (byte) 1));
        world.awaitDrops(DropReason.IPV4_SPOOFED, spoofed + 1);
        world.assertNeighboursGoOn();
        assertFalse(world.raw.hasReceived(packet -> 90 == packet.destinationPort()));
    }

    private static String get(final Container from, final String address, final int port)
    {
        final String host = address.contains(":") ? "[" + address + "]" : address;
        return from.run("curl", "-sS", "--max-time", "10", "http://" + host + ":" + port + "/").ok().out().strip();
    }

    private static Background ping(final Container from, final String address)
    {
        return from.start("ping", "-n", "-c", "1", "-W", "10", "-e", "4242", address);
    }

    /** Opens a connection from the raw container. @return the port that it is seen with */
    private static int openTcp(final int sourcePort, final String outside, final int destinationPort)
    {
        sendTcp(world.raw, NatWorld.raw(outside), sourcePort, outside, destinationPort, Packet.SYN);
        final Packet syn = world.outside.await("SYN", packet -> Packet.TCP == packet.protocol() &&
            destinationPort == packet.destinationPort() && Packet.SYN == packet.tcpFlags());
        sendTcp(world.outside, outside, destinationPort, NatWorld.external(outside), syn.sourcePort(),
            Packet.SYN | Packet.ACK);
        final Packet synAck = world.raw.awaitPort(Packet.TCP, sourcePort);
        assertEquals(Packet.SYN | Packet.ACK, synAck.tcpFlags());
        assertNotEquals(0, syn.sourcePort());
        exchange(sourcePort, outside, destinationPort, syn.sourcePort(), Packet.ACK);
        return syn.sourcePort();
    }

    /** Both send a segment with these flags, and both get one. */
    private static void exchange(final int sourcePort, final String outside, final int destinationPort, final int port,
        final int flags)
    {
        sendTcp(world.raw, NatWorld.raw(outside), sourcePort, outside, destinationPort, flags);
        sendTcp(world.outside, outside, destinationPort, NatWorld.external(outside), port, flags);
        world.outside.await("flags " + flags, packet -> Packet.TCP == packet.protocol() &&
            destinationPort == packet.destinationPort() && flags == packet.tcpFlags());
        world.raw.await("flags " + flags, packet -> Packet.TCP == packet.protocol() &&
            sourcePort == packet.destinationPort() && flags == packet.tcpFlags());
    }

    private static void sendTcp(final Peer peer, final String source, final int sourcePort, final String destination,
        final int destinationPort, final int flags)
    {
        peer.send(Packet.tcp(source, sourcePort, destination, destinationPort, flags, 1000));
    }

    /** As Java writes it. */
    private static String address(final String text)
    {
        return Packet.of(text, text, Packet.EXPERIMENTAL).source();
    }
}
