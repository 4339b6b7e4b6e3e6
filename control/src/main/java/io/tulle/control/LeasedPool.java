package io.tulle.control;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A pool that Docker was given, with the addresses that it took of it. Called by the control thread.
 *
 * @param isConfirmed false after a new Docker came, until that Docker names the pool
 */
record LeasedPool(String id, PoolWords words, boolean isConfirmed, Set<IpAddress> taken)
{
    /** Freezes the set. */
    LeasedPool
    {
        taken = Collections.unmodifiableSet(new TreeSet<>(taken));
    }

    LeasedPool(final String id, final PoolWords words)
    {
        this(id, words, true, Set.of());
    }

    Cidr subnet()
    {
        return words.subnet();
    }

    /** The same pool when a new Docker comes, which may know nothing of it. */
    LeasedPool doubted()
    {
        return new LeasedPool(id, words, false, taken);
    }

    /** The same pool when Docker asks for it again: it will ask again for every address that it still has. */
    LeasedPool replayed()
    {
        return new LeasedPool(id, words);
    }

    /** The same pool with an address more. Who knows its id has it. */
    LeasedPool with(final IpAddress address)
    {
        final SortedSet<IpAddress> more = new TreeSet<>(taken);
        more.add(address);
        return new LeasedPool(id, words, true, more);
    }

    /** The same pool with an address less. */
    LeasedPool without(final IpAddress address)
    {
        final SortedSet<IpAddress> fewer = new TreeSet<>(taken);
        fewer.remove(address);
        return new LeasedPool(id, words, true, fewer);
    }
}
