package io.tulle.daemon.uplink;

import static io.tulle.daemon.uplink.TwoHosts.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import io.tulle.config.IpAddress;
import io.tulle.daemon.router.NetAddresses;
import io.tulle.tapio.linux.Netlink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Changes are made with iproute2 in a namespace; the monitor runs on its thread. */
@Tag("root")
class UplinkMonitorTest
{
    private final TwoHosts hosts = new TwoHosts();
    private final Heard heard = new Heard();
    private UplinkMonitor monitor;

    @BeforeEach
    void start()
    {
        monitor = hosts.host.call(() -> new UplinkMonitor(
            List.of(UplinkSettings.shared("uplink", "eth0", 9)), heard, new PendingFrames()));
        hosts.host.run(monitor::start);
    }

    @AfterEach
    void stop()
    {
        monitor.close();
        hosts.close();
    }

    @Test
    void shouldKnowTheUplinkWhenItHasStartedAndItsGatewaysSoonAfter()
    {
        assertEquals(List.of("there"), heard.events);
        assertTrue(heard.hasAddress("10.30.0.2") && heard.hasAddress("fd00:30::2"));
        assertTrue(heard.hostAddresses.contains(IpAddress.parse("127.0.0.1")));
        await("gateways", () -> heard.knows("10.30.0.1") && heard.knows("fd00:30::1"));
        try (Netlink netlink = hosts.router.netlink())
        {
            final byte[] mac = netlink.link("eth0").mac();
            final long routed = heard.uplink.nextHops().mac(0, NetAddresses.of(IpAddress.parse("192.0.2.9")).low());
            assertEquals(mac[5] & 0xFF, (int) routed & 0xFF);
        }
    }

    @Test
    void shouldFollowAddresses()
    {
        TwoHosts.ip(hosts.host, "addr add 10.30.0.44/24 dev eth0");
        await("new address", () -> heard.hasAddress("10.30.0.44"));
        TwoHosts.ip(hosts.host, "addr del 10.30.0.44/24 dev eth0");
        await("old address", () -> !heard.hasAddress("10.30.0.44"));
        TwoHosts.ip(hosts.host, "addr add 192.0.2.1/32 dev lo");
        await("the host's own", () -> heard.hostAddresses.contains(IpAddress.parse("192.0.2.1")));
        assertFalse(heard.hasAddress("192.0.2.1"), "not on the uplink");
    }

    @Test
    void shouldFollowRoutesAndResolveTheNewGateway()
    {
        TwoHosts.ip(hosts.router, "addr add 10.30.0.9/24 dev eth0");
        TwoHosts.ip(hosts.host, "route replace default via 10.30.0.9");
        await("new gateway", () -> "10.30.0.9".equals(heard.nextHop("192.0.2.9")) && heard.knows("10.30.0.9"));
        TwoHosts.ip(hosts.host, "route add 198.51.100.0/24 via 10.30.0.1");
        await("longer prefix", () -> "10.30.0.1".equals(heard.nextHop("198.51.100.7")));
        TwoHosts.ip(hosts.host, "route del default");
        await("no way", () -> "null".equals(heard.nextHop("192.0.2.9")));
    }

    @Test
    void shouldFollowTheLinkItsMtuAndItsMacAddress()
    {
        TwoHosts.ip(hosts.host, "link set eth0 mtu 1400 address 02:00:00:00:00:55");
        await("link", () -> 1_400 == heard.uplink.mtu() && 0x0200_0000_0055L == heard.uplink.mac());
        TwoHosts.ip(hosts.host, "link set eth0 down");
        await("down", () -> !heard.state.isUp() && heard.state.routes().isEmpty());
        TwoHosts.ip(hosts.host, "link set eth0 up");
        await("up", () -> heard.state.isUp());
        assertEquals(List.of("there"), heard.events, "down is not gone");
    }

    @Test
    void shouldTellOfAnInterfaceThatGoesAndComesBackByTheSameName()
    {
        final int before = heard.state.interfaceIndex();
        TwoHosts.ip(hosts.host, "link del eth0");
        await("gone", () -> heard.events.contains("gone"));
        assertTrue(heard.state.addresses().isEmpty());
        hosts.connect();
        TwoHosts.ip(hosts.router, "addr add 10.30.0.1/24 dev eth0");
        TwoHosts.ip(hosts.router, "link set eth0 up");
        hosts.addressHost();
        await("back", () -> heard.hasAddress("10.30.0.2") && heard.knows("10.30.0.1"));
        assertEquals(List.of("there", "gone", "there"), heard.events);
        assertTrue(before != heard.state.interfaceIndex());
    }

    @Test
    void shouldFindAGatewayThatWasForgotten()
    {
        await("gateway", () -> heard.knows("10.30.0.1"));
        TwoHosts.ip(hosts.host, "neigh flush all");
        await("gateway again", () -> heard.knows("10.30.0.1"));
    }
}
