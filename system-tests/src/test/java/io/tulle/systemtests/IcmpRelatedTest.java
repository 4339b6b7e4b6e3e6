package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tulle.dataplane.DropReason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An ICMP error reaches whose packet it is about, looks as if nothing had been translated, and ends nothing. */
@Tag("root")
class IcmpRelatedTest
{
    private static final int PORT_UNREACHABLE = 3 << 8 | 3;
    private static final int PORT_UNREACHABLE_V6 = 1 << 8 | 4;
    private static final String REFUSED = """
        import socket, sys
        family = socket.AF_INET6 if ':' in sys.argv[1] else socket.AF_INET
        client = socket.socket(family, socket.SOCK_DGRAM)
        client.settimeout(10)
        client.connect((sys.argv[1], 7))
        client.send(b'anybody there')
        try:
            client.recv(9)
        except ConnectionRefusedError:
            print('refused')
        """;

    @RegisterExtension
    static final TestHost HOST = new TestHost();

    private static NatWorld world;

    @BeforeAll
    static void start()
    {
        world = new NatWorld(HOST, Internet.UPLINK);
    }

    @AfterAll
    static void stop()
    {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {Internet.ADDRESS, Internet.ADDRESS_V6})
    void icmpRelatedWithSnatReachesTheSocketAsConnectionRefused(final String server)
    {
        assertEquals("refused", world.one.run("python3", "-c", REFUSED, server).ok().out().strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {NatWorld.OUTSIDE, NatWorld.OUTSIDE_V6})
    void icmpFromDifferentSourceRelatedWithNat(final String outside)
    {
        final Packet sent = Packet.udp(NatWorld.raw(outside), 4000, outside, 4001, (byte) 1, (byte) 2);
        world.raw.send(sent);
        final Packet seen = world.outside.awaitPort(Packet.UDP, 4001);
        assertEquals(Packet.udp(NatWorld.external(outside), 0, outside, 0).source(), seen.source());
        final String router = NatWorld.internet(outside);
        world.outside.send(seen.portUnreachable(router));
        final Packet error = awaitPortUnreachable(world.raw);
        assertEquals(Packet.udp(router, 0, outside, 0).source(), error.source(), "a router outside is who it is");
        assertArrayEquals(lessTimeToLive(sent).bytes(), error.quote().bytes(), "as it was sent");
        assertAnswerArrives(seen); // RFC 4787 REQ-12: the error ends nothing
    }

    @ParameterizedTest
    @ValueSource(strings = {NatWorld.OUTSIDE, NatWorld.OUTSIDE_V6})
    void shouldDropForgedErrors(final String outside)
    {
        world.raw.send(Packet.udp(NatWorld.raw(outside), 4002, outside, 4003, (byte) 1, (byte) 2));
        final Packet seen = world.outside.awaitPort(Packet.UDP, 4003);
        final Packet error = seen.portUnreachable(outside);
        final long malformed = world.drops(DropReason.ICMP_MALFORMED);
        world.outside.send(error.with(error.bytes().length - 1, 9)); // the ICMP checksum is wrong
        if (error.isIpv4())
        {
            world.outside.send(seen.with(10, ~seen.bytes()[10]).portUnreachable(outside)); // the quote's is
        }
        world.awaitDrops(DropReason.ICMP_MALFORMED, malformed + (error.isIpv4() ? 2 : 1));
        final Packet unknown = Packet.udp(NatWorld.external(outside), 5999, outside, 4003, (byte) 1);
        final long left = world.drops(DropReason.LEFT_TO_HOST);
        world.outside.send(unknown.portUnreachable(outside)); // of no session
        world.awaitDrops(DropReason.LEFT_TO_HOST, left + 1);
        assertAnswerArrives(seen);
        assertFalse(world.raw.hasReceived(IcmpRelatedTest::isPortUnreachable));
    }

    @ParameterizedTest
    @ValueSource(strings = {NatWorld.OUTSIDE, NatWorld.OUTSIDE_V6})
    void shouldSendErrorsAboutPublishedPortsWithTheExternalAddress(final String outside)
    {
        final Packet sent = Packet.udp(outside, 4004, NatWorld.external(outside), 9090, (byte) 1, (byte) 2);
        world.outside.send(sent);
        final Packet seen = world.raw.awaitPort(Packet.UDP, 90);
        assertEquals(sent.source(), seen.source());
        world.raw.send(seen.portUnreachable(NatWorld.raw(outside)));
        final Packet error = awaitPortUnreachable(world.outside);
        assertEquals(sent.destination(), error.source());
        assertArrayEquals(lessTimeToLive(sent).bytes(), error.quote().bytes());
    }

    @Test
    void icmpRelatedToOriginalDirectionFromTheContainersKernel()
    {
        world.outside.send(Packet.udp(NatWorld.OUTSIDE, 4005, Internet.HOST, 8080, (byte) 1));
        final Packet error = awaitPortUnreachable(world.outside); // nobody listens at one's UDP port 80
        assertEquals(Internet.HOST, error.source());
        assertEquals(8080, error.quote().destinationPort());
    }

    private static Packet awaitPortUnreachable(final Peer peer)
    {
        return peer.await("port unreachable", IcmpRelatedTest::isPortUnreachable);
    }

    private static boolean isPortUnreachable(final Packet packet)
    {
        return Peer.isIcmp(packet, packet.isIpv4() ? PORT_UNREACHABLE : PORT_UNREACHABLE_V6);
    }

    private static void assertAnswerArrives(final Packet seen)
    {
        world.outside.send(Packet.udp(seen.destination(), seen.destinationPort(), seen.source(), seen.sourcePort()));
        assertEquals(seen.destinationPort(), world.raw.await("the answer", packet ->
            Packet.UDP == packet.protocol() && seen.destinationPort() == packet.sourcePort()).sourcePort());
    }

    /** The quote of a packet that a router has forwarded already. */
    private static Packet lessTimeToLive(final Packet packet)
    {
        return packet.with(packet.isIpv4() ? 8 : 7, 63).repaired();
    }
}
