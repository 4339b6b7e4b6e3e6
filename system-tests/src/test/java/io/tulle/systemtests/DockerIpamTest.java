package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tulle chooses the addresses of Docker's networks, and has the same ones after whatever ends and starts again. */
@Tag("root")
class DockerIpamTest
{
    private static final String SUBNET = "--subnet=10.99.7.0/24";
    private static final String LIVE = "--live-restore";

    @RegisterExtension
    static final DockerHost DOCKER = DockerHost.withoutBridges();

    private static Instance tulle;

    @BeforeAll
    static void start()
    {
        tulle = DOCKER.host().tulle();
        tulle.up("docker: {}\n");
    }

    /** What Docker gives back, Tulle must not keep. */
    @AfterEach
    void everythingIsGivenBack() throws IOException
    {
        remove(DOCKER.docker("ps", "--all", "--quiet"), "container", "rm", "--force");
        remove(DOCKER.docker("network", "ls", "--quiet", "--filter", "type=custom"), "network", "rm");
        assertEquals("[]", pools().toString());
    }

    private static void remove(final CommandResult ids, final String... words)
    {
        if (!ids.ok().lines().isEmpty())
        {
            DOCKER.docker(Commands.join(List.of(words), ids.out().split("\\s+")).toArray(new String[0])).ok();
        }
    }

    private static JsonNode pools() throws IOException
    {
        return Instance.parse(Files.readString(tulle.stateDir().resolve("state.json"))).path("leasedPools");
    }

    private static CommandResult create(final String name, final String... options)
    {
        return DOCKER.docker(Commands.join(
            List.of("network", "create", "--driver=tulle", "--ipam-driver=tulle", name), options)
            .toArray(new String[0]));
    }

    private static CommandResult tryRun(final String name, final String network, final String... options)
    {
        return DOCKER.docker(Commands.join(Commands.join(
            List.of("run", "--detach", "--stop-signal=KILL", "--name", name, "--network", network), options),
            DockerHost.IMAGE, "sleep", "1000000").toArray(new String[0]));
    }

    /** Runs a container and returns its address on the network. */
    private static String run(final String name, final String network, final String... options)
    {
        tryRun(name, network, options).ok();
        return address(name, network);
    }

    private static String address(final String name, final String network)
    {
        return DOCKER.inspect(name, "{{(index .NetworkSettings.Networks \"" + network + "\").IPAddress}}");
    }

    private static String config(final String network, final String what)
    {
        return DOCKER.inspect(network, "{{range .IPAM.Config}}{{." + what + "}} {{end}}");
    }

    private static void ping(final String from, final String address)
    {
        DOCKER.exec(from, "ping", "-c", "1", "-W", "2", address).ok();
    }

    /** Its TAP has a carrier and Tulle has its endpoint: it has been through a restart as it was. */
    private static void assertLives(final String name, final String network, final String address)
    {
        assertEquals(address, address(name, network));
        ping(name, "10.99.7.1");
    }

    @Test
    void testDockerNetworkCustomIpam()
    {
        create("web", SUBNET, "--ip-range=10.99.7.128/25", "--gateway=10.99.7.254", "--aux-address=door=10.99.7.128",
            "--aux-address=printer=10.99.7.5", "--ipam-opt=drv.opt1=1").ok();
        assertEquals("10.99.7.129", run("one", "web"));
        assertEquals("10.99.7.7", run("two", "web", "--ip=10.99.7.7"));
        assertEquals("10.99.7.130", run("three", "web"));
        ping("one", "10.99.7.7");
        ping("two", "10.99.7.254");
    }

    @Test
    void testDockerNetworkIpamOptions()
    {
        create("web", SUBNET, "--ipam-opt=drv.opt1=val1", "--ipam-opt=drv.opt2=val2").ok();
        assertEquals("map[drv.opt1:val1 drv.opt2:val2]", DOCKER.inspect("web", "{{.IPAM.Options}}"));
        assertError("tulle.size is not an option of Tulle's IPAM driver; leave it out",
            create("lab", "--ipam-opt=tulle.size=24"));
    }

