package io.tulle.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/** Writes and reads what the API says about containers, forwarding and plans: both ends use it. Any thread. */
final class ApiJson
{
    private ApiJson()
    {
    }

    static ObjectNode encode(final ContainerRow row)
    {
        final ObjectNode node = Json.object()
            .put("name", row.name())
            .put("sandboxId", row.sandboxId())
            .put("mode", row.mode())
            .put("netns", row.netns())
            .put("path", row.path());
        final ArrayNode networks = node.putArray("networks");
        for (final ContainerRow.Joined joined : row.networks())
        {
            networks.addObject()
                .put("network", joined.network())
                .put("endpointId", joined.endpointId())
                .put("interfaceName", joined.interfaceName())
                .put("mac", joined.mac())
                .put("ipv4", joined.ipv4())
                .put("ipv6", joined.ipv6())
                .put("mtu", joined.mtu())
                .put("defaultGateway", joined.defaultGateway())
                .put("sessions", joined.sessions());
        }
        node.set("ports", Json.array(row.ports()));
        if (null != row.engine())
        {
            node.set("engine", EngineCodec.encode(row.engine()));
        }
        return node;
    }

    static ContainerRow container(final JsonNode node)
    {
        final List<ContainerRow.Joined> networks = new ArrayList<>();
        node.path("networks").forEach(joined -> networks.add(new ContainerRow.Joined(
            Json.text(joined, "network"), Json.text(joined, "endpointId"), Json.text(joined, "interfaceName"),
            Json.text(joined, "mac"), Json.text(joined, "ipv4"), Json.text(joined, "ipv6"),
            joined.path("mtu").asInt(), joined.path("defaultGateway").asBoolean(),
            joined.path("sessions").asInt())));
        return new ContainerRow(Json.text(node, "name"), Json.text(node, "sandboxId"), Json.text(node, "mode"),
            Json.text(node, "netns"), Json.text(node, "path"), networks, Json.texts(node, "ports"),
            EngineCodec.container(node.path("engine")));
    }

    static ObjectNode encode(final FdbEntry entry)
    {
        return Json.object()
            .put("mac", entry.mac())
            .put("port", entry.port())
            .put("container", entry.container())
            .put("static", entry.isStatic())
            .put("ageSeconds", entry.ageSeconds());
    }

    static FdbEntry fdbEntry(final JsonNode node)
    {
        return new FdbEntry(Json.text(node, "mac"), Json.text(node, "port"), Json.text(node, "container"),
            node.path("static").asBoolean(), node.path("ageSeconds").asLong());
    }

    static ObjectNode encode(final Plan plan)
    {
        final ObjectNode node = Json.object().put("disruptive", plan.isDisruptive());
        final ArrayNode changes = node.putArray("changes");
        plan.changes().forEach(change -> changes.add(encode(change)));
        node.set("problems", Json.array(plan.problems()));
        return node;
    }

    static ObjectNode encode(final ApplyReport report)
    {
        final ObjectNode node = encode(report.plan());
        node.set("failures", Json.array(report.failures()));
        return node;
    }

    /** The plan as a diff. */
    static List<String> lines(final JsonNode plan)
    {
        final List<String> lines = new ArrayList<>();
        plan.path("changes").forEach(change -> lines.add(change.path("text").asText()));
        return lines;
    }

    private static ObjectNode encode(final Change change)
    {
        final ObjectNode node = Json.object()
            .put("action", change.action().word())
            .put("kind", change.kind())
            .put("name", change.name())
            .put("disruptive", change.isDisruptive())
            .put("text", change.text());
        final ArrayNode differences = node.putArray("differences");
        change.differences().forEach(difference -> differences.addObject()
            .put("property", difference.property())
            .put("before", difference.before())
            .put("after", difference.after()));
        return node;
    }
}
