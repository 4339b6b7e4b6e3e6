package io.tulle.nat.gateway;

import static io.tulle.nat.gateway.Packets.UDP;
import static io.tulle.nat.gateway.Packets.udp;
import static io.tulle.nat.gateway.RouterBench.GATEWAY_MAC;
import static io.tulle.nat.gateway.RouterBench.HOST;
import static io.tulle.nat.gateway.RouterBench.HOSTED;
import static io.tulle.nat.gateway.RouterBench.HOSTED_GATEWAY_MAC;
import static io.tulle.nat.gateway.RouterBench.HOSTED_MAC;
import static io.tulle.nat.gateway.RouterBench.OWN;
import static io.tulle.nat.gateway.RouterBench.ROUTER_MAC;
import static io.tulle.nat.gateway.RouterBench.SHARED;
import static io.tulle.nat.gateway.RouterBench.SHARED_MAC;
import static io.tulle.nat.gateway.RouterBench.WEB;
import static io.tulle.nat.gateway.RouterBench.WEB_MAC;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.wire.MacAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which MAC addresses a routed frame leaves with, and what becomes of one whose next hop is silent. */
class EgressStageTest
{
    private final RouterBench bench = new RouterBench();
    private final List<String> offered = new ArrayList<>();

    @BeforeEach
    void forward()
    {
        bench.isForwarding = true;
    }

    @AfterEach
    void close()
    {
        bench.close();
    }

    @Test
    void shouldSendToAnEndpointFromItsGateway()
    {
        bench.forwardTo = HOSTED;
        expect(HOSTED, HOSTED_MAC, HOSTED_GATEWAY_MAC, to("10.0.3.2"));
    }

    @Test
    void shouldSendToTheHostPortFromTheGatewaysMac()
    {
        bench.forwardTo = HOST;
        expect(HOST, HOSTED_GATEWAY_MAC, HOSTED_GATEWAY_MAC, to("203.0.113.1"));
    }

    @Test
    void shouldSendToTheNextHopBeyondAnUplink()
    {
        expect(SHARED, ROUTER_MAC, SHARED_MAC, to("198.18.0.7"));
        expect(SHARED, 0x0200_0000_0099L, SHARED_MAC, to("192.0.2.9"));
        expect(SHARED, ROUTER_MAC, SHARED_MAC, toV6("2606:4700::1111"));
    }

    @Test
    void shouldChangeTheMacAddressesOnly()
    {
        final byte[] frame = to("198.18.0.7");
        bench.worker.run(WEB, frame);
        final byte[] sent = bench.worker.sent(SHARED).get(0);
        assertArrayEquals(Arrays.copyOfRange(frame, 12, frame.length), Arrays.copyOfRange(sent, 12, sent.length));
    }

    @Test
    void shouldAskAgainWhenDestinationFamilyOrUplinkChangeWithinABurst()
    {
        bench.worker.arrive(WEB, to("198.18.0.7"));
        bench.worker.arrive(WEB, to("192.0.2.9"));
        bench.worker.arrive(WEB, toV6("2606:4700::1111"));
        bench.worker.arrive(WEB, to("192.0.2.9"));
        bench.worker.run();
        assertEquals(List.of(ROUTER_MAC, 0x0200_0000_0099L, ROUTER_MAC, 0x0200_0000_0099L),
            bench.worker.sent(SHARED).stream().map(Packets::destinationMac).toList());
        bench.ports.put(RouterBench.uplink(SHARED, SHARED_MAC, true, "203.0.113.1", "2001:db8::1", new NextHops(
            List.of(new NextHops.Route(Prefix.ipv4(0, 0), null)),
            List.of(new NextHops.Neighbor(RouterBench.ipv4("192.0.2.9"), 0x0200_0000_0077L)))));
        expect(SHARED, 0x0200_0000_0077L, SHARED_MAC, to("192.0.2.9"));
    }

    @Test
    void shouldOfferAFrameWhoseNextHopIsSilent()
    {
        bench.unresolved = (port, high, low, frame) -> offered.add(port + " " + high + " " + Long.toHexString(low) +
            macs(frame));
        bench.worker.run(WEB, to("192.0.2.10"));
        assertEquals(List.of("5 0 ffffc000020a 00:00:00:00:00:00 02:00:00:00:00:05"), offered);
        assertEquals(1, bench.worker.drops(WEB, DropReason.NEXT_HOP_PENDING));
        assertEquals(0, bench.worker.sent(SHARED).size());
    }

    @Test
    void shouldDropAFrameThatNobodyHasRoomFor()
    {
        bench.expectDropped(WEB, to("192.0.2.10"), DropReason.NEXT_HOP_UNKNOWN);
    }

    @Test
    void shouldAskForNobodyWhenThereIsNoRoute()
    {
        bench.unresolved = (port, high, low, frame) -> offered.add("asked");
        bench.expectDropped(WEB, to("8.8.8.8"), DropReason.NO_ROUTE);
        assertEquals(List.of(), offered);
    }

    @Test
    void shouldDropAFrameForAPortThatIsGone()
    {
        bench.ports.remove(OWN);
        bench.forwardTo = OWN;
        bench.expectDropped(WEB, to("198.18.0.7"), DropReason.PORT_GONE);
    }

    private String macs(final int frame)
    {
        final FrameDescriptor frames = bench.worker.context().pool().frames();
        return " " + MacAddress.format(frames.destination(frame)) + " " + MacAddress.format(frames.source(frame));
    }

    private void expect(final int port, final long destination, final long source, final byte[] frame)
    {
        bench.worker.run(WEB, frame);
        final List<byte[]> sent = bench.worker.sent(port);
        assertEquals(1, sent.size());
        assertEquals(MacAddress.format(destination), MacAddress.format(Packets.destinationMac(sent.get(0))));
        assertEquals(MacAddress.format(source), MacAddress.format(Packets.sourceMac(sent.get(0))));
    }

    private static byte[] to(final String destination)
    {
        return Packets.ipv4(GATEWAY_MAC, WEB_MAC, "10.0.0.2", destination, UDP, udp(4000, 53, 9));
    }

    private static byte[] toV6(final String destination)
    {
        return Packets.ipv6(GATEWAY_MAC, WEB_MAC, "fd00:17::2", destination, UDP, udp(4000, 53, 9));
    }
}
