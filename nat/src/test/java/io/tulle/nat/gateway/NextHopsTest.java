package io.tulle.nat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import io.tulle.dataplane.wire.InetText;
import org.junit.jupiter.api.Test;

/** RFC 1812 5.2.4.3: the longest prefix wins, and its gateway or the destination itself is the next hop. */
class NextHopsTest
{
    private static final long ROUTER = 0x0200_0000_0001L;
    private static final long OTHER_ROUTER = 0x0200_0000_0002L;
    private static final long NEIGHBOR = 0x0200_0000_0003L;

    private final NextHops hops = new NextHops(
        List.of(route("0.0.0.0", 0, "192.0.2.1"), onLink("192.0.2.0", 24), route("10.0.0.0", 8, "192.0.2.2"),
            route("10.9.0.0", 16, "192.0.2.77"), routeV6("::", 0, "fe80::1"), onLinkV6("2001:db8::", 64)),
        List.of(neighbor("192.0.2.1", ROUTER), neighbor("192.0.2.2", OTHER_ROUTER), neighbor("192.0.2.9", NEIGHBOR),
            neighborV6("fe80::1", ROUTER), neighborV6("2001:db8::9", NEIGHBOR)));

    @Test
    void shouldSendToTheDefaultRoutesGateway()
    {
        assertEquals(ROUTER, mac("198.51.100.7"));
        assertEquals(ROUTER, macV6("2606:4700::1111"));
    }

    @Test
    void shouldPreferTheLongestPrefix()
    {
        assertEquals(OTHER_ROUTER, mac("10.1.2.3"));
        assertEquals(NextHops.UNKNOWN, mac("10.9.2.3"));
    }

    @Test
    void shouldSendToANeighborOnTheLink()
    {
        assertEquals(NEIGHBOR, mac("192.0.2.9"));
        assertEquals(NEIGHBOR, macV6("2001:db8::9"));
        assertEquals(NextHops.UNKNOWN, mac("192.0.2.10"));
    }

    @Test
    void shouldTellWhomToAskFor()
    {
        assertEquals(ipv4("192.0.2.77"), hops.nextHop(0, ipv4("10.9.1.1").low()));
        assertEquals(ipv4("192.0.2.10"), hops.nextHop(0, ipv4("192.0.2.10").low()));
        final Address destination = ipv6("2606:4700::1111");
        assertEquals(ipv6("fe80::1"), hops.nextHop(destination.high(), destination.low()));
    }

    @Test
    void shouldNotSendIpv4ByTheDefaultRouteOfIpv6()
    {
        final NextHops onlyV6 = new NextHops(List.of(routeV6("::", 0, "fe80::1")),
            List.of(neighborV6("fe80::1", ROUTER)));
        assertFalse(onlyV6.hasRoute(0, ipv4("198.51.100.7").low()));
        assertEquals(NextHops.UNKNOWN, onlyV6.mac(0, ipv4("198.51.100.7").low()));
        assertNull(onlyV6.nextHop(0, ipv4("198.51.100.7").low()));
    }

    @Test
    void shouldKnowWithoutARouteThatThereIsNone()
    {
        assertFalse(NextHops.EMPTY.hasRoute(0, ipv4("192.0.2.1").low()));
        assertEquals(NextHops.UNKNOWN, NextHops.EMPTY.mac(0, ipv4("192.0.2.1").low()));
        assertTrue(hops.hasRoute(0, ipv4("10.9.2.3").low()), "a route whose gateway is silent is one all the same");
    }

    @Test
    void shouldTakeTheFirstOfRoutesWithTheSamePrefix()
    {
        final NextHops two = new NextHops(List.of(route("0.0.0.0", 0, "192.0.2.2"), route("0.0.0.0", 0, "192.0.2.1")),
            List.of(neighbor("192.0.2.1", ROUTER), neighbor("192.0.2.2", OTHER_ROUTER)));
        assertEquals(OTHER_ROUTER, two.mac(0, ipv4("198.51.100.7").low()));
    }

    @Test
    void shouldReachAnIpv4DestinationByAnIpv6Gateway()
    {
        final NextHops mixed = new NextHops(List.of(new NextHops.Route(Prefix.ipv4(0, 0), ipv6("fe80::1"))),
            List.of(neighborV6("fe80::1", ROUTER)));
        assertEquals(ROUTER, mixed.mac(0, ipv4("198.51.100.7").low()));
    }

    @Test
    void shouldFindEachOfManyNeighbors()
    {
        final List<NextHops.Neighbor> neighbors = new ArrayList<>();
        for (int i = 1; i < 4096; i++)
        {
            neighbors.add(new NextHops.Neighbor(Address.ipv4(0x0A00_0000 + i), i));
        }
        final NextHops many = new NextHops(List.of(onLink("10.0.0.0", 8)), neighbors);
        for (int i = 1; i < 4096; i++)
        {
            assertEquals(i, many.mac(0, InetAddresses.low(0x0A00_0000 + i)));
        }
        assertEquals(NextHops.UNKNOWN, many.mac(0, InetAddresses.low(0x0A00_1000)));
    }

    @Test
    void shouldClearHostBitsAndRefuseImpossibleLengths()
    {
        assertEquals(Prefix.ipv4(0x0A00_0000, 8), Prefix.ipv4(0x0A01_0203, 8));
        assertThrows(IllegalArgumentException.class, () -> new Prefix(0, 0, 129));
        assertThrows(IllegalArgumentException.class, () -> new Prefix(0, 0, -1));
    }

    private long mac(final String destination)
    {
        return hops.mac(0, ipv4(destination).low());
    }

    private long macV6(final String destination)
    {
        final Address address = ipv6(destination);
        return hops.mac(address.high(), address.low());
    }

    private static Address ipv4(final String text)
    {
        return Address.ipv4(InetText.parseIpv4(text));
    }

    private static Address ipv6(final String text)
    {
        final long[] halves = InetText.parseIpv6(text);
        return new Address(halves[0], halves[1]);
    }

    private static NextHops.Route route(final String prefix, final int length, final String gateway)
    {
        return new NextHops.Route(Prefix.ipv4(InetText.parseIpv4(prefix), length), ipv4(gateway));
    }

    private static NextHops.Route onLink(final String prefix, final int length)
    {
        return new NextHops.Route(Prefix.ipv4(InetText.parseIpv4(prefix), length), null);
    }

    private static NextHops.Route routeV6(final String prefix, final int length, final String gateway)
    {
        return new NextHops.Route(new Prefix(ipv6(prefix).high(), ipv6(prefix).low(), length), ipv6(gateway));
    }

    private static NextHops.Route onLinkV6(final String prefix, final int length)
    {
        return new NextHops.Route(new Prefix(ipv6(prefix).high(), ipv6(prefix).low(), length), null);
    }

    private static NextHops.Neighbor neighbor(final String address, final long mac)
    {
        return new NextHops.Neighbor(ipv4(address), mac);
    }

    private static NextHops.Neighbor neighborV6(final String address, final long mac)
    {
        return new NextHops.Neighbor(ipv6(address), mac);
    }
}
