package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Docker tests its drivers for, under the names of its tests, with a real dockerd and Tulle as the driver. */
@Tag("root")
class DockerDriverCasesTest
{
    private static final String SUBNET = "--subnet=10.81.0.0/24";

    @RegisterExtension
    static final DockerHost DOCKER = DockerHost.withoutBridges();

    private Instance tulle = DOCKER.host().tulle();

    @AfterEach
    void everythingIsRemovedWhileTheDriverIsThere()
    {
        final List<String> containers = DOCKER.docker("ps", "--all", "--quiet").ok().lines();
        containers.forEach(id -> DOCKER.docker("rm", "--force", id).ok());
        final List<String> networks =
            DOCKER.docker("network", "ls", "--quiet", "--filter", "type=custom").ok().lines();
        networks.forEach(id -> DOCKER.docker("network", "rm", id).ok());
        tulle.down();
    }

    private static CommandResult create(final String driver, final String... options)
    {
        return DOCKER.docker(Commands.join(List.of("network", "create", "--driver", driver, SUBNET), options)
            .toArray(new String[0]));
    }

    private static void assertPings(final String network)
    {
        DOCKER.docker("run", "--rm", "--network", network, DockerHost.IMAGE, "ping", "-c", "1", "-W", "2", "10.81.0.1")
            .ok();
    }

    private static void write(final String file, final String text)
    {
        DOCKER.host().run(
            List.of("sh", "-c", "mkdir -p $(dirname $1) && printf %s \"$2\" > $1", "sh", file, text)).ok();
    }

    /** Every field that a user chooses arrives, and every one that the driver chooses is Docker's. */
    @Test
    void testRemoteDriver()
    {
        tulle.up("docker: {}\n");
        create("tulle", "--ipv6", "--subnet=fd81::/64", "--gateway=10.81.0.9", "--gateway=fd81::9",
            "-o", "com.docker.network.container_iface_prefix=lan", "web").ok();
        DOCKER.run("--name", "one", "--network", "web", "--ip", "10.81.0.77", "--ip6", "fd81::77");
        final String device = DOCKER.exec("one", "ip", "address", "show", "lan0").ok().out();
        assertTrue(device.contains("10.81.0.77/24") && device.contains("fd81::77/64"), device);
        assertTrue(DOCKER.exec("one", "ip", "route").ok().out().contains("default via 10.81.0.9 dev lan0"));
        assertTrue(DOCKER.exec("one", "ip", "-6", "route").ok().out().contains("default via fd81::9 dev lan0"));
        DOCKER.exec("one", "ping", "-c", "1", "-W", "2", "10.81.0.9").ok();
        DOCKER.exec("one", "ping", "-6", "-c", "1", "-W", "2", "fd81::9").ok();
    }

    @Test
    void testDriverError()
    {
        tulle.up("docker: {}\n");
        final CommandResult unknown = create("tulle", "-o", "tulle.source_gard=false", "web");
        assertFalse(unknown.isOk());
        assertTrue(unknown.err().contains("option tulle.source_gard is not an option of a network; did you mean " +
            "tulle.source_guard?"), unknown::toString);
        final CommandResult wrong = create("tulle", "-o", "com.docker.network.driver.mtu=67", "web");
        assertTrue(!wrong.isOk() && wrong.err().contains("failed to parse com.docker.network.driver.mtu value: \"67\""),
            wrong::toString);
        assertEquals(List.of(), DOCKER.docker("network", "ls", "--quiet", "--filter", "type=custom").ok().lines());
    }

    @Test
    void testDockerNetworkDriverOptions()
    {
        tulle.up("docker: {}\n");
        create("tulle", "-o", "com.docker.network.driver.mtu=1400", "-o", "tulle.source_guard=false",
            "-o", "com.example.other=passed-over", "web").ok();
        final String id = DOCKER.inspect("web", "{{.Id}}");
        final String network = tulle.json("network", "inspect", id.substring(0, 12)).get(0).path("Options").toString();
        assertTrue(network.contains("\"com.docker.network.driver.mtu\":\"1400\""), network);
        assertTrue(network.contains("\"tulle.source_guard\":\"false\""), network);
    }

    /** The driver chose it: 02:42 and the address. */
    @Test
    void testDockerNetworkMacInspect()
    {
        tulle.up("docker: {}\n");
        create("tulle", "web").ok();
        DOCKER.run("--name", "one", "--network", "web");
        assertEquals("02:42:0a:51:00:02", DOCKER.inspect("one", "{{.NetworkSettings.Networks.web.MacAddress}}"));
        DOCKER.run("--name", "two", "--network", "web", "--mac-address", "02:00:00:81:00:07");
        assertEquals("02:00:00:81:00:07", DOCKER.inspect("two", "{{.NetworkSettings.Networks.web.MacAddress}}"));
    }

    /** Docker tries again for 15 s, so nobody sees a restart of Tulle. */
    @Test
    void testBackoff()
    {
        tulle.up("docker: {}\n");
        create("tulle", "web").ok();
        tulle.killHard();
        try (Background run = DOCKER.startDocker("run", "--rm", "--network", "web", DockerHost.IMAGE, "ping", "-c", "1",
            "-W", "2", "10.81.0.1"))
        {
            DOCKER.dockerd().process().awaitErrorLine("Unable to connect to plugin");
            tulle.upAgain();
            run.await().ok();
        }
    }

    @Test
    void testLocalSocket()
    {
        tulle.up("docker: {socket: /run/docker/plugins/lan.sock}\n");
        create("lan", "web").ok();
        assertPings("web");
    }

    @Test
    void testFileSpecPlugin()
    {
        tulle.up("docker: {socket: /run/elsewhere/tulle.sock, spec: /etc/docker/plugins/byspec.spec}\n");
        create("byspec", "web").ok();
        assertPings("web");
        assertEquals("byspec", DOCKER.inspect("web", "{{.Driver}}"));
    }

    /** A file that the user wrote, under a name of his own; Docker's list of its networks is by that name. */
    @Test
    void testFileJsonSpecPlugin()
    {
        tulle.up("docker: {socket: /run/elsewhere/tulle.sock, api: none}\n");
        write("/etc/docker/plugins/byjson.json",
            "{\"Name\":\"byjson\",\"Addr\":\"unix:///run/elsewhere/tulle.sock\"}");
        create("byjson", "web").ok();
        assertPings("web");
    }

    /** As docs/docker.md says: Docker's resolver forwards to Tulle's, which alone knows this name. */
    @Test
    void shouldBeTheServerBehindDockersResolver()
    {
        tulle.up("docker: {}\n");
        create("tulle", "web").ok();
        write("/etc/docker/daemon.json", "{\"dns\": [\"10.81.0.1\"]}");
        try
        {
            DOCKER.dockerd().restart();
            final CommandResult lookup = DOCKER.docker("run", "--rm", "--network", "web", DockerHost.IMAGE, "nslookup",
                "host.docker.internal").ok();
            assertTrue(lookup.out().contains("127.0.0.11") && lookup.out().contains("10.81.0.1"), lookup::toString);
        }
        finally
        {
            DOCKER.host().run(List.of("rm", "/etc/docker/daemon.json")).ok();
            DOCKER.dockerd().restart();
        }
    }
}
