package io.tulle.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** One value of the file with its place: gives typed access, and reports what does not have the wanted type. */
final class YamlNode
{
    /** What a value is, as far as a reader cares. */
    enum Kind
    {
        MAP("a map", "write KEY: VALUE, or {} for an empty one"),
        LIST("a list", "write [VALUE, VALUE], or each after a dash on a line of its own"),
        SCALAR("a single value", "write one value"),
        NULL("empty", "write a value or remove the key");

        private final String words;
        private final String remedy;

        Kind(final String words, final String remedy)
        {
            this.words = words;
            this.remedy = remedy;
        }
    }

    /**
     * Where something stands, counted from 1.
     *
     * @param line   of its first character.
     * @param column of its first character.
     */
    record Place(int line, int column)
    {
    }

    private final Problems problems;
    private final String path;
    private final Place keyPlace;
    private final Place place;
    private final Kind kind;
    private final String text;
    private final Map<String, YamlNode> entries = new LinkedHashMap<>();
    private final List<YamlNode> items = new ArrayList<>();

    YamlNode(final Problems problems, final String path, final Place keyPlace, final Place place, final Kind kind,
        final String text)
    {
        this.problems = problems;
        this.path = path;
        this.keyPlace = keyPlace;
        this.place = place;
        this.kind = kind;
        this.text = text;
    }

    Kind kind()
    {
        return kind;
    }

    String path()
    {
        return path;
    }

    /** The text of a single value; null for all else. */
    String text()
    {
        return text;
    }

    /** Filled by YamlTree, then only read. */
    Map<String, YamlNode> entries()
    {
        return entries;
    }

    /** Filled by YamlTree, then only read. */
    List<YamlNode> items()
    {
        return items;
    }

    /** The value of a key, or null. */
    YamlNode child(final String key)
    {
        return entries.get(key);
    }

    boolean has(final String key)
    {
        return entries.containsKey(key);
    }

    /** The node at a path, or the last one on the way to it that is there: somewhere to point at. */
    YamlNode nearest(final String... keys)
    {
        YamlNode node = this;
        for (final String key : keys)
        {
            final YamlNode next = node.child(key);
            final YamlNode found = null != next ? next : node.itemWithText(key);
            if (null == found)
            {
                return node;
            }
            node = found;
        }
        return node;
    }

    private YamlNode itemWithText(final String wanted)
    {
        for (final YamlNode item : items)
        {
            if (wanted.equals(item.text))
            {
                return item;
            }
        }
        return null;
    }

    Map<String, YamlNode> mapOrReport()
    {
        return isOrReport(Kind.MAP) ? entries : Map.of();
    }

    List<YamlNode> listOrReport()
    {
        return isOrReport(Kind.LIST) ? items : List.of();
    }

    /** Empty stands for an empty map or list, as in Compose; a single value must be written. */
    private boolean isOrReport(final Kind wanted)
    {
        final boolean isEmptyCollection = Kind.NULL == kind && Kind.SCALAR != wanted;
        if (kind != wanted && !isEmptyCollection)
        {
            problem(text, "is " + kind.words + " where " + wanted.words + " is wanted",
                (Kind.NULL == kind ? kind : wanted).remedy);
        }
        return kind == wanted;
    }

    /** The parsed value, or the fallback after a problem. */
    <T> T parse(final Function<String, T> parser, final T fallback)
    {
        if (!isOrReport(Kind.SCALAR))
        {
            return fallback;
        }
        try
        {
            return parser.apply(text);
        }
        catch (final BadValueException e)
        {
            problem(e.value(), e.reason(), e.remedy());
            return fallback;
        }
    }

    /** The parsed value of a key, or the fallback when it is absent or wrong. */
    <T> T parse(final String key, final Function<String, T> parser, final T fallback)
    {
        final YamlNode child = child(key);
        return null == child ? fallback : child.parse(parser, fallback);
    }

    void problem(final String value, final String message, final String remedy)
    {
        problems.add(place.line, place.column, path, value, message, remedy);
    }

    /** A problem of this node's key rather than of its value: shown at the key, with the parent's path. */
    void keyProblem(final String parentPath, final String key, final String message, final String remedy)
    {
        problems.add(keyPlace.line, keyPlace.column, parentPath, key, message, remedy);
    }

    void warn(final String message)
    {
        problems.warn(keyPlace.line, keyPlace.column, path, message);
    }
}
