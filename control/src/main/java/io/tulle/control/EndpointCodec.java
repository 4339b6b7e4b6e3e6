package io.tulle.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.config.MacAddr;
import io.tulle.config.NetworkMode;
import io.tulle.config.Netns;

import java.nio.file.Path;

/** Turns sandboxes and endpoints into the JSON of state.json and back. Called by the control thread. */
final class EndpointCodec
{
    private EndpointCodec()
    {
    }

    static ObjectNode encode(final Sandbox sandbox)
    {
        final NamespaceIdentity identity = sandbox.identity();
        final ObjectNode node = Json.object()
            .put("id", sandbox.id())
            .put("container", sandbox.container())
            .put("mode", sandbox.mode().toString())
            .put("netns", null == sandbox.netns() ? null : sandbox.netns().toString())
            .put("path", null == sandbox.path() ? null : sandbox.path().toString())
            .put("createdByUs", sandbox.createdByUs());
        node.set("dns", DnsCodec.encode(sandbox.dns()));
        if (null != identity)
        {
            node.putObject("identity").put("device", identity.device()).put("inode", identity.inode());
        }
        if (null != sandbox.engine())
        {
            node.set("engine", EngineCodec.encode(sandbox.engine()));
        }
        return node;
    }

    static Sandbox sandbox(final JsonNode node)
    {
        final String netns = Json.text(node, "netns");
        final String path = Json.text(node, "path");
        final JsonNode identity = node.path("identity");
        return new Sandbox(
            Json.required(node, "id"),
            Json.required(node, "container"),
            NetworkMode.parse(Json.required(node, "mode")),
            null == netns ? null : Netns.saved(netns),
            null == path ? null : Path.of(path),
            node.path("createdByUs").asBoolean(),
            identity.isMissingNode() ? null :
                new NamespaceIdentity(identity.path("device").asLong(), identity.path("inode").asLong()),
            DnsCodec.container(node.path("dns")),
            EngineCodec.container(node.path("engine")));
    }

    static ObjectNode encode(final Endpoint endpoint)
    {
        final ObjectNode node = Json.object()
            .put("id", endpoint.id())
            .put("networkId", endpoint.networkId())
            .put("sandboxId", endpoint.sandboxId())
            .put("container", endpoint.container())
            .put("interfaceName", endpoint.interfaceName())
            .put("mac", endpoint.mac().toString())
            .put("ipv4", null == endpoint.ipv4() ? null : endpoint.ipv4().toString())
            .put("ipv6", null == endpoint.ipv6() ? null : endpoint.ipv6().toString())
            .put("mtu", endpoint.mtu())
            .put("priority", endpoint.priority())
            .put("gwPriority", endpoint.gwPriority())
            .put("origin", endpoint.origin().name());
        node.set("aliases", Json.array(endpoint.aliases()));
        node.set("driverOpts", Json.object(endpoint.driverOpts()));
        return node;
    }

    static Endpoint endpoint(final JsonNode node)
    {
        return new Endpoint(
            Json.required(node, "id"),
            Json.required(node, "networkId"),
            Json.required(node, "sandboxId"),
            Json.required(node, "container"),
            Json.required(node, "interfaceName"),
            MacAddr.parse(Json.required(node, "mac")),
            InterfaceAddress.parse(Json.text(node, "ipv4")),
            InterfaceAddress.parse(Json.text(node, "ipv6")),
            node.path("mtu").asInt(),
            Json.texts(node, "aliases"),
            node.path("priority").asInt(),
            node.path("gwPriority").asInt(),
            Json.textMap(node, "driverOpts"),
            Origin.valueOf(Json.required(node, "origin")));
    }
}
