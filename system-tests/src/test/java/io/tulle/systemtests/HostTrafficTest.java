package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

/** The host does not notice that Tulle shares its address: what is its own comes and goes as before. */
@Tag("root")
class HostTrafficTest
{
    private static final int IN_RANGE = 50_000;
    private static final String YAML = """
        uplink: {interface: up0, ports: 50000-50009}
        networks:
          lan: {ipam: {config: [{subnet: 10.60.0.0/24}]}}
        containers:
          one: {netns: "@one", networks: {lan: {ipv4_address: 10.60.0.2}}, ports: ["8080:80"]}
        """;
    /** Sockets that the kernel chooses ports for. */
    private static final String MANY_SOCKETS = """
        import socket
        sockets = []
        for n in range(200):
            client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            client.connect(('192.0.2.2', 9))
            sockets.append(client)
        print(sum(50000 <= client.getsockname()[1] <= 50009 for client in sockets))
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
    void shouldLeaveTheHostsOwnTrafficAsItWas()
    {
        EchoServer.tcp(host.host(), 7000); // before Tulle
        tulle.up(YAML);
        EchoServer.udp(host.host(), 7001);
        EchoServer.tcp(internet, 80);
        EchoServer.udp(internet, 5300);

        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:7000"));
        assertEquals(Internet.ADDRESS_V6, get(internet, "[2001:db8:2::1]:7000"));
        assertEquals(Internet.ADDRESS, EchoServer.askUdp(internet, Internet.HOST, 7001));
        assertEquals(Internet.HOST, get(host.host(), Internet.ADDRESS));
        assertEquals(Internet.HOST_V6, get(host.host(), "[" + Internet.ADDRESS_V6 + "]"));
        assertEquals(Internet.HOST, EchoServer.askUdp(host.host(), Internet.ADDRESS, 5300));
    }

    @Test
    void shouldAnswerAndSendPingsOfTheHostInFragmentsToo()
    {
        tulle.up(YAML);
        assertTrue(internet.reaches(Internet.HOST));
        assertTrue(internet.reaches(Internet.HOST_V6));
        assertTrue(host.host().reaches(Internet.ADDRESS));
        assertTrue(host.host().reaches(Internet.ADDRESS_V6));
        assertTrue(internet.run("ping", "-c", "1", "-s", "8000", "-W", "10", Internet.HOST).isOk());
        assertTrue(host.host().run("ping", "-c", "1", "-s", "8000", "-W", "10", Internet.ADDRESS).isOk());
    }

    @Test
    void shouldKeepALongConnectionOfTheHostAcrossStartAndStop()
    {
        new Iperf(host.host()).start();
        final Background iperf = internet.start("iperf3", "-c", Internet.HOST, "-t", "10", "-J");
        tulle.up(YAML);
        assertTrue(one.reaches(Internet.ADDRESS));
        tulle.down();
        final JsonNode intervals = Instance.parse(iperf.await().ok().out()).path("intervals");
        assertTrue(intervals.path(intervals.size() - 1).path("sum").path("bytes").asLong() > 0, intervals::toString);
    }

    @Test
    void shouldLeaveServicesInsideTheExternalRangeToTheHostAndSaySo()
    {
        EchoServer.tcp(host.host(), IN_RANGE);
        EchoServer.udp(host.host(), IN_RANGE);
        tulle.up(YAML);
        for (final String protocol : new String[]{"tcp", "udp"})
        {
            tulle.daemon().awaitErrorLine("port 50000/" + protocol + " of the external range is in use by the host");
        }

        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:50000"));
        assertEquals(Internet.ADDRESS, EchoServer.askUdp(internet, Internet.HOST, IN_RANGE));
        EchoServer.udp(internet, 5300);
        for (int sourcePort = 4000; sourcePort < 4009; sourcePort++)
        {
            assertEquals(Internet.HOST, EchoServer.askUdp(one, Internet.ADDRESS, 5300, sourcePort));
        }
        tulle.json("sessions", "udp", "--json").forEach(session ->
            assertNotEquals(IN_RANGE, session.path("reply").path("destinationPort").asInt(), session::toString));
    }

    @Test
    void shouldKeepSocketsOfTheHostOutOfTheExternalPorts()
    {
        host.run(List.of("sysctl", "-w", "net.ipv4.ip_local_port_range=49900 50200")).ok();
        tulle.up(YAML);
        assertEquals("0", host.host().run("python3", "-c", MANY_SOCKETS).ok().out().strip());
    }

    /** Without Tulle in between, a closed port of the host is refused; so it is with it. */
    @Test
    void shouldLetTheHostRefuseItsClosedPortsAndTulleItsOwn()
    {
        tulle.up(YAML);
        assertEquals(7, connect("192.0.2.1:7009").exitCode(), "curl: could not connect, at once");
        assertEquals(28, connect("192.0.2.1:50005").exitCode(), "curl: timed out");
    }

    /** Tulle's packets never pass the host's own tables, so a firewall there neither stops nor protects containers. */
    @Test
    void shouldServeContainersBehindAFirewallOfTheHostThatDropsAll()
    {
        tulle.up(YAML);
        EchoServer.tcp(one, 80);
        EchoServer.tcp(internet, 80);
        assertTrue(one.reaches(Internet.ADDRESS));
        host.run(List.of("nft", "add table inet wall; add chain inet wall in " +
            "{ type filter hook input priority 0; policy drop; }")).ok();
        assertTrue(internet.cannotReach(Internet.HOST));
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:8080"));
        assertEquals(Internet.HOST, get(one, Internet.ADDRESS));
        Dig.ask(one, "@10.60.0.1", "one").has("10.60.0.2");
        assertTrue(Dig.ask(one, "@10.60.0.1", "+tcp", "one").has("10.60.0.2").isByTcp());
    }

    private CommandResult connect(final String address)
    {
        return internet.run("curl", "-sS", "--max-time", "3", "http://" + address + "/");
    }

    private static String get(final Container from, final String address)
    {
        return from.run("curl", "-sS", "--max-time", "10", "http://" + address + "/").ok().out().strip();
    }
}
