package io.tulle.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.config.ContainerDns;
import io.tulle.config.ContainerDns.ExtraHost;
import io.tulle.config.DnsServer;
import io.tulle.config.DnsSpec;
import io.tulle.config.NetworkDns;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns settings of names into the JSON of state.json and back; a file of an older version has none of them. Called by
 * the control thread.
 */
final class DnsCodec
{
    private DnsCodec()
    {
    }

    static ObjectNode encode(final DnsSpec dns)
    {
        final ObjectNode node = Json.object()
            .put("ttlS", dns.ttl().toSeconds())
            .put("cacheEntries", dns.cacheEntries())
            .put("serveStaleS", dns.serveStale().toSeconds())
            .put("maxPending", dns.maxPending());
        node.set("servers", texts(dns.servers()));
        node.set("domains", domains(dns.domains()));
        return node;
    }

    static DnsSpec section(final JsonNode node)
    {
        return node.isMissingNode() ? DnsSpec.DEFAULTS : new DnsSpec(
            Duration.ofSeconds(node.path("ttlS").asLong()), servers(node, "servers"), domains(node.path("domains")),
            node.path("cacheEntries").asInt(), Duration.ofSeconds(node.path("serveStaleS").asLong()),
            node.path("maxPending").asInt());
    }

    static ObjectNode encode(final NetworkDns dns)
    {
        final ObjectNode node = Json.object().put("enabled", dns.isEnabled());
        node.set("servers", texts(dns.servers()));
        node.set("domains", domains(dns.domains()));
        return node;
    }

    static NetworkDns network(final JsonNode node)
    {
        return node.isMissingNode() ? NetworkDns.DEFAULTS : new NetworkDns(
            node.path("enabled").asBoolean(), servers(node, "servers"), domains(node.path("domains")));
    }

    static ObjectNode encode(final ContainerDns dns)
    {
        final ObjectNode node = Json.object();
        node.set("servers", texts(dns.servers()));
        node.set("search", Json.array(dns.search()));
        node.set("options", Json.array(dns.options()));
        node.set("hosts", texts(dns.hosts()));
        return node;
    }

    static ContainerDns container(final JsonNode node)
    {
        return node.isMissingNode() ? ContainerDns.DEFAULTS : new ContainerDns(
            servers(node, "servers"), Json.texts(node, "search"), Json.texts(node, "options"),
            Json.texts(node, "hosts").stream().map(ExtraHost::parse).toList());
    }

    private static JsonNode texts(final List<?> values)
    {
        return Json.array(values.stream().map(Object::toString).toList());
    }

    private static List<DnsServer> servers(final JsonNode node, final String field)
    {
        return Json.texts(node, field).stream().map(DnsServer::parse).toList();
    }

    private static ObjectNode domains(final Map<String, List<DnsServer>> domains)
    {
        final ObjectNode node = Json.object();
        domains.forEach((domain, servers) -> node.set(domain, texts(servers)));
        return node;
    }

    private static Map<String, List<DnsServer>> domains(final JsonNode node)
    {
        final Map<String, List<DnsServer>> domains = new LinkedHashMap<>();
        node.properties().forEach(entry -> domains.put(entry.getKey(), servers(node, entry.getKey())));
        return domains;
    }
}
