package io.tulle.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.config.MacAddr;

import java.nio.file.Path;

/** Turns what container engines asked for into the JSON of state.json and back. Called by the control thread. */
final class EngineCodec
{
    private EngineCodec()
    {
    }

    static ObjectNode encode(final EngineEndpoint endpoint)
    {
        final ObjectNode node = Json.object()
            .put("id", endpoint.id())
            .put("networkId", endpoint.networkId())
            .put("mac", endpoint.mac().toString())
            .put("ipv4", null == endpoint.ipv4() ? null : endpoint.ipv4().toString())
            .put("ipv6", null == endpoint.ipv6() ? null : endpoint.ipv6().toString())
            .put("sandboxKey", null == endpoint.sandboxKey() ? null : endpoint.sandboxKey().toString())
            .put("isGateway", endpoint.isGateway());
        node.set("driverOpts", Json.object(endpoint.driverOpts()));
        return node;
    }

    static EngineEndpoint endpoint(final JsonNode node)
    {
        final String sandboxKey = Json.text(node, "sandboxKey");
        return new EngineEndpoint(
            Json.required(node, "id"),
            Json.required(node, "networkId"),
            MacAddr.parse(Json.required(node, "mac")),
            InterfaceAddress.parse(Json.text(node, "ipv4")),
            InterfaceAddress.parse(Json.text(node, "ipv6")),
            Json.textMap(node, "driverOpts"),
            null == sandboxKey ? null : Path.of(sandboxKey),
            node.path("isGateway").asBoolean());
    }

    static ObjectNode encode(final EngineContainer container)
    {
        final ObjectNode node = Json.object().put("id", container.id());
        node.set("labels", Json.object(container.labels()));
        return node;
    }

    static EngineContainer container(final JsonNode node)
    {
        return node.isMissingNode() ? null :
            new EngineContainer(Json.required(node, "id"), Json.textMap(node, "labels"));
    }
}
