package io.tulle.nat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import io.tulle.dataplane.wire.InetText;
import org.junit.jupiter.api.Test;

/** Whose an address is: a network's, an endpoint's, the host's. */
class RoutesTest
{
    private static final int WEB = 3;
    private static final int DATABASE = 4;

    private final Routes routes = new Routes();

    @Test
    void shouldKnowNothingAtFirst()
    {
        assertFalse(routes.isInternal(0, low("10.0.0.2")));
        assertFalse(routes.isHost(0, low("203.0.113.1")));
        assertEquals(Routes.NO_PORT, routes.endpoint(WEB, 0, low("10.0.0.2")));
    }

    @Test
    void shouldTellSubnetsOfOneRealmFromThoseOfAnother()
    {
        final long[] ipv6 = InetText.parseIpv6("fd00:17::2");
        routes.set(List.of(new Routes.Subnet(WEB, prefix("10.0.0.0", 24)),
            new Routes.Subnet(DATABASE, prefix("10.0.1.0", 24)),
            new Routes.Subnet(WEB, new Prefix(ipv6[0], 0, 64))), List.of(), List.of());
        assertTrue(routes.isInternal(0, low("10.0.1.255")));
        assertFalse(routes.isInternal(0, low("10.0.2.0")));
        assertTrue(routes.isOwn(WEB, 0, low("10.0.0.2")));
        assertFalse(routes.isOwn(WEB, 0, low("10.0.1.2")));
        assertTrue(routes.isOwn(WEB, ipv6[0], ipv6[1]));
        assertFalse(routes.isOwn(DATABASE, ipv6[0], ipv6[1]));
    }

    @Test
    void shouldFindAnEndpointInItsRealmEvenWhenNetworksUseTheSameAddresses()
    {
        routes.set(List.of(), List.of(new Routes.Endpoint(WEB, address("10.0.0.2"), 0),
            new Routes.Endpoint(DATABASE, address("10.0.0.2"), 8)), List.of());
        assertEquals(0, routes.endpoint(WEB, 0, low("10.0.0.2")));
        assertEquals(8, routes.endpoint(DATABASE, 0, low("10.0.0.2")));
        assertEquals(Routes.NO_PORT, routes.endpoint(WEB, 0, low("10.0.0.3")));
    }

    @Test
    void shouldKnowTheHostsAddresses()
    {
        routes.set(List.of(), List.of(), List.of(address("203.0.113.1"), address("10.0.0.1")));
        assertTrue(routes.isHost(0, low("203.0.113.1")));
        assertTrue(routes.isHost(0, low("10.0.0.1")));
        assertFalse(routes.isHost(0, low("203.0.113.2")));
    }

    @Test
    void shouldForgetWhatWasSetBefore()
    {
        routes.set(List.of(new Routes.Subnet(WEB, prefix("10.0.0.0", 24))), List.of(), List.of(address("10.0.0.1")));
        routes.set(List.of(), List.of(), List.of());
        assertFalse(routes.isInternal(0, low("10.0.0.2")));
        assertFalse(routes.isHost(0, low("10.0.0.1")));
    }

    @Test
    void shouldFindEachOfManyEndpoints()
    {
        final List<Routes.Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < 8192; i++)
        {
            endpoints.add(new Routes.Endpoint(i & 7, Address.ipv4(0x0A00_0000 + (i >>> 3)), i));
        }
        routes.set(List.of(), endpoints, List.of());
        for (int i = 0; i < 8192; i++)
        {
            assertEquals(i, routes.endpoint(i & 7, 0, InetAddresses.low(0x0A00_0000 + (i >>> 3))));
        }
    }

    private static Prefix prefix(final String text, final int length)
    {
        return Prefix.ipv4(InetText.parseIpv4(text), length);
    }

    private static Address address(final String text)
    {
        return Address.ipv4(InetText.parseIpv4(text));
    }

    private static long low(final String text)
    {
        return InetAddresses.low(InetText.parseIpv4(text));
    }
}
