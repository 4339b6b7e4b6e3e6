package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;

/** With an address of its own, Tulle is a host of its own on the uplink's wire, and the real one is as it was. */
@Tag("root")
class OwnAddressTest
{
    private static final String OWN = "192.0.2.10";
    private static final String OWN_V6 = "2001:db8:2::10";
    private static final String YAML = """
        uplink: {interface: up0, address: [192.0.2.10/24, "2001:db8:2::10/64"]}
        networks:
          lan: {enable_ipv6: true, ipam: {config: [{subnet: 10.66.0.0/24}, {subnet: "fd66::/64"}]}}
        containers:
          one:
            netns: "@one"
            networks: {lan: {ipv4_address: 10.66.0.2, ipv6_address: "fd66::2"}}
            ports: ["192.0.2.10:8080:80", "192.0.2.10:8080:80/udp", "[2001:db8:2::10]:8080:80"]
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
        tulle.up(YAML);
    }

    @Test
    void shouldAnswerForItsAddressOnTheWire()
    {
        assertTrue(internet.reaches(OWN));
        assertTrue(internet.reaches(OWN_V6));
        assertTrue(internet.run("arping", "-c", "1", "-w", "10", "-I", "eth0", OWN).isOk());
    }

    @Test
    void shouldShowContainersWithItsAddressAndPortsFrom1024On()
    {
        EchoServer.udp(internet, 5300);
        assertEquals(OWN, EchoServer.askUdp(one, Internet.ADDRESS, 5300, 4000));
        assertEquals(OWN_V6, EchoServer.askUdp(one, Internet.ADDRESS_V6, 5300, 4001));
        assertTrue(tulle.tulle("sessions", "port", "4000").ok().out().contains(">192.0.2.10:4000"),
            "the port is kept where it can be");
    }

    @Test
    void shouldPublishPortsThere()
    {
        EchoServer.tcp(one, 80);
        EchoServer.udp(one, 80);
        assertEquals(Internet.ADDRESS, get(internet, OWN + ":8080"));
        assertEquals(Internet.ADDRESS_V6, get(internet, "[" + OWN_V6 + "]:8080"));
        assertEquals(Internet.ADDRESS, EchoServer.askUdp(internet, OWN, 8080));
        assertEquals(OWN, get(one, OWN + ":8080"), "hairpin");
        assertFalse(internet.run("curl", "-sS", "--max-time", "2", "http://192.0.2.1:8080/").isOk());
    }

    @Test
    void shouldLeaveTheHostAlone()
    {
        EchoServer.tcp(host.host(), 7000);
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:7000"));
        assertTrue(internet.reaches(Internet.HOST));
        assertTrue(host.host().reaches(Internet.ADDRESS));
        assertTrue(host.run(List.of("sysctl", "-n", "net.ipv4.ip_local_reserved_ports")).ok().out().isBlank());
        assertFalse(host.run(List.of("ip", "-o", "addr")).ok().out().contains(OWN));
    }

    private static String get(final Container from, final String address)
    {
        return from.run("curl", "-sS", "--max-time", "10", "http://" + address + "/").ok().out().strip();
    }
}
