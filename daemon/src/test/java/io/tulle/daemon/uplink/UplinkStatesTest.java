package io.tulle.daemon.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import io.tulle.config.IpAddress;
import io.tulle.daemon.router.NetAddresses;
import io.tulle.nat.gateway.NextHops;
import io.tulle.nat.gateway.Uplink;
import io.tulle.tapio.linux.Address;
import io.tulle.tapio.linux.AddressConstants;
import io.tulle.tapio.linux.Link;
import io.tulle.tapio.linux.LinkConstants;
import io.tulle.tapio.linux.Neighbor;
import io.tulle.tapio.linux.OperationalState;
import io.tulle.tapio.linux.Route;
import org.junit.jupiter.api.Test;

/** Kernel tables in, an uplink out. */
class UplinkStatesTest
{
    private static final int ETH0 = 2;
    private static final int ETH1 = 3;
    private static final long ROUTER_MAC = 0x0200_0000_0001L;
    private static final UplinkSettings SHARED = UplinkSettings.shared("uplink", "eth0", 9);

    @Test
    void shouldPreferTheAddressThatTheHostPrefers()
    {
        final KernelView view = view(
            List.of(address("fe80::2", 0), address("10.30.0.2", 0), address("10.30.0.3", 0),
                address("2001:db8::1", AddressConstants.IFA_F_DEPRECATED), address("fd00::2", 0),
                address("2001:db8::7", AddressConstants.IFA_F_SECONDARY), address("2001:db8::2", 0),
                address("2001:db8::3", AddressConstants.IFA_F_TENTATIVE)),
            List.of(defaultVia("10.30.0.1", ETH0, 100).withSource(ip("10.30.0.3"))));
        assertEquals(List.of("10.30.0.3", "10.30.0.2", "2001:db8::2", "2001:db8::7", "fd00::2", "2001:db8::1"),
            UplinkStates.of(SHARED, view, List.of()).addresses().stream().map(IpAddress::toString).toList());
        assertEquals(8, view.hostAddresses().size(), "all of them are the host's");
    }

    @Test
    void shouldTakeTheLowestMetricTheFirstOfSeveralHopsAndNoOtherInterface()
    {
        final UplinkState state = UplinkStates.of(SHARED, view(List.of(), List.of(
            defaultVia("10.30.0.9", ETH0, 200), defaultVia("10.30.0.1", ETH0, 100), defaultVia("10.30.0.5", ETH0, 100),
            defaultVia("10.40.0.1", ETH1, 0), Route.direct(ip("10.30.0.0"), 24, ETH0))), List.of());
        assertEquals("10.30.0.1", state.nextHop(IpAddress.parse("192.0.2.9")).toString());
        assertEquals("10.30.0.77", state.nextHop(IpAddress.parse("10.30.0.77")).toString());
        assertNull(state.nextHop(IpAddress.parse("2001:db8::9")));
    }

    @Test
    void shouldGiveTheWorkersMacAddressesOfThoseThatAnswer()
    {
        final KernelView view =
            view(List.of(address("10.30.0.2", 0)), List.of(defaultVia("10.30.0.1", ETH0, 0),
                Route.direct(ip("10.30.0.0"), 24, ETH0)));
        final UplinkState state = UplinkStates.of(SHARED, view, List.of(
            neighbor("10.30.0.1", "020000000001", AddressConstants.NUD_STALE),
            neighbor("10.30.0.7", "", AddressConstants.NUD_FAILED),
            neighbor("10.30.0.8", "020000000008", AddressConstants.NUD_INCOMPLETE)));
        final Uplink uplink = UplinkFactory.uplink(SHARED, state);
        assertEquals(Map.of(IpAddress.parse("10.30.0.1"), ROUTER_MAC), state.neighbors());
        assertEquals(ROUTER_MAC, uplink.nextHops().mac(0, low("192.0.2.9")));
        assertEquals(ROUTER_MAC, uplink.nextHops().mac(0, low("10.30.0.1")));
        assertEquals(NextHops.UNKNOWN, uplink.nextHops().mac(0, low("10.30.0.7")));
        assertTrue(uplink.addresses().contains(0, low("10.30.0.2")));
        assertTrue(uplink.isShared() && uplink.inRange(49_152) && !uplink.inRange(49_151));
        assertEquals(1_500, uplink.mtu());
        assertEquals(0x0200_0000_00AAL, uplink.mac());
    }

    @Test
    void shouldHaveItsOwnAddressSubnetAndGateway()
    {
        final UplinkSettings own = UplinkSettings.own("lab", "eth0", 9,
            List.of(new UplinkSettings.OwnAddress(IpAddress.parse("192.0.2.10"), 24)),
            List.of(IpAddress.parse("192.0.2.1")));
        final UplinkState state = UplinkStates.of(own, view(List.of(address("10.30.0.2", 0)), List.of()), List.of());
        assertEquals(List.of(IpAddress.parse("192.0.2.10")), state.addresses());
        assertEquals("192.0.2.77", state.nextHop(IpAddress.parse("192.0.2.77")).toString());
        assertEquals("192.0.2.1", state.nextHop(IpAddress.parse("198.51.100.1")).toString());
        assertFalse(UplinkFactory.uplink(own, state).isShared());
    }

    @Test
    void shouldBeGoneWhenTheInterfaceIsNotThere()
    {
        final UplinkSettings other = UplinkSettings.shared("uplink", "eth7", 9);
        final UplinkState state = UplinkStates.of(other, view(List.of(), List.of()), List.of());
        assertFalse(state.isThere());
        assertEquals(0, UplinkFactory.uplink(other, state).addresses().size());
        assertFalse(UplinkFactory.uplink(other, state).nextHops().hasRoute(0, low("192.0.2.9")));
    }

    @Test
    void shouldBeTheSameWhenTheSameFramesGoTheSameWay()
    {
        final KernelView view = view(List.of(address("10.30.0.2", 0)), List.of(defaultVia("10.30.0.1", ETH0, 0)));
        final UplinkState reachable = UplinkStates.of(SHARED, view,
            List.of(neighbor("10.30.0.1", "020000000001", AddressConstants.NUD_REACHABLE)));
        final UplinkState probed = UplinkStates.of(SHARED, view,
            List.of(neighbor("10.30.0.1", "020000000001", AddressConstants.NUD_PROBE)));
        assertEquals(reachable, probed);
    }

    private static KernelView view(final List<Address> addresses, final List<Route> routes)
    {
        final int flags = LinkConstants.IFF_UP | LinkConstants.IFF_LOWER_UP;
        final Link link = new Link(ETH0, "eth0", HexFormat.of().parseHex("0200000000aa"), 1_500, flags,
            OperationalState.UP, "veth");
        return new KernelView(List.of(link), addresses, routes);
    }

    private static Address address(final String text, final int flags)
    {
        return new Address(ETH0, ip(text), text.contains(":") ? 64 : 24, flags);
    }

    private static Route defaultVia(final String gateway, final int interfaceIndex, final int metric)
    {
        return Route.defaultVia(ip(gateway), interfaceIndex).withMetric(metric);
    }

    private static Neighbor neighbor(final String address, final String mac, final int state)
    {
        return new Neighbor(ETH0, ip(address), HexFormat.of().parseHex(mac), state);
    }

    private static byte[] ip(final String text)
    {
        return IpAddress.parse(text).bytes();
    }

    private static long low(final String text)
    {
        return NetAddresses.of(IpAddress.parse(text)).low();
    }
}
