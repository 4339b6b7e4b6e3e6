package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user's containers run on networks of the driver tulle, with Docker's own words for everything. */
@Tag("root")
class DockerRunTest
{
    private static final String SUBNET = "--subnet=10.81.0.0/24";
    private static final String MAC = "02:00:00:81:00:07";

    @RegisterExtension
    static final DockerHost DOCKER = DockerHost.withoutBridges();

    private static Container internet;
    private static Instance tulle;

    @BeforeAll
    static void start()
    {
        internet = Internet.connect(DOCKER.host());
        EchoServer.tcp(internet, 8080);
        tulle = DOCKER.host().tulle();
        tulle.up(Internet.UPLINK + "docker: {}\n");
    }

    private static void network(final String name, final String... options)
    {
        DOCKER.network(DockerDriver.TULLE, name, options);
    }

    private static void run(final String name, final String... options)
    {
        DOCKER.run(Commands.join(List.of("--name", name), options).toArray(new String[0]));
    }

    private static CommandResult ping(final String from, final String address)
    {
        return DOCKER.exec(from, "ping", "-c", "1", "-W", "2", address);
    }

    private static String get(final String from, final String address)
    {
        return DOCKER.exec(from, "wget", "-q", "-O", "-", "http://" + address + ":8080/").ok().out().strip();
    }

    private static JsonNode inspect(final String name)
    {
        return Instance.parse(DOCKER.docker("inspect", name).ok().out()).get(0);
    }

    private static JsonNode attachment(final String container, final String network)
    {
        return inspect(container).path("NetworkSettings").path("Networks").path(network);
    }

    /** Address by address, what ip says of a device in a container. */
    private static String device(final String container, final String device)
    {
        return DOCKER.exec(container, "ip", "address", "show", device).ok().out();
    }

    @Test
    @Tag("smoke")
    void shouldRunContainersThatReachEachOtherAndTheWorld()
    {
        network("web", SUBNET);
        run("one", "--network", "web");
        run("two", "--network", "web");

        ping("one", "two").ok();
        ping("two", "10.81.0.2").ok();
        ping("one", "10.81.0.1").ok();
        assertEquals(Internet.HOST, get("one", Internet.ADDRESS), "masqueraded");

        DOCKER.docker("rm", "--force", "one", "two").ok();
        DOCKER.docker("network", "rm", "web").ok();
        assertEquals(List.of(), DOCKER.devices());
        assertTrue(tulle.json("network", "ls", "--json").isEmpty());
    }

    @Test
    void shouldRunACommandAndGoWithIt()
    {
        network("web", SUBNET);
        final List<String> before = DOCKER.devices();
        final CommandResult result =
            DOCKER.docker("run", "--rm", "--network", "web", DockerHost.IMAGE, "ip", "route").ok();
        assertTrue(result.out().contains("default via 10.81.0.1 dev eth0"), result::toString);
        assertEquals(before, DOCKER.devices());
    }

    @Test
    void shouldTellDockerOfMacAndAddresses()
    {
        network("web", SUBNET, "--ipv6", "--subnet=fd81::/64");
        run("one", "--network", "web");
        final JsonNode attachment = attachment("one", "web");
        assertEquals("10.81.0.2", attachment.path("IPAddress").asText());
        assertEquals("10.81.0.1", attachment.path("Gateway").asText());
        assertEquals("fd81::2", attachment.path("GlobalIPv6Address").asText());
        assertEquals("fd81::1", attachment.path("IPv6Gateway").asText());
        assertEquals("02:42:0a:51:00:02", attachment.path("MacAddress").asText());
        final JsonNode member = inspect("web").path("Containers").elements().next();
        assertEquals("one", member.path("Name").asText());
        assertEquals("10.81.0.2/24", member.path("IPv4Address").asText());
        assertEquals("fd81::2/64", member.path("IPv6Address").asText());
        assertEquals("02:42:0a:51:00:02", member.path("MacAddress").asText());
        final String device = device("one", "eth0");
        for (final String word : new String[]{"02:42:0a:51:00:02", "10.81.0.2/24", "fd81::2/64", "mtu 1500"})
        {
            assertTrue(device.contains(word), device);
        }
    }

    @Test
    void shouldListContainersByTheirNames()
    {
        network("web", SUBNET);
        run("one", "--network", "web");
        Eventually.eventually(() -> "a name in " + tulle.tulle("ps").out(),
            () -> tulle.tulle("ps").ok().out().matches("(?s).*\\bone\\b.*\\bweb\\b.*10\\.81\\.0\\.2.*"));
    }

    @Test
    void shouldUseTheAddressAndTheMacThatTheUserChose()
    {
        network("web", SUBNET);
        run("one", "--network", "web", "--ip", "10.81.0.77", "--mac-address", MAC);
        run("two", "--network", "web");
        assertTrue(device("one", "eth0").contains(MAC), () -> device("one", "eth0"));
        assertTrue(device("one", "eth0").contains("10.81.0.77/24"), () -> device("one", "eth0"));
        assertEquals(MAC, attachment("one", "web").path("MacAddress").asText());
        ping("two", "10.81.0.77").ok();
        final CommandResult taken = DOCKER.docker("run", "--network", "web", "--ip", "10.81.0.77", DockerHost.IMAGE,
            "true");
        assertTrue(taken.err().contains("Address already in use"), taken::toString);
    }

    @Test
    void shouldGiveAnAddressOfTheRange()
    {
        network("web", SUBNET, "--ip-range=10.81.0.128/25", "--gateway=10.81.0.254",
            "--aux-address=router=10.81.0.128");
        run("one", "--network", "web");
        assertEquals("10.81.0.129", attachment("one", "web").path("IPAddress").asText());
        ping("one", "10.81.0.254").ok();
        assertEquals(Internet.HOST, get("one", Internet.ADDRESS));
    }

