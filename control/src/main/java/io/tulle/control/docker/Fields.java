package io.tulle.control.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.tulle.config.BadValueException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads an object of a request as Docker writes it: an absent field, null and "" are the same, unknown fields are
 * passed over, and what has another form is an IllegalArgumentException that names its place. Any thread.
 *
 * @param object the object, or a missing or null node: one without fields
 * @param place  of the object in the request, with a dot behind it; empty for the request itself
 */
record Fields(JsonNode object, String place)
{
    private static final int MAX_TEXT_LENGTH = 4_096; // the kernel's longest path; nothing else is near it
    private static final int MAX_TEXTS = 1_000;
    private static final String ID = "[0-9a-f]{64}";

    static Fields of(final JsonNode request)
    {
        return new Fields(request, "");
    }

    /** Null if it is not there. */
    String text(final String name)
    {
        final JsonNode value = value(name, JsonNodeType.STRING, "is not a string");
        return null == value || value.textValue().isEmpty() ? null : checked(name, value.textValue());
    }

    String required(final String name)
    {
        final String text = text(name);
        if (null == text)
        {
            throw new IllegalArgumentException(place + name + " is missing");
        }
        return text;
    }

    /** Docker's name of a network or an endpoint. */
    String id(final String name)
    {
        final String id = required(name);
        if (!id.matches(ID))
        {
            throw at(name, new BadValueException(id, "is not an id of 64 hex digits", null));
        }
        return id;
    }

    /** What the parser makes of the text; null if there is none. */
    <T> T parsed(final String name, final Function<String, T> parser)
    {
        final String text = text(name);
        try
        {
            return null == text ? null : parser.apply(text);
        }
        catch (final IllegalArgumentException e)
        {
            throw at(name, e);
        }
    }

    <T> T requiredParsed(final String name, final Function<String, T> parser)
    {
        required(name);
        return parsed(name, parser);
    }

    boolean flag(final String name, final boolean absent)
    {
        final JsonNode value = value(name, JsonNodeType.BOOLEAN, "is not true or false");
        return null == value ? absent : value.booleanValue();
    }

    /** 0 if it is not there. */
    int number(final String name, final int max)
    {
        final JsonNode value = value(name, JsonNodeType.NUMBER, "is not a number");
        if (null != value && (!value.isIntegralNumber() || value.longValue() < 0 || value.longValue() > max))
        {
            throw at(name, new BadValueException(value.asText(), "is not a whole number from 0 to " + max, null));
        }
        return null == value ? 0 : value.intValue();
    }

    Fields child(final String name)
    {
        final JsonNode value = value(name, JsonNodeType.OBJECT, "is not an object");
        return new Fields(null == value ? object.path("") : value, place + name + '.');
    }

    /** The objects of a list. */
    List<Fields> children(final String name)
    {
        final JsonNode list = value(name, JsonNodeType.ARRAY, "is not a list");
        final List<Fields> children = new ArrayList<>();
        for (int i = 0; null != list && i < list.size(); i++)
        {
            if (!list.get(i).isObject())
            {
                throw new IllegalArgumentException(place + name + '[' + i + "] is not an object");
            }
            children.add(new Fields(list.get(i), place + name + '[' + i + "]."));
        }
        return children;
    }

    /** All fields, each of which must be a string. */
    Map<String, String> texts()
    {
        object.properties().forEach(field -> value(field.getKey(), JsonNodeType.STRING, "is not a string"));
        return texts(field -> true);
    }

    /** Those fields that are strings. */
    Map<String, String> onlyTexts()
    {
        return texts(JsonNode::isTextual);
    }

    /** The refusal of a value, with its place. */
    IllegalArgumentException at(final String name, final IllegalArgumentException reason)
    {
        return new IllegalArgumentException(place + name + ": " + reason.getMessage(), reason);
    }

    private Map<String, String> texts(final Predicate<JsonNode> isWanted)
    {
        final Map<String, String> texts = new LinkedHashMap<>();
        object.properties().stream().filter(field -> isWanted.test(field.getValue())).limit(MAX_TEXTS + 1).forEach(
            field -> texts.put(
                checked("a name", field.getKey()), checked(field.getKey(), field.getValue().asText("")))); // null is ""
        if (texts.size() > MAX_TEXTS)
        {
            throw new IllegalArgumentException(place + "* are more than " + MAX_TEXTS + " fields");
        }
        return texts;
    }

    private JsonNode value(final String name, final JsonNodeType type, final String refusal)
    {
        final JsonNode value = object.get(name);
        if (null == value || value.isNull())
        {
            return null;
        }
        if (value.getNodeType() != type)
        {
            throw new IllegalArgumentException(place + checked("a name", name) + ' ' + refusal);
        }
        return value;
    }

    private String checked(final String name, final String text)
    {
        if (text.length() > MAX_TEXT_LENGTH)
        {
            throw at(name, new BadValueException(text, "is longer than " + MAX_TEXT_LENGTH + " characters", null));
        }
        return text;
    }
}
