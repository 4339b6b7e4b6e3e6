package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.DropReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

/** The host reaches its containers and they reach its services, where the network allows it. */
@Tag("root")
class HostAccessTest
{
    private static final String YAML = Internet.UPLINK + """
        networks:
          open: {enable_ipv6: true, ipam: {config: [{subnet: 10.53.0.0/24}, {subnet: "fd53::/64"}]}}
          closed: {host_access: false, ipam: {config: [{subnet: 10.54.0.0/24}]}}
          inner: {internal: true, ipam: {config: [{subnet: 10.55.0.0/24}]}}
        containers:
          one: {netns: "@one", networks: {open: {ipv4_address: 10.53.0.2, ipv6_address: "fd53::2"}}}
          two: {netns: "@two", networks: {closed: {ipv4_address: 10.54.0.2}}}
          three: {netns: "@three", networks: {inner: {ipv4_address: 10.55.0.2}}}
        """;

    @RegisterExtension
    final TestHost host = new TestHost();

    private Container one;
    private Container two;
    private Container three;
    private Container internet;

    @BeforeEach
    void start()
    {
        one = host.container("one");
        two = host.container("two");
        three = host.container("three");
        internet = Internet.connect(host);
        host.tulle().up(YAML);
        EchoServer.tcp(host.host(), 7000);
    }

    @Test
    void shouldLetTheHostReachItsContainers()
    {
        assertTrue(host.host().reaches("10.53.0.2"));
        assertTrue(host.host().reaches("fd53::2"));
        assertTrue(host.host().cannotReach("10.54.0.2"));
        assertTrue(host.host().cannotReach("10.55.0.2"));
    }

    @Test
    void shouldServeContainersFromTheHostAtTheGatewayAddress()
    {
        assertEquals("10.53.0.2", get(one, "10.53.0.1"));
        assertEquals("fd53::2", get(one, "[fd53::1]"));
        assertEquals("10.53.0.2", get(one, Internet.HOST));
    }

    @Test
    void shouldCloseTheHostWhereTheNetworkSaysSo()
    {
        assertTrue(cannotGet(two, "10.54.0.1"));
        assertTrue(cannotGet(two, Internet.HOST));
        assertTrue(cannotGet(three, "10.55.0.1"));
    }

    /** The host's interface on a network must not make a router into it of the host. */
    @Test
    void shouldKeepOthersOutWhenTheHostForwards()
    {
        host.run(List.of("sysctl", "-w", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1")).ok();
        Internet.ip(internet, "route add 10.53.0.0/24 via " + Internet.HOST);
        Internet.ip(internet, "route add fd53::/64 via " + Internet.HOST_V6);
        assertTrue(internet.cannotReach("10.53.0.2"));
        assertTrue(internet.cannotReach("fd53::2"));
        assertTrue(host.tulle().counters().drops(DropReason.HOST_PORT_SPOOFED) > 0, host.tulle().counters()::toString);
        assertTrue(host.host().reaches("10.53.0.2"), "the host itself may");
    }

    @Test
    void shouldAnswerPingAtEveryGateway()
    {
        assertTrue(one.reaches("10.53.0.1"));
        assertTrue(one.reaches("fd53::1"));
        assertTrue(two.reaches("10.54.0.1"));
        assertTrue(three.reaches("10.55.0.1"));
        assertTrue(one.run("ping", "-c", "1", "-s", "8000", "-W", "5", "10.53.0.1").isOk(), "in fragments");
    }

    @Test
    void testInternalNwConnectivity()
    {
        assertTrue(three.cannotReach(Internet.ADDRESS));
        Internet.ip(three, "route add default via 10.55.0.1");
        assertTrue(three.cannotReach(Internet.ADDRESS));
    }

    private static String get(final Container from, final String address)
    {
        return from.run("curl", "-sS", "--max-time", "10", "http://" + address + ":7000/").ok().out().strip();
    }

    private static boolean cannotGet(final Container from, final String address)
    {
        return !from.run("curl", "-sS", "--max-time", "2", "http://" + address + ":7000/").isOk();
    }
}