    @Test
    void shouldJoinAndLeaveNetworksLive()
    {
        network("web", SUBNET);
        network("backend", "--subnet=10.82.0.0/24");
        run("one", "--network", "web");
        run("two", "--network", "backend");
        run("three", "--network", "web");
        assertFalse(ping("one", "10.82.0.2").isOk(), "networks do not see each other");

        DOCKER.docker("network", "connect", "--ip", "10.82.0.9", "backend", "one").ok();
        assertTrue(device("one", "eth1").contains("10.82.0.9/24"), () -> device("one", "eth1"));
        ping("one", "two").ok();
        ping("two", "10.82.0.9").ok();
        ping("three", "one").ok();

        DOCKER.docker("network", "disconnect", "backend", "one").ok();
        assertFalse(DOCKER.exec("one", "ip", "link", "show", "eth1").isOk());
        assertFalse(ping("two", "10.82.0.9").isOk());
        ping("three", "one").ok();
        assertEquals(Internet.HOST, get("one", Internet.ADDRESS));
    }

    /** Docker gives the default route to another network when the one that had it goes. */
    @Test
    void shouldGoOutByTheNetworkThatIsLeft()
    {
        network("anet", SUBNET);
        network("znet", "--subnet=10.82.0.0/24");
        run("one", "--network", "znet", "-p", "8081:80");
        DOCKER.docker("network", "connect", "anet", "one").ok();
        assertTrue(DOCKER.exec("one", "ip", "route").ok().out().contains("default via 10.81.0.1"));
        EchoServer.tcp(DOCKER.container("one"), 80);
        assertEquals(Internet.ADDRESS, getPublished());
        DOCKER.docker("network", "disconnect", "anet", "one").ok();
        assertTrue(DOCKER.exec("one", "ip", "route").ok().out().contains("default via 10.82.0.1"));
        assertEquals(Internet.HOST, get("one", Internet.ADDRESS));
        assertEquals(Internet.ADDRESS, getPublished());
    }

    private static String getPublished()
    {
        return internet.run("curl", "-sS", "--max-time", "10", "http://" + Internet.HOST + ":8081/").ok().out().strip();
    }

    @Test
    void shouldComeBackAfterARestart()
    {
        network("web", SUBNET);
        run("one", "--network", "web", "--ip", "10.81.0.5", "-p", "8081:80");
        run("two", "--network", "web");
        final String before = DOCKER.inspect("one", "{{.State.Pid}}");
        DOCKER.docker("restart", "one").ok();
        assertNotEquals(before, DOCKER.inspect("one", "{{.State.Pid}}"));
        ping("two", "one").ok();
        ping("one", "10.81.0.1").ok();
        assertTrue(device("one", "eth0").contains("10.81.0.5/24"));
        EchoServer.tcp(DOCKER.container("one"), 80);
        assertEquals(Internet.ADDRESS, getPublished());
    }

    @Test
    void shouldStopAndStart()
    {
        network("web", SUBNET);
        final List<String> before = DOCKER.devices();
        run("one", "--network", "web");
        DOCKER.docker("stop", "one").ok();
        assertEquals(before, DOCKER.devices());
        run("two", "--network", "web");
        assertEquals("10.81.0.2", attachment("two", "web").path("IPAddress").asText(), "the lowest free one");
        DOCKER.docker("start", "one").ok();
        ping("one", "two").ok();
        ping("two", "one").ok();
    }

    @Test
    void shouldKeepAnInternalNetworkInside()
    {
        network("inner", SUBNET, "--internal");
        run("one", "--network", "inner", "-p", "8081:80");
        run("two", "--network", "inner");
        ping("one", "two").ok();
        assertFalse(DOCKER.exec("one", "ip", "route").ok().out().contains("default"));
        assertTrue(ping("one", Internet.ADDRESS).err().contains("Network is unreachable"));
        assertFalse(internet.run("curl", "-sS", "--max-time", "2", "http://192.0.2.1:8081/").isOk());
    }

    @Test
    void shouldSpeakIpv6()
    {
        network("web", SUBNET, "--ipv6", "--subnet=fd81::/64");
        run("one", "--network", "web");
        run("two", "--network", "web", "--ip6", "fd81::77");
        DOCKER.exec("one", "ping", "-6", "-c", "1", "-W", "2", "two").ok();
        DOCKER.exec("one", "ping", "-6", "-c", "1", "-W", "2", "fd81::77").ok();
        DOCKER.exec("one", "ping", "-6", "-c", "1", "-W", "2", "fd81::1").ok();
        assertEquals(Internet.HOST_V6, get("two", "[" + Internet.ADDRESS_V6 + "]"));
        assertTrue(DOCKER.exec("one", "ip", "-6", "route").ok().out().contains("default via fd81::1"));
    }

    @Test
    void shouldTakeTheMtuThatTheUserChose()
    {
        network("web", SUBNET, "--opt", "com.docker.network.driver.mtu=1400");
        run("one", "--network", "web");
        assertTrue(device("one", "eth0").contains("mtu 1400"), () -> device("one", "eth0"));
    }

    @Test
    void shouldRefuseANetworkThatIsInUseOrThatItDoesNotUnderstand()
    {
        network("web", SUBNET);
        run("one", "--network", "web");
        assertTrue(DOCKER.docker("network", "rm", "web").err().contains("has active endpoints"));
        final CommandResult result = DOCKER.docker("network", "create", "-d", "tulle", "-o", "tulle.nonsense=1", "bad");
        assertTrue(result.exitCode() != 0 && result.err().contains("tulle.nonsense"), result::toString);
        assertFalse(DOCKER.docker("network", "inspect", "bad").isOk());
    }
}
