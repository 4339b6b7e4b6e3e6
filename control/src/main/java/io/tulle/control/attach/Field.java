package io.tulle.control.attach;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A value of a request with its place in it, which every refusal names; the value may be absent. An
 * IllegalArgumentException says what is wrong. Used by the thread of the request.
 *
 * @param node null or JSON's null if it is absent
 */
record Field(String place, JsonNode node)
{
    private static final int MAX_TEXT_LENGTH = 64 << 10; // longer than any label

    static Field of(final JsonNode root)
    {
        return new Field("", root);
    }

    Field get(final String name)
    {
        return new Field(place.isEmpty() ? name : place + "." + name, isAbsent() ? null : object().get(name));
    }

    boolean isAbsent()
    {
        return null == node || node.isNull() || node.isMissingNode();
    }

    /** The text; null if it is absent. */
    String text()
    {
        check(isAbsent() || node.isTextual(), "is not a text");
        check(isAbsent() || node.textValue().length() <= MAX_TEXT_LENGTH, "is longer than " + MAX_TEXT_LENGTH);
        return isAbsent() ? null : node.textValue();
    }

    String required()
    {
        check(null != text() && !text().isEmpty(), "is missing");
        return text();
    }

    boolean truth(final boolean fallback)
    {
        check(isAbsent() || node.isBoolean(), "is neither true nor false");
        return isAbsent() ? fallback : node.booleanValue();
    }

    int number(final int min, final int max)
    {
        check(!isAbsent() && node.isIntegralNumber() && node.longValue() >= min && node.longValue() <= max,
            "is not a number of " + min + " to " + max);
        return node.intValue();
    }

    /** What the parser makes of the text; null if it is absent or empty. */
    <T> T parse(final Function<String, T> parser)
    {
        final String text = text();
        try
        {
            return null == text || text.isEmpty() ? null : parser.apply(text);
        }
        catch (final IllegalArgumentException e)
        {
            throw refusal(e.getMessage());
        }
    }

    /** The members of an object in their order; none if it is absent. */
    Map<String, Field> members()
    {
        final Map<String, Field> members = new LinkedHashMap<>();
        if (!isAbsent())
        {
            object().properties().forEach(member -> members.put(member.getKey(), get(member.getKey())));
        }
        return members;
    }

    /** The texts of an object by name; none if it is absent. */
    Map<String, String> texts()
    {
        final Map<String, String> texts = new LinkedHashMap<>();
        members().forEach((name, value) -> texts.put(name, null == value.text() ? "" : value.text()));
        return texts;
    }

    /** The elements of a list; none if it is absent. */
    List<Field> items()
    {
        check(isAbsent() || node.isArray(), "is not a list");
        final List<Field> items = new ArrayList<>();
        for (int i = 0; !isAbsent() && i < node.size(); i++)
        {
            items.add(new Field(place + "[" + i + "]", node.get(i)));
        }
        return items;
    }

    /** What the parser makes of each element of a list of texts. */
    <T> List<T> parseAll(final Function<String, T> parser)
    {
        return items().stream().map(item ->
        {
            item.required();
            return item.parse(parser);
        }).toList();
    }

    void check(final boolean isRight, final String reason)
    {
        if (!isRight)
        {
            throw refusal(reason);
        }
    }

    IllegalArgumentException refusal(final String reason)
    {
        return new IllegalArgumentException(place.isEmpty() ? "the request " + reason : place + ": " + reason);
    }

    private JsonNode object()
    {
        check(node.isObject(), "is not an object");
        return node;
    }
}
