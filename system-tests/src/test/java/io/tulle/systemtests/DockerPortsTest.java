package io.tulle.systemtests;

import static io.tulle.systemtests.DockerPorts.cannotGet;
import static io.tulle.systemtests.DockerPorts.get;
import static io.tulle.systemtests.DockerPorts.hostPort;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which ports of the host containers of Docker get, and what their users are told if they cannot have one. */
@Tag("root")
class DockerPortsTest
{
    private static final String ALLOCATED = "port is already allocated";
    private static final String IN_USE = "address already in use";

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

    /** The container is not started, not even again and again. */
    private static void assertRefused(final String words, final String... ports)
    {
        final CommandResult result = PORTS.tryToRun("refused", "web", ports);
        assertEquals(125, result.exitCode(), result::toString);
        assertTrue(result.err().contains("driver failed programming external connectivity on endpoint refused"),
            result::toString);
        assertTrue(result.err().contains(words), result::toString);
        assertEquals("created 0", DOCKER.inspect("refused", "{{.State.Status}} {{.RestartCount}}"));
        DOCKER.docker("rm", "refused").ok();
    }

    @ParameterizedTest
    @EnumSource
    void testPublishedPortAlreadyInUse(final DockerDriver driver)
    {
        network(driver);
        PORTS.run("one", "web", "8080:80", "127.0.0.1:8081:80", "8080:80/udp");
        assertRefused("Bind for 0.0.0.0:8080 failed: " + ALLOCATED, "8080:81");
        assertRefused("Bind for 127.0.0.1:8081 failed: " + ALLOCATED, "127.0.0.1:8081:80");
        assertRefused("127.0.0.1:8080", "127.0.0.1:8080:80"); // Docker's own runs into its proxy
        final Background tcp = EchoServer.tcp(host, 9900);
        final Background udp = EchoServer.udp(host, 9901);
        assertRefused("0.0.0.0:9900", "9900:80");
        assertRefused(IN_USE, "8082:80", "9900:80");
        assertRefused(IN_USE, "127.0.0.1:9900:80");
        assertRefused(IN_USE, "9901:80/udp");
        tcp.close();
        udp.close();
        assertRefused("annot assign requested address", "198.51.100.1:9920:80");
        DOCKER.docker("create", "--name", "two", "--network", "web", "-p", "8080:80", "-p", "8082:80", DockerHost.IMAGE,
            "sleep", "1000000").ok();
        assertTrue(DOCKER.docker("start", "two").err().contains(ALLOCATED));
        DOCKER.docker("stop", "one").ok();
        DOCKER.docker("start", "two").ok();
        EchoServer.tcp(DOCKER.container("two"), 80);
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:8080"));
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:8082"));
        assertTrue(DOCKER.docker("start", "one").err().contains(ALLOCATED));
    }

    /** Docker's words alone, and then who has it: complaints are about errors with nothing running. */
    @Test
    void shouldSayWhoHasAPort()
    {
        network(DockerDriver.TULLE);
        PORTS.run("one", "web", "8080-8081:80-81");
        PORTS.of(DockerDriver.TULLE, "one"); // its name is known
        assertRefused("Bind for 0.0.0.0:8081 failed: " + ALLOCATED +
            ": container one publishes 0.0.0.0:8080-8081->80-81/tcp", "8081:80");
        assertRefused("sctp ports are not served; publish tcp and udp ports", "8090:80/sctp");
        assertRefused("port 62000 is in the ports 61000-65535 that uplink default has for translation; choose one " +
            "outside of them", "62000:80");
        DOCKER.docker("kill", "one").ok();
        PORTS.run("two", "web", "8081:80");
        assertEquals(List.of("*:8081->80/tcp"), PORTS.of(DockerDriver.TULLE, "two"));
    }

    @ParameterizedTest
    @EnumSource
    void testPortAllocationWithCustomRange(final DockerDriver driver)
    {
        network(driver);
        PORTS.run("one", "web", "8090-8091:80");
        PORTS.run("two", "web", "8090-8091:80");
        assertEquals(8091, hostPort(PORTS.of(driver, "two").get(0)), "the first one was taken");
        EchoServer.tcp(DOCKER.container("two"), 80);
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:8091"));
        assertRefused(DockerDriver.TULLE == driver ? "Bind for 0.0.0.0:8091 failed: " + ALLOCATED :
            "all ports are allocated", "8090-8091:80");
        DOCKER.docker("rm", "--force", "one").ok();
        PORTS.run("three", "web", "8090-8091:80");
        assertEquals(8090, hostPort(PORTS.of(driver, "three").get(0)), "TestReuseReleasedPort");
    }

    /** Docker's bridge of this version gives up at the first one; newer ones do not. */
    @Test
    void shouldPassOverPortsThatAnotherProgramHas()
    {
        network(DockerDriver.TULLE);
        final Background busy = EchoServer.tcp(host, 8090);
        PORTS.run("one", "web", "8090-8091:80");
        assertEquals(List.of("*:8091->80/tcp"), PORTS.of(DockerDriver.TULLE, "one"));
        busy.close();
    }

    /** On Docker's bridge of this version the ports are given in no order. */
    @Test
    void shouldGiveExactPortsBeforeRanges()
    {
        network(DockerDriver.TULLE);
        PORTS.run("one", "web", "8090-8092:80", "8090:81", "82", "8091:83/udp");
        final List<String> ports = PORTS.of(DockerDriver.TULLE, "one");
        assertTrue(ports.containsAll(List.of("*:8090->81/tcp", "*:8091->80/tcp", "*:8091->83/udp")), ports::toString);
        assertEquals(4, ports.size());
    }

