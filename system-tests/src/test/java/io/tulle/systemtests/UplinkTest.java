package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.DropReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tulle follows the host's interface, address and routes, and nobody has to start it again. */
@Tag("root")
class UplinkTest
{
    private static final String FAR = "203.0.113.9";
    private static final String YAML = Internet.UPLINK + """
        networks:
          lan: {enable_ipv6: true, ipam: {config: [{subnet: 10.62.0.0/24}, {subnet: "fd62::/64"}]}}
        containers:
          one:
            netns: "@one"
            networks: {lan: {ipv4_address: 10.62.0.2, ipv6_address: "fd62::2"}}
            ports: ["8080:80"]
        """;

    @RegisterExtension
    final TestHost host = new TestHost();

    private Container internet;
    private Container one;
    private Instance tulle;

    @BeforeEach
    void start()
    {
        one = host.container("one");
        internet = Internet.connect(host);
        tulle = host.tulle();
    }

    @Test
    void shouldNotLoseAFirstDatagramToANeighbourThatNobodyHasAskedFor()
    {
        EchoServer.udp(internet, 5300);
        tulle.up(YAML);
        assertEquals(Internet.HOST, EchoServer.askUdp(one, Internet.ADDRESS, 5300));
        assertEquals(Internet.HOST_V6, EchoServer.askUdp(one, Internet.ADDRESS_V6, 5300));
        assertEquals(2, tulle.counters().drops(DropReason.NEXT_HOP_PENDING), tulle.counters()::toString);
    }

    @Test
    void shouldGoOnWhenTheInterfaceWasDownForAWhile()
    {
        tulle.up(YAML);
        assertTrue(one.reaches(Internet.ADDRESS));
        Internet.ip(host.host(), "link set up0 down");
        assertTrue(one.cannotReach(Internet.ADDRESS));
        Internet.ip(host.host(), "link set up0 up");
        assertReaches(Internet.ADDRESS);
        EchoServer.tcp(one, 80);
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:8080"));
    }

    @Test
    void shouldGoOnWithAnInterfaceThatIsMadeAnew()
    {
        tulle.up(YAML);
        EchoServer.tcp(one, 80);
        EchoServer.udp(internet, 5300);
        assertEquals(Internet.HOST, EchoServer.askUdp(one, Internet.ADDRESS, 5300, 4000));
        Internet.ip(host.host(), "link del up0");
        tulle.daemon().awaitErrorLine("up0 is gone");
        assertTrue(one.cannotReach(Internet.ADDRESS));
        Internet.link(host, internet);
        assertReaches(Internet.ADDRESS);
        assertEquals(Internet.HOST, EchoServer.askUdp(one, Internet.ADDRESS, 5300, 4000));
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:8080"));
        assertEquals(Internet.ADDRESS_V6, get(internet, "[2001:db8:2::1]:8080"));
    }

    @Test
    void shouldStartBeforeItsInterfaceIsThere()
    {
        Internet.ip(host.host(), "link del up0");
        tulle.up(YAML);
        Internet.link(host, internet);
        assertReaches(Internet.ADDRESS);
    }

    @Test
    void shouldUseTheHostsNewAddressAndPublishPortsOnIt()
    {
        tulle.up(YAML);
        EchoServer.udp(internet, 5300);
        EchoServer.tcp(one, 80);
        assertEquals(Internet.HOST, EchoServer.askUdp(one, Internet.ADDRESS, 5300, 4000));
        Internet.ip(host.host(), "addr del 192.0.2.1/24 dev up0");
        Internet.ip(host.host(), "addr add 192.0.2.11/24 dev up0");
        Eventually.eventually("a flow that goes on has the new address, too", () ->
            "192.0.2.11".equals(EchoServer.tryUdp(one, Internet.ADDRESS, 5300, 4000).out().strip()));
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.11:8080"));
    }

    @Test
    void shouldFollowTheRouteToAnotherGateway()
    {
        Internet.ip(internet, "addr add " + FAR + "/32 dev lo");
        Internet.ip(host.host(), "route add default via 192.0.2.9"); // nobody
        tulle.up(YAML);
        assertTrue(one.cannotReach(FAR));
        Internet.ip(host.host(), "route replace default via " + Internet.ADDRESS);
        assertReaches(FAR);
        Internet.ip(host.host(), "route del default");
        Eventually.eventually("no route any more", () -> one.cannotReach(FAR));
    }

