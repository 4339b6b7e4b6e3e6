package io.tulle.systemtests;

import static io.tulle.systemtests.DockerPorts.cannotGet;
import static io.tulle.systemtests.DockerPorts.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ports that docker run -p publishes are reached as by Docker's own bridge, or better. */
@Tag("root")
class DockerPublishTest
{
    private static final String GATEWAY = "10.81.0.1";
    /** Reads to the end of the stream before it answers, with the number of bytes. */
    private static final String PATIENT_SERVER = """
        import socket
        server = socket.create_server(('', 90))
        print('listening', flush=True)
        while True:
            client = server.accept()[0]
            count = 0
            while chunk := client.recv(65536):
                count += len(chunk)
            client.sendall(str(count).encode())
            client.close()
        """;
    private static final String HALF_CLOSING_CLIENT = """
        import socket, sys
        client = socket.create_connection((sys.argv[1], 8090), 10)
        client.sendall(bytes(300000))
        client.shutdown(socket.SHUT_WR)
        print(client.recv(100).decode())
        """;
    private static final String SILENT_SERVER = """
        import socket
        server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server.bind(('', 90))
        print('listening', flush=True)
        while True:
            print(server.recv(100).decode(), flush=True)
        """;
    private static final String TALKER = """
        import socket, sys
        client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        for i in range(5):
            client.sendto(b'word %d' % i, (sys.argv[1], 8090))
        """;

    @RegisterExtension
    static final DockerHost DOCKER = DockerHost.withBridges();

    private static final DockerPorts PORTS = new DockerPorts(DOCKER);
    private static Container internet;
    private static Container host;

    @BeforeAll
    static void start()
    {
        internet = Internet.connect(DOCKER.host());
        host = DOCKER.host().host();
        DOCKER.host().tulle().up(Internet.UPLINK_BESIDE_BRIDGES + "docker: {}\n");
    }

    private static void network(final DockerDriver driver, final String... options)
    {
        DOCKER.network(driver, "web", Commands.join(List.of("--subnet", "10.81.0.0/24"), options)
            .toArray(new String[0]));
    }

    private static Container run(final String... ports)
    {
        PORTS.run("one", "web", ports);
        return DOCKER.container("one");
    }

    @ParameterizedTest
    @EnumSource
    void testAccessPublishedPortFromRemoteHost(final DockerDriver driver)
    {
        network(driver);
        final Container one = run("8080:80", "8080:80/udp", "192.0.2.1:8081:80", "127.0.0.1:8082:80",
            "[2001:db8:2::1]:8084:80", "8085-8087:85-87", "8090-8092:80", "0.0.0.0:8094:80");
        EchoServer.tcp(one, 80);
        EchoServer.udp(one, 80);
        EchoServer.tcp(one, 87);
        for (final int port : new int[]{8080, 8081, 8087, 8090, 8094})
        {
            assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:" + port), "source kept, port " + port);
        }
        assertEquals(Internet.ADDRESS, EchoServer.askUdp(internet, Internet.HOST, 8080));
        for (final int port : new int[]{8082, 8084, 8088, 8091})
        {
            assertTrue(cannotGet(internet, "192.0.2.1:" + port), "port " + port);
        }
        assertTrue(cannotGet(internet, "[2001:db8:2::1]:8094"), "published on 0.0.0.0 alone");
    }

    /** A client of IPv6 of a container without it: the host's socket takes it over, and the gateway is its source. */
    @ParameterizedTest
    @EnumSource
    void testProxy6To4(final DockerDriver driver)
    {
        network(driver);
        final Container one = run("8080:80", "8080:80/udp", "[2001:db8:2::1]:8084:80");
        EchoServer.tcp(one, 80);
        EchoServer.udp(one, 80);
        assertEquals(GATEWAY, get(internet, "[2001:db8:2::1]:8080"));
        assertEquals(GATEWAY, get(internet, "[2001:db8:2::1]:8084"));
        assertEquals(GATEWAY, EchoServer.askUdp(internet, Internet.HOST_V6, 8080));
        assertEquals(GATEWAY, get(host, "[::1]:8080"));
    }

    /** Docker's proxy has the gateway's address for every client of IPv6. */
    @ParameterizedTest
    @EnumSource
    void shouldServeBothFamilies(final DockerDriver driver)
    {
        network(driver, "--ipv6", "--subnet", "fd81::/64");
        final Container one = run("8080:80", "8080:80/udp");
        EchoServer.tcp(one, 80);
        EchoServer.udp(one, 80);
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:8080"));
        final boolean isKept = DockerDriver.TULLE == driver;
        assertEquals(isKept, Internet.ADDRESS_V6.equals(get(internet, "[2001:db8:2::1]:8080")));
        assertEquals(isKept, Internet.ADDRESS_V6.equals(EchoServer.askUdp(internet, Internet.HOST_V6, 8080)));
    }

