package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.DropReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A published port is reached from everywhere that it should be, and from nowhere else. */
@Tag("root")
class PublishTest
{
    private static final String YAML = Internet.UPLINK + """
        networks:
          lan: {enable_ipv6: true, ipam: {config: [{subnet: 10.51.0.0/24}, {subnet: "fd51::/64"}]}}
          other: {ipam: {config: [{subnet: 10.52.0.0/24}]}}
        containers:
          web:
            netns: "@web"
            networks: {lan: {ipv4_address: 10.51.0.2, ipv6_address: "fd51::2"}}
            ports: ["8080:80", "8080:80/udp", "127.0.0.1:8081:80", "9000-9002:7000-7002", "9500-9502:80",
                {target: 80, published: 8082, allow: [198.51.100.0/24]}]
          near: {netns: "@near", networks: {lan: {ipv4_address: 10.51.0.3}}}
          far: {netns: "@far", networks: {other: {ipv4_address: 10.52.0.3}}}
        """;

    @RegisterExtension
    final TestHost host = new TestHost();

    private Container internet;
    private Container web;
    private Container near;
    private Container far;
    private Instance tulle;

    @BeforeEach
    void start()
    {
        web = host.container("web");
        near = host.container("near");
        far = host.container("far");
        internet = Internet.connect(host);
        tulle = host.tulle();
        tulle.up(YAML);
        EchoServer.tcp(web, 80);
        EchoServer.udp(web, 80);
    }

    @Test
    void testAccessPublishedPortFromRemoteHostWithItsSourceKept()
    {
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:8080"));
        assertEquals(Internet.ADDRESS_V6, get(internet, "[2001:db8:2::1]:8080"));
        assertEquals(Internet.ADDRESS, EchoServer.askUdp(internet, Internet.HOST, 8080));
        assertEquals(Internet.ADDRESS_V6, EchoServer.askUdp(internet, Internet.HOST_V6, 8080));
    }

    @Test
    void testAccessPublishedPortFromHost()
    {
        for (final String address : new String[]{"127.0.0.1:8080", "192.0.2.1:8080", "[::1]:8080", "127.0.0.1:8081"})
        {
            assertFalse(get(host.host(), address).isEmpty(), address);
        }
        assertFalse(EchoServer.askUdp(host.host(), "127.0.0.1", 8080).isEmpty());
    }

    @Test
    void testPortMappedHairpinTcpAndUdp()
    {
        for (final Container from : new Container[]{web, near, far})
        {
            assertEquals(Internet.HOST, get(from, "192.0.2.1:8080"), from.namespace() + " has the external address");
            assertEquals(Internet.HOST, EchoServer.askUdp(from, Internet.HOST, 8080), from.namespace());
        }
    }

    @Test
    void testAccessPublishedPortFromAnotherNetworkAndNotByContainerAddress()
    {
        assertEquals(Internet.HOST, get(far, "192.0.2.1:8080"));
        assertTrue(far.cannotReach("10.51.0.2"));
        assertTrue(tulle.counters().drops(DropReason.NETWORK_ISOLATED) > 0);
    }

    @Test
    void testAccessPortPublishedOnLoopbackAddressOnlyFromTheHost()
    {
        assertFalse(get(host.host(), "127.0.0.1:8081").isEmpty());
        assertTrue(cannotGet(internet, "192.0.2.1:8081"));
        // a neighbour on the wire that sends the host's loopback address its way
        Internet.ip(internet, "route add 127.0.0.1/32 via 192.0.2.1 dev eth0 table 100");
        Internet.ip(internet, "rule add to 127.0.0.1/32 lookup 100 pref 0");
        internet.run("sysctl", "-w", "net.ipv4.conf.all.route_localnet=1", "net.ipv4.conf.eth0.route_localnet=1");
        assertTrue(cannotGet(internet, "127.0.0.1:8081"));
    }

