package io.tulle.control.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;
import io.tulle.config.IpamPool;
import io.tulle.config.Names;
import io.tulle.control.EngineNetwork;
import io.tulle.control.Json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network as Docker's API shows it. Used by the thread of {@link DockerWatch}.
 *
 * @param name   as the user wrote it
 * @param source what was read
 */
record DockerNetwork(
    String id, String name, Map<String, String> labels, List<DockerEndpoint> endpoints, JsonNode source)
{
    /** Docker's word for an endpoint that has joined no container yet. */
    private static final String UNJOINED = "ep-";

    /** Reads it; an IllegalArgumentException says what is wrong. */
    static DockerNetwork of(final JsonNode node)
    {
        final List<DockerEndpoint> endpoints = new ArrayList<>();
        node.path("Containers").properties().forEach(entry -> endpoints.add(new DockerEndpoint(
            Json.required(entry.getValue(), "EndpointID"),
            entry.getKey().startsWith(UNJOINED) ? null : entry.getKey(),
            Json.required(entry.getValue(), "Name"))));
        return new DockerNetwork(Json.required(node, "Id"), Json.required(node, "Name"),
            Json.textMap(node, "Labels"), endpoints, node);
    }

    /** As Docker asked for it when it was made; an IllegalArgumentException says what is wrong. */
    EngineNetwork request()
    {
        final List<IpamPool> pools = new ArrayList<>();
        final boolean isDockers = "default".equals(Json.text(source.path("IPAM"), "Driver"));
        source.path("IPAM").path("Config").forEach(config -> pools.add(pool(config, isDockers)));
        return new EngineNetwork(id, Names.isName(name) ? name : null, source.path("Internal").asBoolean(),
            source.path("EnableIPv4").asBoolean(true), source.path("EnableIPv6").asBoolean(), // before 28 always IPv4
            pools, Json.textMap(source, "Options"), labels);
    }

    /** Docker tells its driver all of this but the range, which is for the IPAM driver alone. */
    private static IpamPool pool(final JsonNode config, final boolean isDockers)
    {
        final Cidr subnet = Cidr.parse(Json.required(config, "Subnet"));
        final String gateway = Json.text(config, "Gateway");
        final Map<String, IpAddress> auxAddresses = new LinkedHashMap<>();
        Json.textMap(config, "AuxiliaryAddresses").forEach((name, ip) -> auxAddresses.put(name, address(ip)));
        return new IpamPool(subnet, null,
            null == gateway || gateway.isEmpty() ?
                chosen(subnet, isDockers ? Json.text(config, "IPRange") : null) : address(gateway),
            auxAddresses);
    }

    /**
     * Docker does not show a gateway that the user left open: Docker's own IPAM took the lowest address of the range,
     * Tulle's that of the subnet.
     */
    private static IpAddress chosen(final Cidr subnet, final String range)
    {
        final IpAddress first = null == range || range.isEmpty() ? subnet.first() : Cidr.parse(range).first();
        return first.equals(subnet.first()) ? subnet.firstHost() : first;
    }

    /** Some versions of Docker write the length of the prefix behind it. */
    private static IpAddress address(final String text)
    {
        final int slash = text.indexOf('/');
        return IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    }
}
