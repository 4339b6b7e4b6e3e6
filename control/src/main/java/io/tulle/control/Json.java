package io.tulle.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds and takes apart JSON trees. Records are written field by field and not bound by reflection: that keeps the
 * start of a command line short and the daemon's metaspace small.
 */
public final class Json
{
    private Json()
    {
    }

    public static ObjectNode object()
    {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array()
    {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** The field's text; null if it is absent or null. */
    public static String text(final JsonNode node, final String field)
    {
        final JsonNode value = node.get(field);
        return null == value || value.isNull() ? null : value.asText();
    }

    /** The text of a field that must be there; IllegalArgumentException if it is not. */
    public static String required(final JsonNode node, final String field)
    {
        final String text = text(node, field);
        if (null == text || text.isEmpty())
        {
            throw new IllegalArgumentException(field + " is missing");
        }
        return text;
    }

    public static List<String> texts(final JsonNode node, final String field)
    {
        final List<String> texts = new ArrayList<>();
        node.path(field).forEach(value -> texts.add(value.asText()));
        return texts;
    }

    public static Map<String, String> textMap(final JsonNode node, final String field)
    {
        final Map<String, String> map = new LinkedHashMap<>();
        node.path(field).properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    public static ArrayNode array(final Collection<String> texts)
    {
        final ArrayNode array = array();
        texts.forEach(array::add);
        return array;
    }

    public static ObjectNode object(final Map<String, ?> map)
    {
        final ObjectNode object = object();
        map.forEach((key, value) -> object.put(key, value.toString()));
        return object;
    }
}
