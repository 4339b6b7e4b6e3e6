package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What moby's own tests ask of who reaches whom, by their names, of Docker's bridge and of Tulle. */
@Tag("root")
class DockerReachTest
{
    private static final String SUBNET = "--subnet=10.81.0.0/24";
    private static final String SUBNET_V6 = "--subnet=fd81::/64";
    private static final String DIRECT = "10.81.0.0/24";

    @RegisterExtension
    static final DockerHost DOCKER = DockerHost.withBridges();

    private static Container internet;

    @BeforeAll
    static void start()
    {
        internet = Internet.connect(DOCKER.host());
        DOCKER.host().tulle().up(Internet.UPLINK_BESIDE_BRIDGES + "docker: {}\n");
        EchoServer.tcp(internet, 8080);
    }

    private static DockerBox run(final String name, final String... options)
    {
        return DockerBox.run(DOCKER, name, Talk.server(80), options);
    }

    private static boolean opens(final Container from, final String address, final int port)
    {
        return from.run("busybox", "nc", "-w", "2", address, Integer.toString(port)).isOk();
    }

    private static boolean goesOut(final DockerBox box)
    {
        return opens(box.network(), Internet.ADDRESS, 8080);
    }

    @ParameterizedTest
    @EnumSource
    void testBridgeIcc(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET, "--ipv6", SUBNET_V6);
        final DockerBox one = run("one", "--network", "web");
        final DockerBox two = run("two", "--network", "web");
        final String linkLocal = two.exec("ip", "-o", "address", "show", "dev", "eth0", "scope", "link").ok().out()
            .replaceAll("(?s).*inet6 (fe80[^/]+)/.*", "$1");
        one.ping("two").ok();
        one.ping("10.81.0.3").ok();
        one.ping("fd81::3").ok();
        Eventually.eventually("they know that no one else has their addresses",
            () -> one.exec("ping", "-6", "-c", "1", "-W", "1", linkLocal + "%eth0").isOk());
    }

    @ParameterizedTest
    @EnumSource
    void testBridgeInc(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET, "--ipv6", SUBNET_V6);
        DOCKER.network(driver, "backend", "--ipv6", "--subnet=10.82.0.0/24", "--subnet=fd82::/64");
        final DockerBox one = run("one", "--network", "web");
        run("two", "--network", "backend");
        assertTrue(one.cannotReach("10.82.0.2"));
        assertFalse(opens(one.network(), "10.82.0.2", 80));
        assertTrue(one.exec("nslookup", "two").out().contains("can't find two") ||
            !one.exec("nslookup", "two").isOk(), "names do not cross networks either");
    }

    @ParameterizedTest
    @EnumSource(names = "TULLE")
    void testBridgeIncIpv6(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET, "--ipv6", SUBNET_V6);
        DOCKER.network(driver, "backend", "--ipv6", "--subnet=10.82.0.0/24", "--subnet=fd82::/64");
        final DockerBox one = run("one", "--network", "web");
        run("two", "--network", "backend");
        assertTrue(one.cannotReach("fd82::2"));
    }

    @ParameterizedTest
    @EnumSource(names = "TULLE")
    void testBridgeIncRouted(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET);
        DOCKER.network(driver, "routed", "--subnet=10.82.0.0/24", "-o",
            "com.docker.network.bridge.gateway_mode_ipv4=routed");
        final DockerBox one = run("one", "--network", "web");
        final DockerBox two = run("two", "--network", "routed");
        assertTrue(two.cannotReach("10.81.0.2"), "from a routed network into one with NAT");
        assertTrue(one.cannotReach("10.82.0.2"), "nor the other way round");
    }

    @ParameterizedTest
    @EnumSource
    void testInternalNwConnectivity(final DockerDriver driver)
    {
        DOCKER.network(driver, "inner", SUBNET, "--internal");
        final DockerBox one = run("one", "--network", "inner");
        run("two", "--network", "inner");
        one.ping("10.81.0.1").ok();
        one.ping("two").ok();
        final CommandResult out = one.exec("ping", "-c", "1", "-W", "2", Internet.ADDRESS);
        assertFalse(out.isOk(), out::toString);
        assertTrue(DockerDriver.BRIDGE == driver || out.err().contains("Network is unreachable"), out::toString);
    }

    @ParameterizedTest
    @EnumSource
    void testDockerNetworkInternalMode(final DockerDriver driver)
    {
        DOCKER.network(driver, "inner", SUBNET, "--internal");
        final DockerBox one = run("one", "--network", "inner", "-p", "8081:80");
        final DockerBox two = run("two", "--network", "inner");
        two.ping("one").ok();
        assertFalse(goesOut(one));
        assertFalse(opens(internet, Internet.HOST, 8081));
        DOCKER.network(driver, "web", "--subnet=10.82.0.0/24");
        DOCKER.docker("network", "connect", "web", "one").ok();
        assertTrue(goesOut(one));
        assertFalse(goesOut(two));
    }

    /** Isolated: not even the host has a way in. */
    @ParameterizedTest
    @EnumSource(names = "TULLE")
    void testIsolated(final DockerDriver driver)
    {
        DOCKER.network(driver, "inner", SUBNET, "--internal", "-o",
            "com.docker.network.bridge.gateway_mode_ipv4=isolated");
        final DockerBox one = run("one", "--network", "inner");
        run("two", "--network", "inner");
        one.ping("two").ok();
        assertFalse(opens(DOCKER.host().host(), "10.81.0.2", 80), "the host has no way in");
    }

    /** A neighbor that routes the subnet to the host does not get in past the published ports. */
    @ParameterizedTest
    @EnumSource
    void testDirectRemoteAccessOnExposedPort(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET);
        run("one", "--network", "web", "--expose", "80");
        Internet.ip(internet, "route add " + DIRECT + " via " + Internet.HOST);
        assertFalse(opens(internet, "10.81.0.2", 80));
        Internet.ip(internet, "route del " + DIRECT);
    }

    /** Docker's bridge lets a neighbor in to published ports at the container's own address; 28 ended that. */
    @ParameterizedTest
    @EnumSource
    void testDirectRoutingOpenPorts(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET);
        run("one", "--network", "web", "-p", "8081:80");
        Internet.ip(internet, "route add " + DIRECT + " via " + Internet.HOST);
        assertEquals(DockerDriver.BRIDGE == driver, opens(internet, "10.81.0.2", 80));
        assertTrue(opens(internet, Internet.HOST, 8081));
        Internet.ip(internet, "route del " + DIRECT);
    }

    @ParameterizedTest
    @EnumSource
    void testAccessPortPublishedOnLoopbackAddress(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET);
        run("one", "--network", "web", "-p", "127.0.0.1:8081:80");
        assertTrue(opens(DOCKER.host().host(), "127.0.0.1", 8081));
        assertFalse(opens(DOCKER.host().host(), Internet.HOST, 8081));
        assertFalse(opens(internet, Internet.HOST, 8081));
    }

    /** Foreign rules that drop what the host forwards: they break Docker's bridge, and Tulle forwards by itself. */
    @ParameterizedTest
    @EnumSource
    void testDropInForwardChain(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET);
        final DockerBox one = run("one", "--network", "web", "-p", "8081:80");
        assertTrue(goesOut(one));
        final Container host = DOCKER.host().host();
        host.run("nft", "add table inet strict").ok();
        host.run("nft", "add chain inet strict forward { type filter hook forward priority -1 ; policy drop ; }").ok();

        assertEquals(DockerDriver.TULLE == driver, goesOut(one));
        assertEquals(DockerDriver.TULLE == driver, opens(internet, Internet.HOST, 8081));

        host.run("nft", "delete table inet strict").ok();
    }
}
