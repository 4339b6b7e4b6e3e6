package io.tulle.daemon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** network, ps, fdb and exec, against the real API. */
class NetworkCommandsTest
{
    @TempDir
    private Path folder;
    private CommandLineRig tulle;

    @BeforeEach
    void setUp() throws IOException
    {
        tulle = new CommandLineRig(folder).withDaemon();
    }

    @AfterEach
    void tearDown()
    {
        tulle.close();
    }

    @Test
    void shouldListNetworks()
    {
        assertEquals(ExitCodes.OK, tulle.run("network", "ls"), tulle.err());

        final String[] lines = tulle.out().split(System.lineSeparator());
        assertEquals(3, lines.length, tulle.out());
        assertTrue(lines[0].startsWith("NETWORK ID"), lines[0]);
        assertTrue(lines[1].matches("[0-9a-f]{12}  back .*172\\.30\\.0\\.0/16 +yes +2"), lines[1]);
        assertTrue(lines[2].matches("[0-9a-f]{12}  front .*10\\.30\\.0\\.0/24 +no +1"), lines[2]);
    }

    @Test
    void shouldListIdsForScripts()
    {
        assertEquals(ExitCodes.OK, tulle.run("network", "ls", "-q", "--no-trunc"), tulle.err());

        assertTrue(tulle.out().lines().allMatch(line -> line.matches("[0-9a-f]{64}")), tulle.out());
    }

    @Test
    void shouldListNetworksAsJson() throws IOException
    {
        assertEquals(ExitCodes.OK, tulle.run("network", "ls", "--json"), tulle.err());

        final JsonNode networks = new ObjectMapper().readTree(tulle.out());
        assertEquals("back", networks.path(0).path("name").asText());
        assertEquals("172.30.0.0/16", networks.path(0).path("subnets").path(0).asText());
    }

    @Test
    void shouldInspectInDockersWordsAndNameWhatDoesNotExist() throws IOException
    {
        assertEquals(ExitCodes.FAILED, tulle.run("network", "inspect", "front", "nothing", "back"));

        final JsonNode networks = new ObjectMapper().readTree(tulle.out());
        assertEquals(2, networks.size());
        assertEquals("front", networks.path(0).path("Name").asText());
        assertEquals(1, networks.path(0).path("Containers").size());
        assertTrue(networks.path(1).path("Internal").asBoolean());
        assertTrue(tulle.err().contains("nothing"), tulle.err());
    }

    @Test
    void shouldCreateConnectDisconnectAndRemove()
    {
        assertEquals(ExitCodes.OK, tulle.run("network", "create", "--subnet", "10.40.0.0/24", "--ip-range",
            "10.40.0.128/25", "--gateway", "10.40.0.1", "--aux-address", "printer=10.40.0.200", "--label", "team=shop",
            "--label", "plain", "-o", "com.docker.network.driver.mtu=9000", "--internal", "--attachable", "blue"),
            tulle.err());
        assertTrue(tulle.out().strip().matches("[0-9a-f]{64}"), tulle.out());

        assertEquals(ExitCodes.OK, tulle.run("network", "connect", "--ip", "10.40.0.9", "--alias", "www",
            "--driver-opt", "com.docker.network.endpoint.ifname=data0", "blue", "db"), tulle.err());
        assertEquals(ExitCodes.OK, tulle.run("ps"));
        assertTrue(tulle.out().lines().anyMatch(line -> line.matches("db +blue +data0 +10\\.40\\.0\\.9/24 .* 9000 .*")),
            tulle.out());

        assertEquals(ExitCodes.FAILED, tulle.run("network", "rm", "blue"), "it has a container");
        assertEquals(ExitCodes.OK, tulle.run("network", "disconnect", "-f", "blue", "db"), tulle.err());
        assertEquals(ExitCodes.OK, tulle.run("network", "rm", "blue"), tulle.err());
        assertEquals("blue", tulle.out().strip());
        assertEquals(ExitCodes.FAILED, tulle.run("network", "rm", "blue"));
        assertTrue(tulle.err().contains("blue"), tulle.err());
    }

