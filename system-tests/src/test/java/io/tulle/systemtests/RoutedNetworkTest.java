package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.DropReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A network whose packets come and go as they are, or with an address that it names. */
@Tag("root")
class RoutedNetworkTest
{
    private static final String SECOND = "192.0.2.7";
    private static final String YAML = Internet.UPLINK + """
        networks:
          open:
            enable_ipv6: true
            ipam: {config: [{subnet: 10.66.0.0/24}, {subnet: "fd66::/64"}]}
            driver_opts:
              com.docker.network.bridge.gateway_mode_ipv4: routed
              com.docker.network.bridge.gateway_mode_ipv6: routed
          named:
            ipam: {config: [{subnet: 10.67.0.0/24}]}
            driver_opts: {com.docker.network.host_ipv4: 192.0.2.7}
        containers:
          web:
            netns: "@web"
            networks: {open: {ipv4_address: 10.66.0.2, ipv6_address: "fd66::2"}}
            ports: ["8080:80"]
          client: {netns: "@client", networks: {named: {ipv4_address: 10.67.0.2}}}
        """;

    @RegisterExtension
    final TestHost host = new TestHost();

    private Container internet;
    private Container web;
    private Container client;
    private Instance tulle;

    @BeforeEach
    void start()
    {
        web = host.container("web");
        client = host.container("client");
        internet = Internet.connect(host);
        Internet.ip(host.host(), "addr add " + SECOND + "/24 dev up0");
        Internet.ip(internet, "route add 10.66.0.0/24 via " + Internet.HOST);
        Internet.ip(internet, "route add fd66::/64 via " + Internet.HOST_V6);
        tulle = host.tulle();
        tulle.up(YAML);
        EchoServer.tcp(web, 80);
    }

    @Test
    void shouldOpenPublishedPortsAtTheContainersOwnAddress()
    {
        assertEquals(Internet.ADDRESS, get(internet, "10.66.0.2"));
        assertEquals(Internet.ADDRESS_V6, get(internet, "[fd66::2]"));
        assertTrue(internet.reaches("10.66.0.2"));
        assertFalse(internet.run("curl", "-sS", "--max-time", "2", "http://" + Internet.HOST + ":8080/").isOk());
        EchoServer.tcp(web, 81);
        assertFalse(internet.run("curl", "-sS", "--max-time", "2", "http://10.66.0.2:81/").isOk());
        assertTrue(tulle.counters().drops(DropReason.NO_MAPPING) > 0, tulle.counters()::toString);
        assertEquals("10.66.0.2:80", tulle.json("ports", "--json").get(0).path("hostIp").asText() + ":" +
            tulle.json("ports", "--json").get(0).path("hostPort").asInt());
    }

    @Test
    void shouldLetPacketsLeaveAsTheyAre()
    {
        EchoServer.udp(internet, 5300);
        EchoServer.tcp(internet, 80);
        assertEquals("10.66.0.2", EchoServer.askUdp(web, Internet.ADDRESS, 5300));
        assertEquals("fd66::2", EchoServer.askUdp(web, Internet.ADDRESS_V6, 5300));
        assertEquals("10.66.0.2", get(web, Internet.ADDRESS));
    }

    @Test
    void shouldLetOtherNetworksInByPublishedPortsOnly()
    {
        assertEquals(SECOND, get(client, "10.66.0.2"));
        assertFalse(client.run("curl", "-sS", "--max-time", "2", "http://10.66.0.2:81/").isOk());
        assertTrue(tulle.counters().drops(DropReason.NETWORK_ISOLATED) > 0, tulle.counters()::toString);
    }

    @Test
    void shouldLeaveWithTheAddressThatTheNetworkNames()
    {
        EchoServer.udp(internet, 5300);
        assertEquals(SECOND, EchoServer.askUdp(client, Internet.ADDRESS, 5300));
        Internet.ip(host.host(), "addr del " + SECOND + "/24 dev up0");
        Eventually.eventually("no other address in its place", () -> client.cannotReach(Internet.ADDRESS));
        assertTrue(tulle.counters().drops(DropReason.UPLINK_ADDRESS_MISSING) > 0, tulle.counters()::toString);
    }

    private static String get(final Container from, final String address)
    {
        return from.run("curl", "-gsS", "--max-time", "10", "http://" + address + "/").ok().out().strip();
    }
}
