package io.tulle.control;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Copies maps for records in the order of their keys, so that the same model is the same text. */
final class Sorted
{
    private Sorted()
    {
    }

    static Map<String, String> copy(final Map<String, String> map)
    {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
