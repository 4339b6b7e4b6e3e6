package io.tulle.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three networks and six containers in named namespaces, and every mode a container can have. */
@Tag("root")
@Tag("smoke")
class ModesTest
{
    private static final String THREE_NETWORKS = """
        networks:
          front: {ipam: {config: [{subnet: 10.30.0.0/24}]}}
          back: {internal: true, ipam: {config: [{subnet: 172.30.0.0/16}]}}
          side: {ipam: {config: [{subnet: 192.168.30.0/24}]}}
        containers:
          web: {netns: "@web", networks: {front: {ipv4_address: 10.30.0.10}}}
          shop: {netns: "@shop", networks: {front: {ipv4_address: 10.30.0.11}, back: {ipv4_address: 172.30.0.11}}}
          db: {netns: "@db", networks: {back: {ipv4_address: 172.30.0.12}}}
          mail: {netns: "@mail", networks: {side: {ipv4_address: 192.168.30.13}}}
          spam: {netns: "@spam", networks: {side: {ipv4_address: 192.168.30.14}}}
          log: {netns: "@log", networks: {back: {ipv4_address: 172.30.0.15}, side: {ipv4_address: 192.168.30.15}}}
        """;

    @RegisterExtension
    final TestHost host = new TestHost();

    @Test
    void shouldLetContainersTalkWithinANetworkAndNotAcross()
    {
        final Container web = host.container("web");
        final Container shop = host.container("shop");
        final Container db = host.container("db");
        final Container mail = host.container("mail");
        final Container spam = host.container("spam");
        final Container log = host.container("log");
        host.tulle().up(THREE_NETWORKS);

        assertTrue(web.reaches("10.30.0.11"), "web to shop on front");
        assertTrue(shop.reaches("172.30.0.12"), "shop to db on back");
        assertTrue(db.reaches("172.30.0.15"), "db to log on back");
        assertTrue(mail.reaches("192.168.30.14"), "mail to spam on side");
        assertTrue(log.reaches("192.168.30.13"), "log to mail on side");
        assertTrue(web.cannotReach("172.30.0.12"), "web to db");
        assertTrue(web.cannotReach("192.168.30.13"), "web to mail");
        assertTrue(spam.cannotReach("172.30.0.15"), "spam to log on back");
        assertTrue(db.cannotReach("10.30.0.10"), "db to web");
    }

    @Test
    void shouldFetchAPageOverTheSwitch()
    {
        final Container web = host.container("web");
        final Container client = host.container("client");
        host.tulle().up("""
            containers:
              web: {netns: "@web"}
              client: {netns: "@client"}
            networks: {default: {ipam: {config: [{subnet: 10.31.0.0/24}]}}}
            """);
        web.start("python3", "-u", "-m", "http.server", "--directory", host.directory().toString(), "80")
            .awaitLine("Serving");
        final String address = web.run("hostname", "-I").ok().out().trim();

        final CommandResult page = client.run("curl", "-sS", "--max-time", "20", "http://" + address + "/");

        assertTrue(page.ok().out().contains("Directory listing"), page::toString);
    }

    @Test
    void shouldTalkOverIpv6()
    {
        final Container one = host.container("one");
        host.tulle().up("""
            networks: {lan: {enable_ipv6: true, enable_ipv4: false, ipam: {config: [{subnet: "fd00:30::/64"}]}}}
            containers:
              one: {netns: "@one", networks: {lan: {ipv6_address: "fd00:30::2"}}}
              two: {networks: {lan: {ipv6_address: "fd00:30::3"}}}
            """);

        // an address is no source before duplicate address detection has ended (RFC 4862 5.4)
        Eventually.eventually("ping over IPv6", () -> one.reaches("fd00:30::3"));
    }

    @Test
    void shouldShareNoneAndHostModes()
    {
        final Container web = host.container("web");
        final Instance tulle = host.tulle();
        tulle.up("""
            networks: {front: {ipam: {config: [{subnet: 10.30.0.0/24}]}}}
            containers:
              web: {netns: "@web", networks: {front: {ipv4_address: 10.30.0.10}}}
              peer: {networks: {front: {ipv4_address: 10.30.0.11}}}
              batch: {netns: create, network_mode: none}
              sidecar: {network_mode: "container:web"}
              agent: {network_mode: host}
            """);

        final String sidecarSees = tulle.tulle("exec", "sidecar", "--", "ip", "-o", "link").ok().out();
        assertEquals(web.run("ip", "-o", "link").ok().out(), sidecarSees, "sidecar is in web's namespace");
        assertTrue(tulle.tulle("exec", "sidecar", "--", "ping", "-c", "1", "10.30.0.11").isOk(), "sidecar to peer");
        final String batchSees = tulle.tulle("exec", "batch", "--", "ip", "-o", "link").ok().out();
        assertEquals(1, batchSees.lines().count(), batchSees);
        assertTrue(batchSees.contains(" lo:") && batchSees.contains(",UP"), batchSees);
        assertEquals(host.host().run("ip", "-o", "link").ok().out(),
            tulle.tulle("exec", "agent", "--", "ip", "-o", "link").ok().out(), "agent is where Tulle is");
        assertTrue(Files.exists(host.created("batch").path()));
    }

    @Test
    void shouldListEveryContainerInPs()
    {
        host.container("web");
        final Instance tulle = host.tulle();
        tulle.up("""
            networks: {front: {ipam: {config: [{subnet: 10.30.0.0/24}]}}, back: {}}
            containers:
              web: {netns: "@web", networks: {front: {}, back: {}}}
              batch: {network_mode: none}
              sidecar: {network_mode: "container:web"}
              agent: {network_mode: host}
            """);

        final String table = tulle.tulle("ps").ok().out();
        final JsonNode rows = tulle.json("ps", "--json");

        assertEquals(6, table.lines().count(), table); // a heading, and web twice
        assertEquals(4, rows.size(), rows::toString);
        final JsonNode web = row(rows, "web");
        assertEquals("bridge", web.path("mode").asText());
        assertEquals(2, web.path("networks").size());
        assertEquals("none", row(rows, "batch").path("mode").asText());
        assertEquals("container:web", row(rows, "sidecar").path("mode").asText());
        assertEquals("host", row(rows, "agent").path("mode").asText());
        web.path("networks").forEach(joined ->
            assertEquals("02:42", joined.path("mac").asText().substring(0, 5), joined::toString));
    }

    private static JsonNode row(final JsonNode rows, final String name)
    {
        for (final JsonNode row : rows)
        {
            if (name.equals(row.path("name").asText()))
            {
                return row;
            }
        }
        throw new AssertionError("no " + name + " in " + rows);
    }
}