    @Test
    void testDockerNetworkIpamInvalidCombinations()
    {
        assertError("no matching subnet for gateway 10.1.0.1", create("web", SUBNET, "--gateway=10.1.0.1"));
        assertError("no matching subnet for range 10.1.0.0/24", create("web", SUBNET, "--ip-range=10.1.0.0/24"));
        assertError("every ip-range or gateway must have a corresponding subnet",
            create("web", "--ip-range=10.1.0.0/24"));
        assertError("multiple overlapping subnet configuration is not supported",
            create("web", SUBNET, "--subnet=10.99.0.0/16"));
    }

    private static void assertError(final String message, final CommandResult result)
    {
        assertTrue(!result.isOk() && result.err().contains(message), result::toString);
    }

    @Test
    void shouldChooseSubnetsOfBothFamilies()
    {
        create("web", "--ipv6").ok();
        create("lab").ok();
        final String[] subnets = config("web", "Subnet").split(" ");
        assertEquals(2, subnets.length);
        assertTrue(subnets[1].startsWith("fd"), subnets[1]);
        assertNotEquals(subnets[0], config("lab", "Subnet").strip());
        run("one", "web");
        run("two", "web");
        ping("one", DOCKER.inspect("two", "{{.NetworkSettings.Networks.web.GlobalIPv6Address}}"));
        ping("one", address("two", "web"));
    }

    @Test
    void shouldGiveTheLowestFreeAddress()
    {
        create("web", SUBNET).ok();
        assertEquals("10.99.7.2", run("one", "web"));
        assertEquals("10.99.7.3", run("two", "web"));
        DOCKER.docker("rm", "--force", "one").ok();
        assertEquals("10.99.7.2", run("three", "web"));
        assertEquals("10.99.7.4", run("four", "web"));
    }

    @Test
    void shouldMakeTwoNetworksOfOneSubnet()
    {
        create("web", SUBNET, "--internal").ok();
        create("lab", SUBNET, "--internal").ok();
        for (final String network : List.of("web", "lab"))
        {
            assertEquals("10.99.7.2", run(network + "2", network));
            assertEquals("10.99.7.3", run(network + "3", network));
            ping(network + "2", network + "3");
        }
        DOCKER.docker("rm", "--force", "web3").ok();
        assertTrue(!DOCKER.exec("web2", "ping", "-c", "1", "-W", "1", "10.99.7.3").isOk(), "that is lab's");
        assertError("conflicts with existing route", DOCKER.docker("network", "connect", "web", "lab2"));
        assertEquals("10.99.7.3", run("web4", "web"));
    }

    /** Without the gateway, which Docker 20.10 always asks for, there would be room for two: Docker 28 has them. */
    @Test
    void testPointToPoint()
    {
        create("web", "--subnet=192.168.135.0/31").ok();
        assertEquals("192.168.135.1", run("one", "web"));
        ping("one", "192.168.135.0");
        assertError("no available addresses on this pool", tryRun("two", "web"));
    }

    @Test
    void testDockerNetworkConnectPreferredIp()
    {
        create("web", "--subnet=172.28.0.0/16", "--ip-range=172.28.5.0/24").ok();
        create("lab", SUBNET).ok();
        assertEquals("172.28.99.88", run("one", "web", "--ip=172.28.99.88"));
        DOCKER.docker("network", "connect", "--ip", "10.99.7.44", "lab", "one").ok();
        assertEquals("10.99.7.44", address("one", "lab"));
        DOCKER.docker("restart", "one").ok();
        assertEquals("172.28.99.88", address("one", "web"));
        assertEquals("10.99.7.44", address("one", "lab"));
        assertError("Address already in use", tryRun("two", "web", "--ip=172.28.99.88"));
    }

