package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What moby's own tests ask of the life of containers on networks, by their names, of Docker's bridge and of Tulle. */
@Tag("root")
class DockerMobyLifeTest
{
    private static final String SUBNET = "--subnet=10.81.0.0/24";
    private static final String SUBNET_V6 = "--subnet=fd81::/64";
    private static final String MAC = "02:00:00:81:00:07";

    @RegisterExtension
    static final DockerHost DOCKER = DockerHost.withBridges();

    private static Container internet;

    @BeforeAll
    static void start()
    {
        internet = Internet.connect(DOCKER.host());
        DOCKER.host().tulle().up(Internet.UPLINK_BESIDE_BRIDGES + "docker: {}\n");
    }

    private static DockerBox run(final String name, final String... options)
    {
        return DockerBox.run(DOCKER, name, options);
    }

    private static CommandResult connect(final String network, final String container, final String... options)
    {
        return DOCKER.docker(Commands.join(Commands.join(List.of("network", "connect"), options), network, container)
            .toArray(new String[0]));
    }

    private static CommandResult disconnect(final String network, final String container)
    {
        return DOCKER.docker("network", "disconnect", network, container);
    }

    private static String mac(final DockerBox box)
    {
        return box.attachment("web").path("MacAddress").asText();
    }

    private static List<String> addresses(final DockerBox box)
    {
        return box.exec("ip", "-o", "-4", "address").ok().lines().stream()
            .map(line -> line.replaceAll(".*inet ([0-9.]+)/.*", "$1")).filter(address -> !"127.0.0.1".equals(address))
            .sorted().toList();
    }

