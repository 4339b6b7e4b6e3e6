package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.Ip.hex;
import static io.tulle.tapio.linux.Ip.ip;
import static io.tulle.tapio.linux.SocketConstants.AF_INET;
import static io.tulle.tapio.linux.SocketConstants.AF_INET6;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every change is looked at through iproute2 as well. */
@Tag("root")
class NetlinkTest
{
    private static final byte[] ADDRESS = ip("10.30.0.2");
    private static final byte[] GATEWAY = ip("10.30.0.1");

    private final TestNamespace test = new TestNamespace();
    private final Netlink netlink = test.netlink();
    private final int index = test.veth("eth0", "peer0");

    @AfterEach
    void removeNamespace()
    {
        test.close();
    }

    @Test
    void shouldListLinksAsIproute2Does()
    {
        final List<Link> links = netlink.links();
        final String expected = test.ip("-j link show");
        assertEquals(expected.split("\"ifindex\"", -1).length - 1, links.size());
        for (final Link link : links)
        {
            assertTrue(expected.contains("\"ifindex\":" + link.index() + ","), link::toString);
            assertTrue(expected.contains("\"ifname\":\"" + link.name() + "\""), link::toString);
            assertTrue(expected.contains("\"address\":\"" + IpText.mac(link.mac()) + "\""), link::toString);
            assertTrue(expected.contains("\"operstate\":\"" + link.operationalState() + "\""), link::toString);
        }
        assertEquals("veth", netlink.link("eth0").kind());
        assertEquals(netlink.link("eth0").toString(), netlink.link(index).toString());
        assertTrue(netlink.link("lo").isLoopback());
    }

    @Test
    void shouldListMoreLinksThanOneDatagramHolds()
    {
        for (int i = 0; i < 150; i++)
        {
            netlink.createVeth("many" + i, "more" + i, Netlink.SAME_NAMESPACE);
        }
        final long many = netlink.links().stream().filter((link) -> link.name().startsWith("many")).count();
        assertEquals(150, many);
        assertEquals("more149", netlink.link("more149").name());
    }

    @Test
    void shouldBringLinksUpAndDown()
    {
        final int lo = netlink.link("lo").index();
        assertFalse(netlink.link(lo).isUp());
        netlink.setUp(lo);
        assertTrue(netlink.link(lo).isUp());
        assertTrue(test.ip("-j link show dev lo").contains("\"UP\""));
        netlink.setDown(lo);
        assertFalse(netlink.link(lo).isUp());
    }

    @Test
    void shouldShowCarrierWhenThePeerIsUp()
    {
        netlink.setUp(index);
        assertFalse(netlink.link(index).hasCarrier());
        assertEquals(OperationalState.LOWERLAYERDOWN, netlink.link(index).operationalState());
        netlink.setUp(netlink.link("peer0").index());
        assertTrue(netlink.link(index).hasCarrier());
    }

    @Test
    void shouldChangeMtuMacAndName()
    {
        netlink.setMtu(index, 1450);
        netlink.setMac(index, hex("02420a1e0002"));
        netlink.rename(index, "eth1");
        final String shown = test.ip("-j link show dev eth1");
        assertTrue(shown.contains("\"mtu\":1450") && shown.contains("\"address\":\"02:42:0a:1e:00:02\""), shown);
        assertEquals(1450, netlink.link("eth1").mtu());
        assertArrayEquals(hex("02420a1e0002"), netlink.link("eth1").mac());
        assertTrue(netlink.findLink("eth0").isEmpty());
    }

    @Test
    void shouldMoveALinkToAnotherNamespace()
    {
        try (TestNamespace other = new TestNamespace(); Fd fd = other.namespace().open())
        {
            netlink.moveToNamespace(index, fd.number());
            assertTrue(netlink.findLink("eth0").isEmpty());
            assertTrue(other.netlink().findLink("eth0").isPresent());
        }
    }

    @Test
    void shouldCreateAVethWithItsPeerElsewhere()
    {
        try (TestNamespace other = new TestNamespace(); Fd fd = other.namespace().open())
        {
            netlink.createVeth("near", "far", fd.number());
            assertTrue(netlink.findLink("far").isEmpty());
            assertEquals("veth", other.netlink().link("far").kind());
            netlink.deleteLink(netlink.link("near").index());
            assertTrue(netlink.findLink("near").isEmpty());
        }
    }

