package io.tulle.systemtests;

import static io.tulle.systemtests.DockerPorts.cannotGet;
import static io.tulle.systemtests.DockerPorts.get;
import static io.tulle.systemtests.DockerPorts.hostPort;
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

/** Ports of containers of Docker live as long as the containers do, wherever these go, and no longer. */
@Tag("root")
class DockerPortLifeTest
{
    /** Answers with its own name, so that a client knows who has the port. */
    private static final String UDP_NAME = """
        import socket, sys
        server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        server.bind(('', 80))
        print('listening', flush=True)
        while True:
            server.sendto(sys.argv[1].encode(), server.recvfrom(100)[1])
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

    private static void network(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", "--subnet", "10.81.0.0/24");
    }

    @ParameterizedTest
    @EnumSource
    void testRestartUserlandProxyUnder2Msl(final DockerDriver driver)
    {
        network(driver);
        PORTS.run("one", "web", "8080:80");
        for (int i = 0; i < 3; i++)
        {
            EchoServer.tcp(DOCKER.container("one"), 80);
            assertEquals("10.81.0.1", get(host, "127.0.0.1:8080"), "leaves a connection in TIME_WAIT");
            assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:8080"));
            DOCKER.docker("restart", "one").ok();
        }
    }

    /** By the name of the network in this version; an internal one never has the default route. */
    @ParameterizedTest
    @EnumSource
    void testGatewaySelection(final DockerDriver driver)
    {
        DOCKER.network(driver, "bnet", "--subnet", "10.81.0.0/24");
        DOCKER.network(driver, "anet", "--subnet", "10.82.0.0/24");
        DOCKER.network(driver, "inner", "--subnet", "10.83.0.0/24", "--internal");
        PORTS.run("one", "bnet", "8080:80");
        final Container one = DOCKER.container("one");
        EchoServer.tcp(one, 80);
        assertServedBy("10.81.0.1", one);
        DOCKER.docker("network", "connect", "anet", "one").ok();
        assertServedBy("10.82.0.1", one);
        DOCKER.docker("network", "connect", "inner", "one").ok();
        assertServedBy("10.82.0.1", one);
        DOCKER.docker("network", "disconnect", "anet", "one").ok();
        assertServedBy("10.81.0.1", one);
        DOCKER.docker("network", "disconnect", "bnet", "one").ok();
        assertEquals(DockerDriver.TULLE == driver, cannotGet(internet, "192.0.2.1:8080"), "internal is internal");
        DOCKER.docker("network", "connect", "anet", "one").ok();
        assertServedBy("10.82.0.1", one);
    }

    private static void assertServedBy(final String gateway, final Container one)
    {
        assertTrue(one.run("ip", "route").ok().out().contains("default via " + gateway));
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:8080"));
        assertEquals(gateway, get(host, "127.0.0.1:8080"));
    }

    /** One flow of UDP goes on while the container behind the port becomes another one. */
    @ParameterizedTest
    @EnumSource
    void testConntrackFlowsLeak(final DockerDriver driver)
    {
        network(driver);
        for (final String name : new String[]{"one", "two"})
        {
            PORTS.run(name, "web", "8080:80/udp");
            DOCKER.container(name).start("python3", "-c", UDP_NAME, name).awaitLine("listening");
            assertEquals(name, EchoServer.askUdp(internet, Internet.HOST, 8080, 4000));
            assertEquals(name, EchoServer.askUdp(host, "127.0.0.1", 8080, 4001));
            DOCKER.docker("rm", "--force", name).ok();
        }
        PORTS.run("two", "web"); // has the address again, and publishes nothing
        DOCKER.container("two").start("python3", "-c", UDP_NAME, "two").awaitLine("listening");
        assertFalse(EchoServer.tryUdp(internet, Internet.HOST, 8080, 4000).isOk());
        assertTrue(DOCKER.host().tulle().json("sessions", "--json").isEmpty());
    }

    /** Of Docker's own bridge, the proxies end with a dockerd that was killed. */
    @Test
    void testPortMappingRestore()
    {
        network(DockerDriver.TULLE);
        PORTS.run("one", "web", "8080:80", "81", "9000-9002:90-92");
        final List<String> before = PORTS.of(DockerDriver.TULLE, "one");
        final int any = hostPort(before.stream().filter(port -> port.contains("->81/")).findFirst().orElseThrow());
        EchoServer.tcp(DOCKER.container("one"), 81);
        DOCKER.host().tulle().killHard();
        DOCKER.host().tulle().upAgain();
        assertEquals(before, PORTS.of(DockerDriver.TULLE, "one"));
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:" + any));
        assertEquals("10.81.0.1", get(host, "127.0.0.1:" + any));
        assertTrue(PORTS.tryToRun("two", "web", "9001:80").err().contains("port is already allocated: container one"));
        DOCKER.docker("restart", "one").ok();
        EchoServer.tcp(DOCKER.container("one"), 80);
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:8080"));
        DOCKER.docker("rm", "--force", "one").ok();
        DOCKER.docker("start", "two").ok();
        assertEquals(List.of("*:9001->80/tcp"), PORTS.of(DockerDriver.TULLE, "two"));
    }
}