    @ParameterizedTest
    @EnumSource
    void testAccessPublishedPortFromHost(final DockerDriver driver)
    {
        network(driver);
        final Container one = run("8080:80", "8080:80/udp", "127.0.0.1:8082:80", "[::1]:8083:80",
            "[2001:db8:2::1]:8084:80");
        EchoServer.tcp(one, 80);
        EchoServer.udp(one, 80);
        for (final String address : new String[]{"127.0.0.1:8080", "[::1]:8080", "10.81.0.1:8080", "127.0.0.1:8082",
            "[::1]:8083", "[2001:db8:2::1]:8084", "10.81.0.2:80"})
        {
            assertEquals(GATEWAY, get(host, address), address);
        }
        assertEquals(DockerDriver.TULLE == driver ? GATEWAY : Internet.HOST, get(host, "192.0.2.1:8080"));
        assertEquals(GATEWAY, EchoServer.askUdp(host, "127.0.0.1", 8080));
        assertFalse(EchoServer.askUdp(host, Internet.HOST, 8080).isEmpty());
    }

    /** From itself, a neighbour and a container of another network, by the host's address and by those of gateways. */
    @ParameterizedTest
    @EnumSource
    void testAccessPublishedPortFromCtrAndFromAnotherNetwork(final DockerDriver driver)
    {
        network(driver);
        DOCKER.network(driver, "other", "--subnet", "10.82.0.0/24");
        final Container one = run("8080:80", "8080:80/udp", "127.0.0.1:8082:80");
        EchoServer.tcp(one, 80);
        EchoServer.udp(one, 80);
        PORTS.run("near", "web");
        PORTS.run("far", "other");
        final Container far = DOCKER.container("far");
        for (final Container from : new Container[]{one, DOCKER.container("near"), far})
        {
            final String source = DockerDriver.TULLE == driver ? Internet.HOST : GATEWAY;
            assertEquals(source, get(from, "192.0.2.1:8080"));
            assertEquals(source, EchoServer.askUdp(from, Internet.HOST, 8080));
            final String gateway = far == from ? "10.82.0.1" : GATEWAY;
            assertEquals(GATEWAY, get(from, gateway + ":8080"));
            assertEquals(GATEWAY, EchoServer.askUdp(from, gateway, 8080));
            assertTrue(cannotGet(from, gateway + ":8082"), "published on 127.0.0.1");
        }
        assertFalse(get(far, "10.81.0.1:8080").isEmpty(), "the gateway of the other network");
        assertFalse(EchoServer.askUdp(far, GATEWAY, 8080).isEmpty());
        assertTrue(cannotGet(far, "10.81.0.2:80"));
    }

    /** From remote it is the frames' own; from the host it is the relay's or docker-proxy's. */
    @ParameterizedTest
    @EnumSource
    void testTcp4ProxyHalfClose(final DockerDriver driver)
    {
        network(driver);
        run("8090:90").start("python3", "-c", PATIENT_SERVER).awaitLine("listening");
        assertEquals("300000", host.run("python3", "-c", HALF_CLOSING_CLIENT, "127.0.0.1").ok().out().strip());
        assertEquals("300000", internet.run("python3", "-c", HALF_CLOSING_CLIENT, Internet.HOST).ok().out().strip());
    }

    @ParameterizedTest
    @EnumSource
    void testUdpOneSided(final DockerDriver driver)
    {
        network(driver);
        final Container one = run("8090:90/udp");
        host.run("python3", "-c", TALKER, "127.0.0.1").ok(); // TestUDPWriteError: nobody listens yet
        final Background server = one.start("python3", "-c", SILENT_SERVER).awaitLine("listening");
        host.run("python3", "-c", TALKER, "127.0.0.1").ok();
        server.awaitLine("word 4");
        internet.run("python3", "-c", TALKER, Internet.HOST).ok();
        Eventually.eventually(server::toString, () -> 10 == server.out().lines()
            .filter(line -> line.startsWith("word")).count());
    }

    @ParameterizedTest
    @EnumSource
    void shouldPublishAtTheAddressThatTheNetworkNames(final DockerDriver driver)
    {
        network(driver, "--opt", "com.docker.network.bridge.host_binding_ipv4=127.0.0.1");
        EchoServer.tcp(run("8080:80", "0.0.0.0:8081:80"), 80);
        assertEquals(GATEWAY, get(host, "127.0.0.1:8080"));
        assertTrue(cannotGet(internet, "192.0.2.1:8080"));
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:8081"), "who names an address has that");
    }

    /** Docker's bridge of this version has no such mode. */
    @Test
    void shouldOpenPortsOfARoutedNetworkAtTheContainerItself()
    {
        network(DockerDriver.TULLE, "--opt", "com.docker.network.bridge.gateway_mode_ipv4=routed");
        Internet.ip(internet, "route add 10.81.0.0/24 via " + Internet.HOST);
        final Container one = run("8080:80");
        EchoServer.tcp(one, 80);
        EchoServer.tcp(one, 81);
        assertEquals(Internet.ADDRESS, get(internet, "10.81.0.2:80"));
        assertTrue(cannotGet(internet, "10.81.0.2:81"), "not published");
        assertTrue(cannotGet(internet, "192.0.2.1:8080"), "the host's port is ignored");
        assertEquals(List.of("10.81.0.2:80->80/tcp"), PORTS.of(DockerDriver.TULLE, "one"));
        Internet.ip(internet, "route del 10.81.0.0/24");
    }
}
