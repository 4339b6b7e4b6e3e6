package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Containers of podman on networks of Tulle, and on netavark's beside them. */
@Tag("root")
class PodmanTest
{
    @RegisterExtension
    static final PodmanHost PODMAN = new PodmanHost();

    @BeforeEach
    void start()
    {
        if (!PODMAN.tulle().isRunning())
        {
            PODMAN.tulle().up(Internet.UPLINK);
        }
    }

    private static String resolve(final String container, final String name)
    {
        return PODMAN.exec(container, "nslookup", "-type=a", name).ok().out();
    }

    private static String addressOf(final String container, final String network)
    {
        return PODMAN.inspect(container, "{{.NetworkSettings.Networks." + network + ".IPAddress}}");
    }

    private static CommandResult get(final Container from, final String address)
    {
        return from.run("curl", "-s", "-m", "5", "http://" + address);
    }

    private static void assertPings(final String container, final String address)
    {
        PODMAN.exec(container, "ping", "-c", "1", "-W", "5", address).ok();
    }

    private static int containersOfTulle()
    {
        return PODMAN.tulle().json("ps", "--json").size();
    }

    @Test
    void shouldRunContainersThatFindEachOtherByName()
    {
        PODMAN.network("web", "--subnet", "10.91.0.0/24");
        PODMAN.run("--name", "one", "--network", "web:alias=www");
        PODMAN.run("--name", "two", "--network", "web");
        assertTrue(PODMAN.exec("two", "cat", "/etc/resolv.conf").ok().out().contains("nameserver 10.91.0.1"));
        for (final String name : List.of("one", "www", "one.web", PODMAN.inspect("one", "{{.Id}}").substring(0, 12)))
        {
            assertTrue(resolve("two", name).lines().toList().contains("Address: " + addressOf("one", "web")), name);
        }
        assertPings("two", "one");
        assertPings("two", Internet.ADDRESS);
        assertTrue(PODMAN.exec("one", "ip", "link", "show", "eth0").ok().out()
            .contains(PODMAN.inspect("one", "{{.NetworkSettings.Networks.web.MacAddress}}")));
        assertEquals("one", PODMAN.tulle().json("ps", "--json").get(0).get("name").asText());
    }

    @Test
    void shouldHonourAddressesFamiliesAndOptions()
    {
        PODMAN.network("six", "--subnet", "10.93.0.0/24", "--gateway", "10.93.0.254", "--ipv6", "--subnet",
            "fd00:93::/64", "-o", "mtu=1400");
        PODMAN.network("inner", "--internal", "--disable-dns", "--subnet", "10.94.0.0/24");
        PODMAN.run("--name", "one", "--network", "six:ip=10.93.0.77,mac=02:00:00:00:00:77", "--network", "inner");
        PODMAN.run("--name", "two", "--network", "six");
        PODMAN.run("--name", "three", "--network", "inner");
        final String addresses = PODMAN.exec("one", "ip", "-o", "addr").ok().out();
        assertTrue(addresses.contains("10.93.0.77/24") && addresses.contains("fd00:93::"), addresses);
        assertTrue(PODMAN.exec("one", "ip", "link").ok().out().contains("mtu 1400"));
        assertTrue(PODMAN.exec("one", "ip", "link").ok().out().contains("02:00:00:00:00:77"));
        assertTrue(PODMAN.exec("one", "ip", "route").ok().out().contains("default via 10.93.0.254"));
        PODMAN.exec("two", "ping", "-6", "-c", "1", "-W", "5", "one").ok();
        assertPings("three", addressOf("one", "inner"));
        assertFalse(PODMAN.exec("three", "ip", "route").ok().out().contains("default"));
    }

    @Test
    void shouldPublishPortsThatPodmanShows()
    {
        PODMAN.network("web", "--subnet", "10.91.0.0/24");
        PODMAN.run("--name", "one", "--network", "web", "-p", "8080:80", "-p", "7000-7099:7000-7099/udp");
        final String ports = PODMAN.podman("ps", "--format", "{{.Ports}}").ok().out();
        assertTrue(ports.contains("0.0.0.0:8080->80/tcp") && ports.contains("7000-7099->7000-7099/udp"), ports);
        EchoServer.tcp(PODMAN.container("one"), 80);
        EchoServer.udp(PODMAN.container("one"), 7099);
        assertEquals(Internet.ADDRESS, get(PODMAN.internet(), Internet.HOST + ":8080").ok().out().strip());
        assertEquals(Internet.ADDRESS, EchoServer.askUdp(PODMAN.internet(), Internet.HOST, 7099));
        assertTrue(get(PODMAN.host().host(), "127.0.0.1:8080").isOk());
        assertEquals(2, PODMAN.tulle().json("ports", "--json").size());

        final CommandResult taken = PODMAN.tryRun("--name", "two", "--network", "web", "-p", "8080:80");
        assertTrue(taken.err().contains("Bind for 0.0.0.0:8080 failed: port is already allocated"), taken.toString());
        assertEquals(1, containersOfTulle());
    }

