package io.tulle.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies maps for records, keeping the file's order, which Map.copyOf does not. */
final class Ordered
{
    private Ordered()
    {
    }

    static <V> Map<String, V> copy(final Map<String, V> map)
    {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
