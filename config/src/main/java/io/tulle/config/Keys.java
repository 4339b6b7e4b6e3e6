package io.tulle.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys that one section of the file may have, and the remedies for those that users will try.
 *
 * @param section what it is called in problems, such as "a network".
 * @param known   in the order they are suggested.
 * @param refused keys of Compose, or of a later version, with what to do instead.
 */
record Keys(String section, List<String> known, Map<String, String> refused)
{
    static final String REMOVE = "remove it";

    static Keys of(final String section, final String... known)
    {
        return new Keys(section, List.of(known), Map.of());
    }

    /** The same, with keys that are refused with a plain "remove it". */
    Keys refusing(final String... keys)
    {
        final Map<String, String> all = new HashMap<>(refused);
        for (final String key : keys)
        {
            all.put(key, REMOVE);
        }
        return new Keys(section, known, all);
    }

    /** The same, with a key that is refused with its own remedy. */
    Keys advising(final String key, final String remedy)
    {
        final Map<String, String> all = new HashMap<>(refused);
        all.put(key, remedy);
        return new Keys(section, known, all);
    }

    /** Reports every key that is not known; x- keys belong to the user, as in Compose. */
    void check(final YamlNode map)
    {
        map.entries().forEach((key, node) ->
        {
            if (refused.containsKey(key))
            {
                node.keyProblem(map.path(), key, "is not supported by this version", refused.get(key));
            }
            else if (!known.contains(key) && !key.startsWith("x-"))
            {
                node.keyProblem(map.path(), key, "is not a key of " + section, Nearest.remedy(key, known));
            }
        });
    }
}