    @Test
    void shouldConnectAndDisconnectLive()
    {
        PODMAN.network("web", "--subnet", "10.91.0.0/24");
        PODMAN.network("back", "--internal", "--subnet", "10.92.0.0/24");
        PODMAN.run("--name", "one", "--network", "back");
        PODMAN.run("--name", "two", "--network", "web", "-p", "8080:80");
        PODMAN.podman("network", "connect", "--alias", "store", "back", "two").ok();
        assertPings("one", "store");
        PODMAN.podman("network", "disconnect", "web", "two").ok();
        assertEquals(1, PODMAN.exec("two", "ip", "-o", "-4", "addr", "show", "scope", "global").ok().lines().size());
        assertFalse(get(PODMAN.internet(), Internet.HOST + ":8080").isOk());
        PODMAN.podman("network", "connect", "web", "two").ok();
        EchoServer.tcp(PODMAN.container("two"), 80);
        assertEquals(Internet.ADDRESS, get(PODMAN.internet(), Internet.HOST + ":8080").ok().out().strip());
        assertTrue(PODMAN.podman("network", "inspect", "web").ok().out().contains("tulle"));
    }

    @Test
    void shouldKeepNothingOfAContainerThatWasKilled()
    {
        PODMAN.network("web", "--subnet", "10.91.0.0/24");
        PODMAN.run("--name", "one", "--network", "web", "-p", "8080:80");
        PODMAN.host().run(List.of("kill", "-9", PODMAN.inspect("one", "{{.State.Pid}}"))).ok();
        Eventually.eventually("podman's clean-up tells Tulle", () -> 0 == containersOfTulle());
        assertEquals(PodmanHost.OWN_DEVICES, PODMAN.devices());
        PODMAN.podman("start", "one").ok();
        EchoServer.tcp(PODMAN.container("one"), 80);
        assertTrue(get(PODMAN.internet(), Internet.HOST + ":8080").isOk());
    }

    @Test
    void shouldLiveBesideNetavarksNetworks()
    {
        PODMAN.network("web", "--subnet", "10.91.0.0/24");
        PODMAN.podman("network", "create", "--subnet", "10.95.0.0/24", "plain").ok();
        PODMAN.run("--name", "one", "--network", "web", "-p", "8080:80");
        PODMAN.run("--name", "two", "--network", "plain", "-p", "8081:80");
        PODMAN.run("--name", "three", "--network", "plain", "-p", "8082:80", "--network", "web");
        for (final String name : List.of("one", "two", "three"))
        {
            EchoServer.tcp(PODMAN.container(name), 80);
        }
        for (final int port : new int[]{8080, 8081, 8082})
        {
            assertTrue(get(PODMAN.internet(), Internet.HOST + ":" + port).isOk(), port + "");
        }
        assertEquals(2, containersOfTulle());
        assertPings("three", addressOf("one", "web"));
        assertPings("three", addressOf("two", "plain"));
        PODMAN.podman("network", "disconnect", "web", "three").ok();
        assertEquals(1, containersOfTulle());
        assertPings("three", addressOf("two", "plain"));
    }

    @Test
    void shouldKeepConnectionsWhileTulleIsRestarted()
    {
        PODMAN.network("web", "--subnet", "10.91.0.0/24");
        PODMAN.run("--name", "one", "--network", "web", "-p", "5201:5201");
        PODMAN.run("--name", "two", "--network", "web");
        new Iperf(PODMAN.container("one")).start();
        final Background connection = PODMAN.internet().start("iperf3", "-c", Internet.HOST, "-t", "8", "-J");
        Eventually.eventually("a session", () -> PODMAN.tulle().json("sessions", "--json").size() >= 2);
        PODMAN.tulle().killHard();
        PODMAN.tulle().upAgain();
        assertPings("two", "one");
        assertTrue(Iperf.receivedBytes(connection.await()) > 0);
        assertTrue(PODMAN.exec("one", "ip", "route").ok().out().contains("default via 10.91.0.1"));
        PODMAN.podman("restart", "--time", "0", "two").ok();
        assertPings("two", "one");
    }

    @Test
    void shouldEndContainersWithoutTulleAndForgetThemLater()
    {
        PODMAN.network("web", "--subnet", "10.91.0.0/24");
        PODMAN.run("--name", "one", "--network", "web", "-p", "8080:80");
        PODMAN.tulle().killHard();
        PODMAN.podman("rm", "--force", "--time", "0", "one").ok();
        final CommandResult refused = PODMAN.tryRun("--name", "two", "--network", "web");
        assertTrue(refused.err().contains("nobody answers at"), refused.toString());
        PODMAN.podman("rm", "--force", "two").ok();
        PODMAN.tulle().upAgain();
        assertEquals(0, containersOfTulle());
        PODMAN.run("--name", "one", "--network", "web", "-p", "8080:80");
        assertEquals(1, containersOfTulle());
    }

    @Test
    void shouldLeaveNothingOfManyContainers()
    {
        PODMAN.network("web", "--subnet", "10.91.0.0/24");
        for (int i = 0; i < 20; i++)
        {
            PODMAN.run("--name", "one", "--network", "web", "-p", "8080:80");
            PODMAN.podman("rm", "--force", "--time", "0", "one").ok();
        }
        assertEquals(0, containersOfTulle());
        assertEquals(PodmanHost.OWN_DEVICES, PODMAN.devices());
    }
}