    @ParameterizedTest
    @EnumSource
    void testPublishAllWithNilPortBindings(final DockerDriver driver)
    {
        network(driver);
        DOCKER.run("--name", "one", "--network", "web", "--publish-all", "--expose", "80", "--expose", "53/udp");
        final List<String> ports = PORTS.of(driver, "one");
        final int[] range = {32_768, 60_999}; // the kernel's, of which none is for translation
        for (final String port : ports)
        {
            assertTrue(port.matches(".*->(80/tcp|53/udp)"), ports::toString);
            assertTrue(hostPort(port) >= range[0] && hostPort(port) <= range[1], ports::toString);
        }
        EchoServer.tcp(DOCKER.container("one"), 80);
        final int web = hostPort(ports.stream().filter(port -> port.endsWith("80/tcp") && !port.startsWith("["))
            .filter(port -> !port.startsWith(":::")).findFirst().orElseThrow());
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:" + web));
    }

    /** Docker's bridge gives each its own in this version, and the same in newer ones: of families and of addresses. */
    @Test
    void shouldGiveMappingsThatDifferInTheAddressTheSamePort()
    {
        network(DockerDriver.TULLE);
        PORTS.run("one", "web", "80", "127.0.0.1::81", "127.0.0.3::81", "192.0.2.1::81", "0.0.0.0::82", "[::]::82");
        final List<String> ports = PORTS.of(DockerDriver.TULLE, "one");
        assertEquals(5, ports.size(), ports::toString);
        assertEquals(2, ports.stream().filter(port -> port.startsWith("*:")).count(), "both families: " + ports);
        assertEquals(1, ports.stream().filter(port -> port.endsWith("->81/tcp")).mapToInt(DockerPorts::hostPort)
            .distinct().count(), ports::toString);
    }

    @ParameterizedTest
    @EnumSource
    void testMixAnyWithSpecificHostAddrs(final DockerDriver driver)
    {
        network(driver);
        PORTS.run("one", "web", "80", "127.0.0.1::80", "0.0.0.0:9910:80", "[::]:9910:80");
        final List<String> ports = PORTS.of(driver, "one");
        EchoServer.tcp(DOCKER.container("one"), 80);
        for (final String port : ports)
        {
            final String address = port.startsWith("[") || port.startsWith(":::") ? "[::1]" : "127.0.0.1";
            assertEquals("10.81.0.1", get(host, address + ":" + hostPort(port)), port);
        }
        assertEquals("10.81.0.1", get(host, "[::1]:9910"));
        final int local = hostPort(ports.stream().filter(port -> port.startsWith("127.")).findFirst().orElseThrow());
        assertTrue(cannotGet(internet, "192.0.2.1:" + local));
    }

    @ParameterizedTest
    @EnumSource
    void testPortMappingOnDistinctLoopbackAddrs(final DockerDriver driver)
    {
        network(driver);
        PORTS.run("one", "web", "127.0.0.1:8080:80");
        PORTS.run("two", "web", "127.0.0.2:8080:81");
        EchoServer.tcp(DOCKER.container("one"), 80);
        EchoServer.tcp(DOCKER.container("two"), 81);
        assertEquals("10.81.0.1", get(host, "127.0.0.1:8080"));
        assertEquals("10.81.0.1", get(host, "127.0.0.2:8080"));
        assertTrue(cannotGet(host, "127.0.0.3:8080"));
        assertTrue(cannotGet(internet, "192.0.2.1:8080"));
    }

    /** No remote driver can show its ports there: Docker asks it, and does not take the answer. */
    @Test
    void testAllPortMappingsAreReturned()
    {
        network(DockerDriver.TULLE);
        PORTS.run("one", "web", "8080:80", "127.0.0.1:8081:81/udp", "9000-9002:90-92");
        assertEquals(List.of("*:8080->80/tcp", "*:9000-9002->90-92/tcp", "127.0.0.1:8081->81/udp"),
            PORTS.of(DockerDriver.TULLE, "one"));
        final String ps = DOCKER.host().tulle().tulle("ps").ok().out();
        assertTrue(ps.contains("one") && ps.contains("0.0.0.0:9000-9002->90-92/tcp"), ps);
        assertEquals("", DOCKER.docker("ps", "--format", "{{.Ports}}").ok().out().strip());
        assertEquals("", DOCKER.docker("port", "one").ok().out());
        assertTrue(DOCKER.inspect("one", "{{json .HostConfig.PortBindings}}").contains("\"HostPort\":\"9002\""));
    }

    /** Docker's proxy is a process for each port and family. */
    @Test
    void shouldServeARangeOfAThousandPortsAsOne() throws IOException
    {
        network(DockerDriver.TULLE);
        final Instance tulle = DOCKER.host().tulle();
        final long before = descriptors(tulle);
        PORTS.run("one", "web", "20000-20999:1000-1999");
        assertEquals(List.of("*:20000-20999->1000-1999/tcp"), PORTS.of(DockerDriver.TULLE, "one"));
        final String state = Files.readString(tulle.stateDir().resolve("state.json"));
        assertEquals(1, Instance.parse(state).path("ports").size(), state);
        EchoServer.tcp(DOCKER.container("one"), 1000);
        EchoServer.tcp(DOCKER.container("one"), 1999);
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:20000"));
        assertEquals(Internet.ADDRESS, get(internet, "192.0.2.1:20999"));
        assertEquals("10.81.0.1", get(host, "127.0.0.1:20999"));
        DOCKER.docker("rm", "--force", "one").ok();
        assertNotEquals(0, before);
        Eventually.eventually("the sockets are closed", () -> descriptors(tulle) < before + 100);
        PORTS.run("two", "web", "20500:80");
    }

    private static long descriptors(final Instance tulle) throws IOException
    {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(tulle.daemon().pid()), "fd")))
        {
            return files.count();
        }
    }
}
