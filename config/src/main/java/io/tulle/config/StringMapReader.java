package io.tulle.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads maps of plain text: labels and driver options. */
final class StringMapReader
{
    private StringMapReader()
    {
    }

    /** A map whose values are single; an empty value is an empty text. */
    static Map<String, String> read(final YamlNode parent, final String key)
    {
        final Map<String, String> texts = new LinkedHashMap<>();
        if (parent.has(key))
        {
            parent.child(key).mapOrReport().forEach((name, value) -> texts.put(name, text(value)));
        }
        return texts;
    }

    /** The same, or Compose's other form: a list of NAME=VALUE. */
    static Map<String, String> readLabels(final YamlNode parent)
    {
        final YamlNode node = parent.child("labels");
        if (null == node || YamlNode.Kind.LIST != node.kind())
        {
            return read(parent, "labels");
        }
        final Map<String, String> texts = new LinkedHashMap<>();
        for (final YamlNode item : node.items())
        {
            final String[] pair = item.parse(text -> text.split("=", 2), new String[]{""});
            if (null != texts.put(pair[0], pair.length > 1 ? pair[1] : ""))
            {
                item.problem(pair[0], "is written twice", "remove one of them");
            }
        }
        return texts;
    }

    private static String text(final YamlNode value)
    {
        return YamlNode.Kind.NULL == value.kind() ? "" : value.parse(text -> text, "");
    }
}