    /** As a standby router does that takes over: the same address with another MAC address. */
    @Test
    void shouldFollowAGatewayToItsNewMacAddress()
    {
        Internet.ip(internet, "addr add " + FAR + "/32 dev lo");
        Internet.ip(host.host(), "route add default via " + Internet.ADDRESS);
        tulle.up(YAML);
        assertReaches(FAR);
        Internet.ip(internet, "link set eth0 address 02:00:00:00:00:99");
        internet.run("arping", "-U", "-c", "1", "-I", "eth0", Internet.ADDRESS).ok();
        assertReaches(FAR);
    }

    @Test
    void shouldTellSendersOfAnMtuThatChanges()
    {
        tulle.up(YAML);
        assertReaches(Internet.ADDRESS);
        assertTrue(pingWhole(1450).isOk());
        Internet.ip(host.host(), "link set up0 mtu 1400");
        Eventually.eventually("told of the new MTU", () -> pingWhole(1450).out().contains("mtu = 1400") ||
            pingWhole(1450).err().contains("mtu=1400"));
        Internet.ip(host.host(), "link set up0 mtu 1500");
        Eventually.eventually("the old MTU again", () ->
        {
            Internet.ip(one, "route flush cache"); // what it has learned it would keep for ten minutes
            return pingWhole(1450).isOk();
        });
    }

    /** At boot, Tulle may be there before the host has its address; later, the host may change over. */
    @Test
    void shouldTakeTheInterfaceOfTheDefaultRouteWheneverThatIsThere()
    {
        final Container other = host.container("other");
        connectSecond(other);
        tulle.up(YAML.replace("interface: up0", "interface: auto"));
        tulle.daemon().awaitErrorLine("uplink default waits: the host has no default route yet");
        assertTrue(one.cannotReach(Internet.ADDRESS));
        Internet.ip(host.host(), "route add default via " + Internet.ADDRESS);
        assertReaches(Internet.ADDRESS);
        Internet.ip(host.host(), "route replace default via 198.51.100.2");
        assertReaches("198.51.100.2");
        EchoServer.udp(other, 5300);
        assertEquals("198.51.100.1", EchoServer.askUdp(one, "198.51.100.2", 5300));
    }

    @Test
    void shouldLeadEachNetworkOutByTheUplinkThatItNames()
    {
        final Container other = host.container("other");
        connectSecond(other);
        final Container two = host.container("two");
        final Container three = host.container("three");
        tulle.up("""
            uplinks: {first: {interface: up0}, second: {interface: up1}}
            networks:
              a: {uplink: first, ipam: {config: [{subnet: 10.63.0.0/24}]}}
              b: {uplink: second, ipam: {config: [{subnet: 10.64.0.0/24}]}}
              c: {uplink: none, ipam: {config: [{subnet: 10.65.0.0/24}]}}
            containers:
              one: {netns: "@one", networks: {a: {ipv4_address: 10.63.0.2}}}
              two: {netns: "@two", networks: {b: {ipv4_address: 10.64.0.2}}, ports: ["8080:80"]}
              three: {netns: "@three", networks: {c: {ipv4_address: 10.65.0.2}}}
            """);
        EchoServer.udp(internet, 5300);
        EchoServer.udp(other, 5300);
        EchoServer.tcp(two, 80);
        assertEquals(Internet.HOST, EchoServer.askUdp(one, Internet.ADDRESS, 5300));
        assertEquals("198.51.100.1", EchoServer.askUdp(two, "198.51.100.2", 5300));
        assertTrue(one.cannotReach("198.51.100.2"));
        assertTrue(two.cannotReach(Internet.ADDRESS));
        assertTrue(three.cannotReach(Internet.ADDRESS));
        assertTrue(tulle.counters().drops(DropReason.NO_ROUTE) > 0, tulle.counters()::toString);
        assertEquals("198.51.100.2", get(other, "198.51.100.1:8080"));
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:8080"));
    }

    private void connectSecond(final Container other)
    {
        Internet.ip(host.host(), "link add up1 type veth peer name eth0 netns " + other.namespace());
        Internet.ip(host.host(), "addr add 198.51.100.1/24 dev up1");
        Internet.ip(host.host(), "link set up1 up");
        Internet.ip(other, "addr add 198.51.100.2/24 dev eth0");
        Internet.ip(other, "link set eth0 up");
    }

    private void assertReaches(final String address)
    {
        Eventually.eventually(() -> one.namespace() + " reaches " + address + "\n" + tulle.counters(),
            () -> one.run("ping", "-n", "-c", "1", "-W", "1", address).isOk());
    }

    private CommandResult pingWhole(final int bytes)
    {
        return one.run("ping", "-n", "-c", "1", "-W", "2", "-M", "do", "-s", Integer.toString(bytes), Internet.ADDRESS);
    }

    private static String get(final Container from, final String address)
    {
        return from.run("curl", "-sS", "--max-time", "10", "http://" + address + "/").ok().out().strip();
    }
}
