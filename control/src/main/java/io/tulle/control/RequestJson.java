package io.tulle.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.config.Cidr;
import io.tulle.config.PortMapping;

import java.util.ArrayList;
import java.util.List;

/** Writes and reads what a client asks for: both ends use it. Any thread. */
final class RequestJson
{
    private RequestJson()
    {
    }

    static ObjectNode encode(final CreateNetwork request)
    {
        final ObjectNode node = Json.object()
            .put("name", request.name())
            .put("internal", request.internal())
            .put("attachable", request.attachable())
            .put("enableIpv4", request.enableIpv4())
            .put("enableIpv6", request.enableIpv6());
        final ArrayNode pools = node.putArray("pools");
        for (final CreateNetwork.Pool pool : request.pools())
        {
            pools.addObject().put("subnet", pool.subnet()).put("ipRange", pool.ipRange()).put("gateway", pool.gateway())
                .set("auxAddresses", Json.object(pool.auxAddresses()));
        }
        node.set("options", Json.object(request.options()));
        node.set("labels", Json.object(request.labels()));
        node.set("dns", Json.array(request.dns()));
        return node;
    }

    static CreateNetwork createNetwork(final JsonNode node)
    {
        final List<CreateNetwork.Pool> pools = new ArrayList<>();
        node.path("pools").forEach(pool -> pools.add(new CreateNetwork.Pool(Json.text(pool, "subnet"),
            Json.text(pool, "ipRange"), Json.text(pool, "gateway"), Json.textMap(pool, "auxAddresses"))));
        return new CreateNetwork(Json.required(node, "name"), node.path("internal").asBoolean(),
            node.path("attachable").asBoolean(), node.path("enableIpv4").asBoolean(true),
            node.path("enableIpv6").asBoolean(), pools, Json.textMap(node, "options"), Json.textMap(node, "labels"),
            Json.texts(node, "dns"));
    }

    /** A port to publish: the short form of Compose, and who may use it. */
    static PortMapping mapping(final JsonNode node)
    {
        final List<Cidr> allow = Json.texts(node, "allow").stream().map(Cidr::parse).toList();
        return PortMapping.parse(Json.required(node, "port")).allow(allow);
    }

    static ObjectNode encode(final Connect request)
    {
        final ObjectNode node = Json.object()
            .put("container", request.container())
            .put("ipv4", request.ipv4())
            .put("ipv6", request.ipv6())
            .put("mac", request.mac())
            .put("gwPriority", request.gwPriority());
        node.set("aliases", Json.array(request.aliases()));
        node.set("driverOpts", Json.object(request.driverOpts()));
        return node;
    }

    static Connect connect(final String network, final JsonNode node)
    {
        return new Connect(network, Json.required(node, "container"), Json.text(node, "ipv4"), Json.text(node, "ipv6"),
            Json.text(node, "mac"), Json.texts(node, "aliases"), Json.textMap(node, "driverOpts"),
            node.path("gwPriority").asInt());
    }
}