    @Test
    void shouldAddIpv4AddressWithBroadcast()
    {
        netlink.addAddress(index, ADDRESS, 24);
        final String shown = test.ip("-j -4 address show dev eth0");
        assertTrue(shown.contains("\"local\":\"10.30.0.2\",\"prefixlen\":24,\"broadcast\":\"10.30.0.255\""), shown);
        assertEquals("[10.30.0.2/24 on interface " + index + "]", netlink.addresses(index).toString());
        netlink.deleteAddress(index, ADDRESS, 24);
        assertTrue(netlink.addresses(index).isEmpty());
    }

    @Test
    void shouldAddIpv6AddressThatIsUsableAtOnce()
    {
        netlink.setUp(netlink.link("peer0").index());
        netlink.setUp(index);
        netlink.addAddress(index, ip("fd00::2"), 64);
        final Address added = netlink.addresses(index).stream()
            .filter((address) -> address.isSame(index, ip("fd00::2"), 64)).findFirst().orElseThrow();
        assertFalse(added.isTentative());
        assertTrue(test.ip("-j -6 address show dev eth0").contains("\"nodad\":true"));
    }

    @Test
    void shouldExplainARefusedAddress()
    {
        netlink.addAddress(index, ADDRESS, 24);
        final LinuxException ex = assertThrows(LinuxException.class, () -> netlink.addAddress(index, ADDRESS, 24));
        assertEquals(Errno.EEXIST, ex.errno());
        final String expected = "set address 10.30.0.2/24 on eth0: File exists (EEXIST)";
        assertTrue(ex.getMessage().startsWith(expected), ex.getMessage());
    }

    @Test
    void shouldEnsureAnAddressTwiceButNotWithAnotherPrefix()
    {
        netlink.ensureAddress(index, ADDRESS, 24);
        netlink.ensureAddress(index, ADDRESS, 24);
        netlink.ensureAddress(index, ip("fd00::2"), 64);
        netlink.ensureAddress(index, ip("fd00::2"), 64);
        assertThrows(LinuxException.class, () -> netlink.ensureAddress(index, ip("fd00::2"), 80));
    }

    @Test
    void shouldAddAndListRoutesAsIproute2Does()
    {
        final Route far = Route.via(ip("10.99.0.0"), 16, ip("10.30.0.9"), index).withMetric(7).withSource(ADDRESS);
        upWithAddress();
        netlink.addRoute(Route.defaultVia(GATEWAY, index));
        netlink.addRoute(far);
        final String shown = test.ip("-j -4 route show");
        assertTrue(shown.contains("\"dst\":\"default\",\"gateway\":\"10.30.0.1\",\"dev\":\"eth0\""), shown);
        assertTrue(shown.contains("\"dst\":\"10.99.0.0/16\",\"gateway\":\"10.30.0.9\""), shown);
        final List<Route> routes = netlink.routes(AF_INET);
        assertEquals(3, routes.size());
        assertTrue(routes.contains(Route.defaultVia(GATEWAY, index)) && routes.contains(far), routes::toString);
        netlink.deleteRoute(far);
        assertFalse(netlink.routes(AF_INET).contains(far));
    }

    @Test
    void shouldReachAGatewayOutsideTheSubnetOnLink()
    {
        upWithAddress();
        final Route route = Route.defaultVia(ip("192.0.2.1"), index);
        final LinuxException ex = assertThrows(LinuxException.class, () -> netlink.addRoute(route));
        assertEquals("set route default via 192.0.2.1 on eth0: Network is unreachable (ENETUNREACH); " +
            "the kernel says: Nexthop has invalid gateway", ex.getMessage());
        netlink.addRoute(route.withOnLink());
        assertTrue(netlink.routes(AF_INET).contains(route.withOnLink()));
        assertTrue(test.ip("-j route show default").contains("\"onlink\""));
    }

    @Test
    void shouldEnsureAndReplaceADefaultRoute()
    {
        upWithAddress();
        netlink.ensureRoute(Route.defaultVia(GATEWAY, index));
        netlink.ensureRoute(Route.defaultVia(GATEWAY, index));
        final Route other = Route.defaultVia(ip("10.30.0.9"), index);
        assertEquals(Errno.EEXIST, assertThrows(LinuxException.class, () -> netlink.ensureRoute(other)).errno());
        netlink.replaceRoute(other);
        assertEquals(List.of(other), netlink.routes(AF_INET).stream().filter(Route::isDefault).toList());
    }

