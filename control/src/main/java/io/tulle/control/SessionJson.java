package io.tulle.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.config.IpAddress;

import java.util.Locale;

/** Writes and reads what the API says about sessions and published ports: both ends use it. Any thread. */
public final class SessionJson
{
    private SessionJson()
    {
    }

    static ObjectNode encode(final String event, final SessionRow row)
    {
        final ObjectNode node = Json.object();
        if (!event.isEmpty())
        {
            node.put("event", event);
        }
        node.put("protocol", row.protocol())
            .put("state", row.state())
            .put("container", row.container())
            .put("network", row.network())
            .put("kind", row.kind().name().toLowerCase(Locale.ROOT));
        put(node.putObject("original"), row.original(), row.originalPackets(), row.originalBytes());
        put(node.putObject("reply"), row.reply(), row.replyPackets(), row.replyBytes());
        return node.put("timeoutSeconds", row.timeoutS());
    }

    private static void put(final ObjectNode node, final SessionRow.Flow flow, final long packets, final long bytes)
    {
        node.put("source", flow.source().toString())
            .put("sourcePort", flow.sourcePort())
            .put("destination", flow.destination().toString())
            .put("destinationPort", flow.destinationPort())
            .put("packets", packets)
            .put("bytes", bytes);
    }

    /** The row of a line. */
    public static SessionRow row(final JsonNode node)
    {
        final JsonNode original = node.path("original");
        final JsonNode reply = node.path("reply");
        return new SessionRow(Json.required(node, "protocol"), Json.required(node, "state"),
            Json.text(node, "container"), Json.text(node, "network"), flow(original), flow(reply),
            node.path("timeoutSeconds").asLong(), original.path("packets").asLong(), original.path("bytes").asLong(),
            reply.path("packets").asLong(), reply.path("bytes").asLong(),
            SessionRow.Kind.valueOf(Json.required(node, "kind").toUpperCase(Locale.ROOT)));
    }

    private static SessionRow.Flow flow(final JsonNode node)
    {
        return new SessionRow.Flow(
            IpAddress.parse(Json.required(node, "source")), node.path("sourcePort").asInt(),
            IpAddress.parse(Json.required(node, "destination")), node.path("destinationPort").asInt());
    }

    static ObjectNode encode(final PortRow row)
    {
        final ObjectNode node = Json.object()
            .put("container", row.container())
            .put("network", row.network())
            .put("protocol", row.protocol())
            .put("hostIp", null == row.hostIp() ? null : row.hostIp().toString())
            .put("hostPort", row.hostPort())
            .put("hostPortEnd", row.hostPortEnd())
            .put("containerPort", row.containerPort())
            .put("containerPortEnd", row.containerPortEnd());
        node.set("from", Json.array(row.from()));
        node.set("uplinks", Json.array(row.uplinks()));
        return node;
    }

    static PortRow port(final JsonNode node)
    {
        final String hostIp = Json.text(node, "hostIp");
        return new PortRow(Json.required(node, "container"), Json.required(node, "protocol"),
            null == hostIp ? null : IpAddress.parse(hostIp), node.path("hostPort").asInt(),
            node.path("hostPortEnd").asInt(), node.path("containerPort").asInt(),
            node.path("containerPortEnd").asInt(), Json.text(node, "network"), Json.texts(node, "from"),
            Json.texts(node, "uplinks"));
    }
}
