package io.tulle.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.config.IpamPool;
import io.tulle.config.NetworkDns;

import java.util.Comparator;
import java.util.List;

/** Writes networks as Docker does, field by field, so that scripts made for Docker can read them. Any thread. */
public final class DockerJson
{
    private DockerJson()
    {
    }

    /** What {@code docker network inspect} prints for one network. */
    public static ObjectNode network(final NetworkDetails details)
    {
        final Network network = details.network();
        final ObjectNode node = Json.object()
            .put("Name", network.name())
            .put("Id", network.id())
            .put("Created", network.created().toString())
            .put("Scope", "local")
            .put("Driver", "tulle")
            .put("EnableIPv4", network.enableIpv4())
            .put("EnableIPv6", network.enableIpv6());
        node.set("IPAM", ipam(network.pools()));
        node.put("Internal", network.internal())
            .put("Attachable", network.attachable())
            .put("Ingress", false);
        node.putObject("ConfigFrom").put("Network", "");
        node.put("ConfigOnly", false);
        node.set("Containers", containers(details.endpoints()));
        node.set("Options", Json.object(network.driverOpts()));
        node.set("Labels", Json.object(network.labels()));
        if (!network.dns().equals(NetworkDns.DEFAULTS))
        {
            node.set("Dns", DnsCodec.encode(network.dns())); // Tulle's own: Docker has none
        }
        return node;
    }

    /** What {@code docker network ls --format json} prints for one network. */
    public static ObjectNode row(final NetworkRow row)
    {
        final ObjectNode node = Json.object()
            .put("Id", row.id())
            .put("Name", row.name())
            .put("Driver", row.driver())
            .put("Scope", row.scope())
            .put("Internal", row.internal())
            .put("Endpoints", row.endpoints());
        node.set("Subnets", Json.array(row.subnets()));
        return node;
    }

    static NetworkRow row(final JsonNode node)
    {
        return new NetworkRow(Json.required(node, "Id"), Json.required(node, "Name"), Json.text(node, "Driver"),
            Json.text(node, "Scope"), Json.texts(node, "Subnets"), node.path("Internal").asBoolean(),
            node.path("Endpoints").asInt());
    }

    private static ObjectNode ipam(final List<IpamPool> pools)
    {
        final ObjectNode ipam = Json.object().put("Driver", "default");
        ipam.putObject("Options");
        final ArrayNode config = ipam.putArray("Config");
        for (final IpamPool pool : pools)
        {
            final ObjectNode node = config.addObject().put("Subnet", pool.subnet().toString());
            if (null != pool.ipRange())
            {
                node.put("IPRange", pool.ipRange().toString());
            }
            node.put("Gateway", pool.gateway().toString());
            if (!pool.auxAddresses().isEmpty())
            {
                node.set("AuxiliaryAddresses", Json.object(pool.auxAddresses()));
            }
        }
        return ipam;
    }

    private static ObjectNode containers(final List<Endpoint> endpoints)
    {
        final ObjectNode containers = Json.object();
        endpoints.stream().sorted(Comparator.comparing(Endpoint::container)).forEach(endpoint ->
            containers.putObject(endpoint.sandboxId())
                .put("Name", endpoint.container())
                .put("EndpointID", endpoint.id())
                .put("MacAddress", endpoint.mac().toString())
                .put("IPv4Address", null == endpoint.ipv4() ? "" : endpoint.ipv4().toString())
                .put("IPv6Address", null == endpoint.ipv6() ? "" : endpoint.ipv6().toString()));
        return containers;
    }
}
