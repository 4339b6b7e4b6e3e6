package io.tulle.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tulle.control.NameSource.NameAnswer;
import io.tulle.control.NameSource.NameEvent;
import io.tulle.control.NameSource.NameRow;
import io.tulle.control.NameSource.NameStatistics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes and reads what the API says about names: both ends use it. Any thread. */
public final class DnsJson
{
    private DnsJson()
    {
    }

    /** What {@code tulle dns ls --json} prints, too. */
    public static ArrayNode encode(final List<NameRow> rows)
    {
        final ArrayNode array = Json.array();
        rows.forEach(row -> array.add(encode(row)));
        return array;
    }

    private static ObjectNode encode(final NameRow row)
    {
        return Json.object()
            .put("name", row.name())
            .put("type", row.type())
            .put("value", row.value())
            .put("ttlSeconds", row.ttlS())
            .put("network", row.network())
            .put("container", row.container())
            .put("source", row.source());
    }

    static NameRow row(final JsonNode node)
    {
        return new NameRow(Json.text(node, "name"), Json.text(node, "type"), Json.text(node, "value"),
            node.path("ttlSeconds").asInt(), Json.text(node, "network"), Json.text(node, "container"),
            Json.text(node, "source"));
    }

    /** What {@code tulle dns query --json} prints, too. */
    public static ObjectNode encode(final NameAnswer answer)
    {
        final ObjectNode node = Json.object()
            .put("name", answer.name())
            .put("type", answer.type())
            .put("container", answer.container())
            .put("status", answer.status());
        node.set("records", Json.array(answer.records()));
        return node.put("from", answer.from())
            .put("zone", answer.zone())
            .put("server", answer.server())
            .put("latencyMicros", answer.latencyUs())
            .put("why", answer.why());
    }

    static NameAnswer answer(final JsonNode node)
    {
        return new NameAnswer(Json.text(node, "name"), Json.text(node, "type"), Json.text(node, "container"),
            Json.text(node, "status"), Json.texts(node, "records"), Json.text(node, "from"), Json.text(node, "zone"),
            Json.text(node, "server"), node.path("latencyMicros").asLong(), Json.text(node, "why"));
    }

    static ObjectNode encode(final NameEvent event)
    {
        return Json.object()
            .put("epochMillis", event.epochMs())
            .put("container", event.container())
            .put("network", event.network())
            .put("name", event.name())
            .put("type", event.type())
            .put("status", event.status())
            .put("from", event.from())
            .put("latencyMicros", event.latencyUs());
    }

    /** The event of a line. */
    public static NameEvent event(final JsonNode node)
    {
        return new NameEvent(node.path("epochMillis").asLong(), Json.text(node, "container"),
            Json.text(node, "network"), Json.text(node, "name"), Json.text(node, "type"), Json.text(node, "status"),
            Json.text(node, "from"), node.path("latencyMicros").asLong());
    }

    /** What {@code tulle dns stat --json} prints, too. */
    public static ObjectNode encode(final NameStatistics statistics)
    {
        final ObjectNode node = Json.object();
        node.set("answers", numbers(statistics.answers()));
        node.set("status", numbers(statistics.status()));
        node.set("latencyMicros", numbers(statistics.latencyUs()));
        return node.put("cacheEntries", statistics.cacheEntries());
    }

    static NameStatistics statistics(final JsonNode node)
    {
        return new NameStatistics(numbers(node.path("answers")), numbers(node.path("status")),
            numbers(node.path("latencyMicros")), node.path("cacheEntries").asLong());
    }

    private static ObjectNode numbers(final Map<String, Long> numbers)
    {
        final ObjectNode node = Json.object();
        numbers.forEach((name, number) -> node.put(name, number));
        return node;
    }

    private static Map<String, Long> numbers(final JsonNode node)
    {
        final Map<String, Long> numbers = new LinkedHashMap<>();
        node.properties().forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asLong()));
        return numbers;
    }
}