    @ParameterizedTest
    @EnumSource
    void testMacAddrOnRestart(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET);
        final DockerBox one = run("one", "--network", "web");
        final DockerBox two = run("two", "--network", "web");
        one.on("stop").ok();
        final DockerBox three = run("three", "--network", "web");
        assertEquals("10.81.0.2", three.address("web"), "it has the first one's address");
        one.on("start").ok();
        assertNotEquals(mac(three), mac(one));
        assertNotEquals(mac(two), mac(one));
        one.ping("two").ok();
        one.ping("three").ok();
    }

    @ParameterizedTest
    @EnumSource
    void testCfgdMacAddrOnRestart(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET);
        final DockerBox one = run("one", "--network", "web", "--mac-address", MAC);
        one.on("stop").ok();
        final DockerBox two = run("two", "--network", "web");
        one.on("start").ok();
        assertEquals(MAC, mac(one));
        assertTrue(one.device("eth0").contains(MAC));
        two.ping("one").ok();
    }

    /** Who knows the address reaches the next container that has it at once: its MAC address is made of it. */
    @ParameterizedTest
    @EnumSource
    void testAdvertiseAddresses(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET, "--ipv6", SUBNET_V6);
        final DockerBox one = run("one", "--network", "web");
        run("two", "--network", "web", "--ip", "10.81.0.9", "--ip6", "fd81::9");
        one.ping("10.81.0.9").ok();
        one.ping("fd81::9").ok();
        DOCKER.docker("rm", "--force", "two").ok();
        run("three", "--network", "web", "--ip", "10.81.0.9", "--ip6", "fd81::9");
        one.exec("ping", "-c", "1", "-W", "3", "10.81.0.9").ok();
        one.exec("ping", "-c", "1", "-W", "3", "fd81::9").ok();
    }

    @ParameterizedTest
    @EnumSource
    void testDockerNetworkConnectDisconnect(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET);
        DOCKER.network(driver, "backend", "--subnet=10.82.0.0/24");
        final DockerBox one = run("one", "--network", "web");
        connect("backend", "one").ok();
        assertEquals(List.of("10.81.0.2", "10.82.0.2"), addresses(one));
        assertEquals("10.82.0.2", one.address("backend"));
        assertTrue(connect("backend", "one").err().contains("already exists in network"));
        disconnect("backend", "one").ok();
        assertEquals(List.of("10.81.0.2"), addresses(one));
        assertTrue(one.attachment("backend").isMissingNode());
        DOCKER.docker("network", "rm", "backend").ok();
        one.on("restart").ok();
        assertEquals(List.of("10.81.0.2"), addresses(one));
        disconnect("web", "one").ok();
        assertEquals(List.of(), addresses(one));
        connect("web", "one").ok();
        one.ping("10.81.0.1").ok();
    }

    @ParameterizedTest
    @EnumSource
    void testDockerNetworkConnectDisconnectToStoppedContainer(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET);
        DOCKER.network(driver, "backend", "--subnet=10.82.0.0/24");
        DOCKER.docker("create", "--name", "one", "--network", "web", DockerHost.IMAGE, "sleep", "1000000").ok();
        final DockerBox one = new DockerBox(DOCKER, "one");
        connect("backend", "one", "--ip", "10.82.0.77").ok();
        one.on("start").ok();
        assertEquals(List.of("10.81.0.2", "10.82.0.77"), addresses(one));
        one.on("kill").ok();
        disconnect("backend", "one").ok();
        one.on("start").ok();
        assertEquals(List.of("10.81.0.2"), addresses(one));
    }

    @ParameterizedTest
    @EnumSource
    void testDockerNetworkConnectDisconnectWithPortMapping(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET);
        DOCKER.network(driver, "abc", "--subnet=10.82.0.0/24"); // before the other by name: it has the default route
        final DockerBox one = DockerBox.run(DOCKER, "one", Talk.server(80), "--network", "web", "-p", "8081:80");
        Talk.begin(internet, Internet.HOST, 8081).end();
        connect("abc", "one").ok();
        Talk.begin(internet, Internet.HOST, 8081).end();
        disconnect("web", "one").ok();
        Talk.begin(internet, Internet.HOST, 8081).end();
        connect("web", "one").ok();
        disconnect("abc", "one").ok();
        Talk.begin(internet, Internet.HOST, 8081).end();
        assertEquals(1, addresses(one).size());
    }

    @ParameterizedTest
    @EnumSource
    void testDockerNetworkRestartWithMultipleNetworks(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET);
        DOCKER.network(driver, "backend", "--subnet=10.82.0.0/24");
        final DockerBox one = run("one", "--network", "web");
        connect("backend", "one").ok();
        one.on("restart").ok();
        assertEquals(List.of("10.81.0.2", "10.82.0.2"), addresses(one));
        one.ping("10.81.0.1").ok();
        one.ping("10.82.0.1").ok();
    }

    @ParameterizedTest
    @EnumSource
    void testDockerNetworkMultipleNetworksUngracefulDaemonRestart(final DockerDriver driver)
    {
        IntStream.range(0, 3).forEach(i -> DOCKER.network(driver, "web" + i, "--subnet=10.8" + i + ".0.0/24"));
        final DockerBox one = run("one", "--network", "web0", "--restart", "always");
        connect("web1", "one").ok();
        connect("web2", "one").ok();
        DOCKER.dockerd().killHard();
        DOCKER.dockerd().start();
        Eventually.eventually("it is back", one::isRunning);
        assertEquals(List.of("10.80.0.2", "10.81.0.2", "10.82.0.2"), addresses(one));
        IntStream.range(0, 3).forEach(i -> one.ping("10.8" + i + ".0.1").ok());
    }

    /** What fails last leaves nothing of what was done before it. */
    @ParameterizedTest
    @EnumSource
    void testJoinError(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET);
        DockerBox.run(DOCKER, "holder", Talk.server(80), "--network", "web", "-p", "8081:80");
        final List<String> devices = DOCKER.devices();
        final CommandResult refused = DOCKER.docker("run", "--name", "one", "--network", "web", "--ip", "10.81.0.9",
            "-p", "8081:80", DockerHost.IMAGE, "true");
        assertTrue(refused.err().contains("port is already allocated"), refused::toString);
        assertEquals(devices, DOCKER.devices());
        run("two", "--network", "web", "--ip", "10.81.0.9").ping("holder").ok();
        DOCKER.docker("rm", "--force", "holder", "two").ok();
        DOCKER.docker("start", "one").ok();
    }

    @ParameterizedTest
    @EnumSource
    void testGatewayErrorOnNetDisconnect(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET);
        DOCKER.network(driver, "backend", "--subnet=10.82.0.0/24");
        final DockerBox one = run("one", "--network", "backend");
        connect("web", "one").ok();
        Internet.ip(one.network(), "route del default");
        disconnect("backend", "one").ok();
        assertTrue(one.exec("ip", "route").ok().out().contains("default via 10.81.0.1"));
        one.ping("10.81.0.1").ok();
    }

    @ParameterizedTest
    @EnumSource
    void testDeleteNetworkWithActiveEndpoints(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET);
        final DockerBox one = run("one", "--network", "web");
        assertTrue(DOCKER.docker("network", "rm", "web").err().contains("has active endpoints"));
        one.ping("10.81.0.1").ok();
        one.on("stop").ok();
        DOCKER.docker("network", "rm", "web").ok();
        assertFalse(one.on("start").isOk());
    }

    @ParameterizedTest
    @EnumSource
    void testAddInterfaceInParallel(final DockerDriver driver)
    {
        IntStream.range(1, 5).forEach(i -> DOCKER.network(driver, "web" + i, "--subnet=10.8" + i + ".0.0/24"));
        final DockerBox one = run("one", "--network", "web1");
        final List<Background> connects = IntStream.range(2, 5).mapToObj(
            i -> DOCKER.startDocker("network", "connect", "web" + i, "one")).toList();
        connects.forEach(connect -> connect.await().ok());
        assertEquals(List.of("10.81.0.2", "10.82.0.2", "10.83.0.2", "10.84.0.2"), addresses(one));
        IntStream.range(0, 4).forEach(i -> assertTrue(one.device("eth" + i).contains("eth" + i), "its name"));
        IntStream.range(1, 5).forEach(i -> one.ping("10.8" + i + ".0.1").ok());
    }

    @ParameterizedTest
    @EnumSource
    void testRemoveInterfaceTwice(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET);
        run("one", "--network", "web");
        disconnect("web", "one").ok();
        assertTrue(disconnect("web", "one").err().contains("is not connected to"));
    }

    @ParameterizedTest
    @EnumSource
    void testEtcHostsDisconnect(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET);
        DOCKER.network(driver, "backend", "--subnet=10.82.0.0/24");
        final DockerBox one = run("one", "--network", "web");
        connect("backend", "one").ok();
        assertTrue(one.exec("cat", "/etc/hosts").ok().out().contains("10.82.0.2"));
        disconnect("backend", "one").ok();
        assertFalse(one.exec("cat", "/etc/hosts").ok().out().contains("10.82.0.2"));
    }

    @ParameterizedTest
    @EnumSource
    void testDisableIpv6Addrs(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET, "--ipv6", SUBNET_V6);
        final DockerBox one = run("one", "--network", "web", "--sysctl", "net.ipv6.conf.all.disable_ipv6=1",
            "--sysctl", "net.ipv6.conf.default.disable_ipv6=1");
        final DockerBox two = run("two", "--network", "web");
        one.ping("10.81.0.1").ok();
        two.ping("10.81.0.2").ok();
        two.ping("fd81::1").ok();
    }

    @ParameterizedTest
    @EnumSource
    void testNonIpv6Network(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET);
        final DockerBox one = run("one", "--network", "web");
        assertFalse(one.device("eth0").contains("inet6"), () -> one.device("eth0"));
        assertEquals("1", one.exec("cat", "/proc/sys/net/ipv6/conf/eth0/disable_ipv6").ok().out().strip());
    }

    @ParameterizedTest
    @EnumSource
    void testContainerDisabledIpv6(final DockerDriver driver)
    {
        DOCKER.network(driver, "web", SUBNET);
        DOCKER.network(driver, "six", "--ipv6", "--subnet=10.82.0.0/24", SUBNET_V6);
        final DockerBox one = run("one", "--network", "web");
        run("two", "--network", "six");
        connect("six", "one").ok();
        assertTrue(one.device("eth1").contains("fd81::3"), () -> one.device("eth1"));
        assertFalse(one.device("eth0").contains("inet6"), () -> one.device("eth0"));
        one.ping("fd81::2").ok();
        one.ping("two").ok();
    }

    /** Docker's own default network is not there; everything else is. */
    @ParameterizedTest
    @EnumSource
    void testRunContainerWithBridgeNone(final DockerDriver driver)
    {
        assertEquals(List.of(), addresses(run("plain")));
        assertEquals(List.of(), addresses(run("none", "--network", "none")));
        assertTrue(addresses(run("host", "--network", "host")).contains(Internet.HOST));
        DOCKER.network(driver, "web", SUBNET);
        run("one", "--network", "web");
        assertEquals(List.of("10.81.0.2"), addresses(run("two", "--network", "container:one")));
    }
}