    @Test
    void testDockerNetworkConnectPreferredIpStoppedContainer()
    {
        create("web", SUBNET).ok();
        create("lab", "--subnet=172.28.0.0/16").ok();
        DOCKER.docker("create", "--name", "one", "--network", "web", DockerHost.IMAGE, "sleep", "1000000").ok();
        DOCKER.docker("network", "connect", "--ip", "172.28.99.88", "lab", "one").ok();
        DOCKER.docker("start", "one").ok();
        assertEquals("172.28.99.88", address("one", "lab"));
    }

    @Test
    void testDockerNetworkUnsupportedRequiredIp()
    {
        create("web").ok();
        create("lab", SUBNET).ok();
        assertError("user specified IP address is supported only when connecting to networks with user configured " +
            "subnets", tryRun("one", "web", "--ip=172.17.0.9"));
        assertError("It does not belong to any of this network's subnets", tryRun("two", "lab", "--ip=10.1.0.9"));
    }

    @Test
    void shouldHaveTheSameAddressesAfterDockerStartsAgain()
    {
        create("web", SUBNET, "--aux-address=printer=10.99.7.3").ok();
        create("lab").ok();
        final String lab = config("lab", "Subnet");
        run("one", "web", "--restart=always");
        run("two", "web", "--restart=always", "--ip=10.99.7.9");
        DOCKER.dockerd().restart();
        assertEquals(lab, config("lab", "Subnet"));
        assertLives("one", "web", "10.99.7.2");
        assertLives("two", "web", "10.99.7.9");
        assertEquals("10.99.7.4", run("three", "web"));
    }

    @Test
    void testDockerNetworkDriverUngracefulRestart()
    {
        create("web", SUBNET).ok();
        run("one", "web", "--restart=always");
        run("two", "web", "--restart=always", "--ip=10.99.7.9");
        run("three", "web");
        DOCKER.dockerd().killHard();
        DOCKER.dockerd().start();
        assertLives("one", "web", "10.99.7.2");
        assertLives("two", "web", "10.99.7.9");
        assertEquals("10.99.7.3", run("four", "web"));
    }

    @Test
    void shouldNotGiveAwayWhatContainersKeepOverACrashOfDocker()
    {
        create("web", SUBNET, "--internal").ok();
        create("lab", SUBNET, "--internal").ok();
        DOCKER.dockerd().restart(LIVE);
        run("web2", "web");
        run("web3", "web");
        run("lab2", "lab");
        DOCKER.docker("rm", "--force", "web2").ok();
        DOCKER.dockerd().killHard();
        DOCKER.dockerd().start(LIVE);
        assertEquals("10.99.7.3", address("web3", "web"));
        assertEquals("10.99.7.2", run("web4", "web"));
        assertEquals("10.99.7.4", run("web5", "web"));
        assertEquals("10.99.7.3", run("lab3", "lab"));
        ping("web3", "10.99.7.4");
        ping("lab3", "10.99.7.2");
        DOCKER.dockerd().restart();
    }

    @Test
    void shouldNotForgetWhatItGaveWhenItIsKilled()
    {
        create("web", SUBNET).ok();
        run("one", "web");
        tulle.killHard();
        tulle.upAgain();
        assertLives("one", "web", "10.99.7.2");
        assertEquals("10.99.7.3", run("two", "web"));
        assertError("Address already in use", tryRun("three", "web", "--ip=10.99.7.2"));
    }

    @Test
    void shouldAgreeWithDockerAfterBothWereKilled()
    {
        create("web", SUBNET).ok();
        DOCKER.dockerd().restart(LIVE);
        run("one", "web");
        run("two", "web");
        DOCKER.docker("rm", "--force", "one").ok();
        DOCKER.dockerd().killHard();
        tulle.killHard();
        tulle.upAgain();
        DOCKER.dockerd().start(LIVE);
        assertLives("two", "web", "10.99.7.3");
        assertEquals("10.99.7.2", run("three", "web"));
        assertEquals("10.99.7.4", run("four", "web"));
        DOCKER.dockerd().restart();
    }
}