    @Test
    void shouldRouteIpv6()
    {
        upWithAddress();
        netlink.addAddress(index, ip("fd00::2"), 64);
        final Route route = Route.defaultVia(ip("fd00::1"), index);
        netlink.addRoute(route);
        netlink.ensureRoute(route);
        assertTrue(netlink.routes(AF_INET6).contains(route));
        netlink.addRoute(Route.direct(ip("fd99::"), 64, index));
        assertTrue(test.ip("-j -6 route show").contains("\"dst\":\"fd99::/64\",\"dev\":\"eth0\""));
        netlink.deleteRoute(route);
        assertFalse(netlink.routes(AF_INET6).contains(route));
    }

    @Test
    void shouldShowEveryGatewayOfARouteOverSeveral()
    {
        upWithAddress();
        test.ip("route add 10.99.0.0/16 nexthop via 10.30.0.8 dev eth0 nexthop via 10.30.0.9 dev eth0");
        final List<Route> routes = netlink.routes(AF_INET);
        assertTrue(routes.contains(Route.via(ip("10.99.0.0"), 16, ip("10.30.0.8"), index)), routes::toString);
        assertTrue(routes.contains(Route.via(ip("10.99.0.0"), 16, ip("10.30.0.9"), index)), routes::toString);
    }

    @Test
    void shouldSetListAndDeleteNeighbors()
    {
        upWithAddress();
        netlink.setNeighbor(index, GATEWAY, hex("02420a1e0001"));
        final String shown = test.ip("-j neigh show");
        assertTrue(shown.contains("\"dst\":\"10.30.0.1\",\"dev\":\"eth0\",\"lladdr\":\"02:42:0a:1e:00:01\""), shown);
        final Neighbor neighbor = netlink.neighbors(index).stream()
            .filter((known) -> "10.30.0.1".equals(IpText.of(known.address()))).findFirst().orElseThrow();
        assertArrayEquals(hex("02420a1e0001"), neighbor.mac());
        assertTrue(neighbor.isPermanent());
        netlink.deleteNeighbor(index, GATEWAY);
        assertFalse(test.ip("-j neigh show nud permanent").contains("10.30.0.1"));
    }

    @Test
    void shouldSayWhichLinkIsMissing()
    {
        final LinuxException byName = assertThrows(LinuxException.class, () -> netlink.link("eth9"));
        assertEquals("find link eth9: No such device (ENODEV)", byName.getMessage());
        final LinuxException gone = assertThrows(LinuxException.class, () -> netlink.setUp(4711));
        assertEquals("set up on interface 4711: No such device (ENODEV)", gone.getMessage());
        assertThrows(IllegalArgumentException.class, () -> netlink.link("a-name-too-long-"));
    }

    @Test
    void shouldExplainARefusedMtu()
    {
        final LinuxException ex = assertThrows(LinuxException.class, () -> netlink.setMtu(index, 20));
        assertEquals("set mtu 20 on eth0: Invalid argument (EINVAL); the kernel says: mtu less than device minimum",
            ex.getMessage());
    }

    @Test
    void shouldServeSeveralThreadsInTurn() throws InterruptedException
    {
        final Thread[] threads = new Thread[4];
        final AtomicInteger rightAnswers = new AtomicInteger();
        for (int i = 0; i < threads.length; i++)
        {
            threads[i] = new Thread(() ->
            {
                for (int round = 0; round < 200; round++)
                {
                    final List<String> names = netlink.links().stream().map(Link::name).toList();
                    final boolean isRight = names.containsAll(List.of("lo", "eth0", "peer0")) &&
                        "eth0".equals(netlink.link(index).name());
                    rightAnswers.addAndGet(isRight ? 1 : 0);
                }
            });
            threads[i].start();
        }
        for (final Thread thread : threads)
        {
            thread.join();
        }
        assertEquals(4 * 200, rightAnswers.get());
    }

    @Test
    void shouldRefuseToSpeakAfterClose()
    {
        final Netlink closed = test.namespace().netlink();
        closed.close();
        closed.close();
        assertThrows(IllegalStateException.class, closed::links);
    }

    private void upWithAddress()
    {
        netlink.setUp(netlink.link("peer0").index());
        netlink.setUp(index);
        netlink.addAddress(index, ADDRESS, 24);
    }
}
