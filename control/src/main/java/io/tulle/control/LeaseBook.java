package io.tulle.control;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The pools that Docker has, by id. Called by the control thread. */
final class LeaseBook
{
    private final Map<String, LeasedPool> pools = new TreeMap<>();

    boolean isEmpty()
    {
        return pools.isEmpty();
    }

    List<LeasedPool> pools()
    {
        return List.copyOf(pools.values());
    }

    /** The pool with this id, or null. */
    LeasedPool pool(final String id)
    {
        return pools.get(id);
    }

    void put(final LeasedPool pool)
    {
        pools.put(pool.id(), pool);
    }

    void remove(final String id)
    {
        pools.remove(id);
    }

    /** Forgets all but these. */
    void reset(final List<LeasedPool> kept)
    {
        pools.clear();
        kept.forEach(this::put);
    }
}