    @Test
    void shouldKeepEveryFlagOfCreate() throws IOException
    {
        assertEquals(ExitCodes.OK, tulle.run("network", "create", "--ipv6", "--subnet", "10.41.0.0/24", "--subnet",
            "fd00:41::/64", "--gateway", "fd00:41::9", "--label", "plain", "--dns", "192.0.2.53",
            "--dns", "192.0.2.54:5353", "dual"), tulle.err());
        assertEquals(ExitCodes.OK, tulle.run("network", "inspect", "dual"), tulle.err());

        final JsonNode dual = new ObjectMapper().readTree(tulle.out()).path(0);
        assertTrue(dual.path("EnableIPv6").asBoolean());
        assertEquals("fd00:41::9", dual.path("IPAM").path("Config").path(1).path("Gateway").asText());
        assertEquals("", dual.path("Labels").path("plain").asText("missing"));
        assertEquals("[\"192.0.2.53\",\"192.0.2.54:5353\"]", dual.path("Dns").path("servers").toString());
    }

    @Test
    void shouldRefuseAFlagThatHasNoSubnet()
    {
        assertEquals(ExitCodes.USAGE, tulle.run("network", "create", "--gateway", "10.40.0.1", "blue"));
        assertTrue(tulle.err().contains("--gateway 10.40.0.1"), tulle.err());
        assertEquals(ExitCodes.USAGE, tulle.run("network", "create", "--subnet", "10.40.0.0/24", "--gateway",
            "fd00::1", "blue"));
        assertNotEquals(ExitCodes.OK, tulle.run("network", "inspect", "blue"));
    }

    @Test
    void shouldSayWhyAnAddressIsRefused()
    {
        assertEquals(ExitCodes.FAILED, tulle.run("network", "connect", "--ip", "10.99.0.1", "front", "db"));
        assertTrue(tulle.err().contains("10.99.0.1"), tulle.err());
        assertEquals(1, tulle.err().lines().count(), tulle.err());
    }

    @Test
    void shouldListContainersInEveryMode() throws IOException
    {
        assertEquals(ExitCodes.OK, tulle.run("ps"), tulle.err());
        assertTrue(tulle.out().contains("172.30.0.10/16"), tulle.out());
        assertTrue(tulle.out().lines().anyMatch(line -> line.matches("batch +- .* none +.*")), tulle.out());
        assertTrue(tulle.out().lines().anyMatch(line -> line.matches("agent +- .* host +/proc/\\d+/ns/net +- +-")),
            tulle.out());

        assertEquals(ExitCodes.OK, tulle.run("ps", "--json"), tulle.err());
        assertEquals(5, new ObjectMapper().readTree(tulle.out()).size());
    }

    @Test
    void shouldShowTheFilteringDatabase() throws IOException
    {
        assertEquals(ExitCodes.OK, tulle.run("fdb", "front"), tulle.err());
        assertTrue(tulle.out().contains("learned  17 s"), tulle.out());

        assertEquals(ExitCodes.OK, tulle.run("fdb", "front", "--json"), tulle.err());
        final JsonNode entries = new ObjectMapper().readTree(tulle.out());
        assertEquals(Map.of("mac", "02:42:0a:1e:00:02", "port", "web/front", "container", "web", "isStatic", true,
            "ageSeconds", 0), new ObjectMapper().convertValue(entries.path(0), Map.class));
        assertFalse(entries.path(1).path("isStatic").asBoolean(true));
    }

    @Test
    void shouldEnterTheNamespaceOfAContainer()
    {
        final var rows = new io.tulle.control.ControlClient(tulle.runDir().resolve("tulle.sock")).containers();

        assertEquals(java.util.List.of("nsenter", "--net=/run/netns/web", "--", "ping", "-c", "1"),
            ExecCommand.commandLine(rows, "web", java.util.List.of("--", "ping", "-c", "1"), folder));
        assertEquals("--net=/proc/" + ProcessHandle.current().pid() + "/ns/net",
            ExecCommand.commandLine(rows, "agent", java.util.List.of("id"), folder).get(1));
        assertEquals("--net=/run/netns/web",
            ExecCommand.commandLine(rows, "sidecar", java.util.List.of("id"), folder).get(1));
        assertEquals(ExitCodes.FAILED, tulle.run("exec", "nobody", "--", "true"));
        assertTrue(tulle.err().contains("nobody"), tulle.err());
    }
}
