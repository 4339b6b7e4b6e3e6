package io.tulle.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Things that have a name and an id, found by either, listed by name. Called by the control thread. */
final class NamedTable<T>
{
    private final Map<String, T> byName = new TreeMap<>();
    private final Map<String, T> byId = new HashMap<>();
    private final Function<T, String> nameOf;
    private final Function<T, String> idOf;

    NamedTable(final Function<T, String> nameOf, final Function<T, String> idOf)
    {
        this.nameOf = nameOf;
        this.idOf = idOf;
    }

    boolean isEmpty()
    {
        return byName.isEmpty();
    }

    /** All, as they are when this is called. */
    List<T> all()
    {
        return List.copyOf(byName.values());
    }

    /** Null if there is none. */
    T named(final String name)
    {
        return byName.get(name);
    }

    /** Null if there is none. */
    T get(final String id)
    {
        return byId.get(id);
    }

    /** One of the same name is replaced. */
    void put(final T thing)
    {
        final T before = byName.put(nameOf.apply(thing), thing);
        if (null != before)
        {
            byId.remove(idOf.apply(before), before);
        }
        byId.put(idOf.apply(thing), thing);
    }

    /** What has changed since is not removed. */
    void remove(final T thing)
    {
        if (byName.remove(nameOf.apply(thing), thing))
        {
            byId.remove(idOf.apply(thing), thing);
        }
    }
}