    @Test
    void shouldServeEachPortOfARange()
    {
        EchoServer.tcp(web, 7000);
        EchoServer.tcp(web, 7002);
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:9000"));
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:9002"));
        assertTrue(cannotGet(internet, "192.0.2.1:9003"));
    }

    @Test
    void shouldServeTheFirstFreePortOfARange()
    {
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:9500"));
        assertTrue(cannotGet(internet, "192.0.2.1:9501"));
    }

    @Test
    void shouldLetOnlyAllowedSourcesIn()
    {
        assertTrue(cannotGet(internet, "192.0.2.1:8082"));
        assertTrue(tulle.counters().drops(DropReason.SOURCE_NOT_ALLOWED) > 0);
        Internet.ip(internet, "addr add 198.51.100.7/32 dev eth0");
        Internet.ip(host.host(), "route add 198.51.100.0/24 via 192.0.2.2");
        final CommandResult result = internet.run("curl", "-sS", "--max-time", "10", "--interface", "198.51.100.7",
            "http://192.0.2.1:8082/").ok();
        assertEquals("198.51.100.7", result.out().strip());
    }

    /** The host's own stack takes the packet to the port then, which must not open it to everyone. */
    @Test
    void shouldLetNobodyAroundTheAllowedSourcesByAGatewayAddress()
    {
        assertFalse(get(far, "10.52.0.1:8080").isEmpty(), "everyone may");
        assertTrue(cannotGet(far, "10.52.0.1:8082"));
        assertTrue(cannotGet(near, "10.51.0.1:8082"));
        assertFalse(get(host.host(), "192.0.2.1:8082").isEmpty(), "the host itself may");
    }

    @Test
    void shouldPublishAndUnpublishLive()
    {
        final String hostPort = tulle.tulle("publish", "near", "80").ok().out();
        EchoServer.tcp(near, 80);
        final String port = hostPort.strip().replaceAll(".*?([0-9]+)[^0-9]*(->.*)?$", "$1");
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:" + port), hostPort);
        tulle.tulle("unpublish", "near", port).ok();
        assertTrue(cannotGet(internet, "192.0.2.1:" + port));
    }

    @Test
    void shouldChooseAsManyHostPortsInARowAsTheContainerHas()
    {
        tulle.tulle("publish", "near", "7000-7002").ok();
        EchoServer.tcp(host.existing("near"), 7002);
        final int first = tulle.json("ports", "near", "--json").get(0).path("hostPort").asInt();
        assertTrue(first > 0, () -> tulle.tulle("ports").out());
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:" + (first + 2)));
        assertFalse(get(host.host(), "127.0.0.1:" + (first + 2)).isEmpty());
    }

    @Test
    void testPublishedPortAlreadyInUse()
    {
        EchoServer.tcp(host.host(), 8099);
        final CommandResult result = tulle.tulle("publish", "near", "8099:80");
        assertNotEquals(0, result.exitCode());
        assertTrue(result.err().contains("failed to bind host port 0.0.0.0:8099/tcp: address already in use"),
            result.err());
        final CommandResult ours = tulle.tulle("publish", "near", "8080:80");
        assertTrue(ours.err().contains("Bind for 0.0.0.0:8080 failed: port is already allocated"), ours.err());
    }

    @Test
    void shouldListWhatIsExposed()
    {
        final String ports = tulle.tulle("ports").ok().out();
        for (final String word : new String[]{
            "8080", "8081", "9000-9002", "9500", "198.51.100.0/24", "host only", "web"})
        {
            assertTrue(ports.contains(word), ports);
        }
        assertEquals(6, tulle.json("ports", "--json").size(), ports);
    }

    private static String get(final Container from, final String address)
    {
        return from.run("curl", "-sS", "--max-time", "10", "http://" + address + "/").ok().out().strip();
    }

    private static boolean cannotGet(final Container from, final String address)
    {
        return !from.run("curl", "-sS", "--max-time", "2", "http://" + address + "/").isOk();
    }
}
