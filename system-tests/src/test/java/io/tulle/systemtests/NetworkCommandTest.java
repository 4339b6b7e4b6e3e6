package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Networks are made, joined and removed while Tulle runs, with Docker's words and Docker's JSON. */
@Tag("root")
class NetworkCommandTest
{
    @RegisterExtension
    final TestHost host = new TestHost();

    private Instance tulle;
    private Container one;

    @BeforeEach
    void up()
    {
        one = host.container("one");
        host.container("two");
        tulle = host.tulle();
        tulle.up("""
            networks:
              lan: {ipam: {config: [{subnet: 10.43.0.0/24}]}}
            containers:
              one: {netns: "@one", networks: {lan: {}}}
              two: {netns: "@two", networks: {lan: {}}}
            """);
    }

    @Test
    @Tag("smoke")
    void shouldMakeJoinLeaveAndRemoveANetwork()
    {
        final String id = tulle.tulle("network", "create", "--subnet", "10.44.0.0/24", "blue").ok().out().trim();
        assertEquals(64, id.length(), "Docker's ids are 64 hexadecimal digits");
        tulle.tulle("network", "connect", "blue", "one").ok();
        tulle.tulle("network", "connect", "--ip", "10.44.0.9", "blue", "two").ok();
        assertTrue(one.reaches("10.44.0.9"));

        final CommandResult refused = tulle.tulle("network", "rm", "blue").exits(1);
        assertTrue(refused.onlyErrorLine().contains("active endpoints"), refused::toString);
        tulle.tulle("network", "disconnect", "blue", "two").ok();
        assertTrue(one.cannotReach("10.44.0.9"));
        tulle.tulle("network", "disconnect", "blue", "one").ok();
        assertFalse(one.run("ip", "link", "show", "eth1").isOk());
        tulle.tulle("network", "rm", "blue").ok();

        assertEquals(List.of("lan"), names(tulle.json("network", "ls", "--json")));
        assertTrue(one.reaches("10.43.0.3"), "the first network was never touched");
    }

    @Test
    void shouldKeepALiveNetworkOverApplyAndRestart()
    {
        tulle.tulle("network", "create", "--subnet", "10.44.0.0/24", "blue").ok();
        tulle.tulle("network", "connect", "blue", "one").ok();
        tulle.tulle("network", "connect", "--ip", "10.44.0.9", "blue", "two").ok();

        tulle.tulle("apply", "-f", tulle.file().toString()).ok();
        assertTrue(one.reaches("10.44.0.9"));
        tulle.killHard();
        tulle.upAgain();

        assertTrue(one.reaches("10.44.0.9"));
    }

    @Test
    void shouldInspectWithDockersFields()
    {
        final JsonNode network = tulle.json("network", "inspect", "lan").path(0);

        assertEquals(List.of("Name", "Id", "Created", "Scope", "Driver", "EnableIPv4", "EnableIPv6", "IPAM", "Internal",
            "Attachable", "Ingress", "ConfigFrom", "ConfigOnly", "Containers", "Options", "Labels"), keys(network));
        assertEquals(List.of("Driver", "Options", "Config"), keys(network.path("IPAM")));
        assertEquals(List.of("Subnet", "Gateway"), keys(network.path("IPAM").path("Config").path(0)));
        assertEquals(List.of("Network"), keys(network.path("ConfigFrom")));
        final JsonNode container = network.path("Containers").iterator().next();
        assertEquals(List.of("Name", "EndpointID", "MacAddress", "IPv4Address", "IPv6Address"), keys(container));
        assertEquals("one", container.path("Name").asText());
        assertEquals("10.43.0.2/24", container.path("IPv4Address").asText());
        assertEquals("02:42:0a:2b:00:02", container.path("MacAddress").asText());
    }

    @Test
    void shouldMoveTheDefaultRouteByDockersRule()
    {
        assertEquals("10.43.0.1", gateway());
        tulle.tulle("network", "create", "--subnet", "10.44.0.0/24", "aaa").ok();
        tulle.tulle("network", "create", "--subnet", "10.45.0.0/24", "zzz").ok();
        tulle.tulle("network", "create", "--internal", "--subnet", "10.46.0.0/24", "internal").ok();

        tulle.tulle("network", "connect", "zzz", "one").ok();
        assertEquals("10.43.0.1", gateway(), "lan comes before zzz");
        tulle.tulle("network", "connect", "aaa", "one").ok();
        assertEquals("10.44.0.1", gateway(), "aaa comes first by name");
        tulle.tulle("network", "connect", "--gw-priority", "5", "internal", "one").ok();
        assertEquals("10.44.0.1", gateway(), "an internal network has no way out");
        tulle.tulle("network", "disconnect", "zzz", "one").ok();
        tulle.tulle("network", "connect", "--gw-priority", "1", "zzz", "one").ok();
        assertEquals("10.45.0.1", gateway(), "the highest priority wins");
        tulle.tulle("network", "disconnect", "zzz", "one").ok();
        assertEquals("10.44.0.1", gateway());
    }

    private String gateway()
    {
        return one.run("ip", "route", "show", "default").ok().out().replaceAll("(?s)default via (\\S+) .*", "$1");
    }

    private static List<String> names(final JsonNode rows)
    {
        return StreamSupport.stream(rows.spliterator(), false).map(row -> row.path("name").asText()).toList();
    }

    private static List<String> keys(final JsonNode node)
    {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }
}
