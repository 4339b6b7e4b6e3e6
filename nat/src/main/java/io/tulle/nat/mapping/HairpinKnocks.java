package io.tulle.nat.mapping;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers for half a minute that a mapping's owner sent to an external address of ours and was filtered there. Called
 * by all workers at once.
 *
 * <p>A peer outside opens a mapping's filter by what is sent to it, whether it lets that in or not: that is how two
 * peers punch holes. Between two peers behind us the first packet makes no session, so without this memory each would
 * wait for the other for ever. It is a hint: a knock may push out another one, and is repeated by who meant it.
 */
final class HairpinKnocks
{
    private static final int SLOTS = 1 << 12;
    private static final int REMEMBERED_S = 30;
    private static final long TAG_MASK = 0xFFFF_FFFF_0000_0000L;

    private final AtomicLongArray slots = new AtomicLongArray(SLOTS); // 32 bits of the hash, and when, in seconds
    private final long seed = new SecureRandom().nextLong();

    /** @param externalPort of the mapping, which nobody else has for longer than a knock is remembered */
    void knocked(final CountedKey scratch, final int mapping, final int externalPort, final long high, final long low,
        final int nowS)
    {
        final long hash = hash(scratch, mapping, externalPort, high, low);
        slots.set((int) hash & SLOTS - 1, hash & TAG_MASK | Integer.toUnsignedLong(nowS));
    }

    boolean hasKnocked(final CountedKey scratch, final int mapping, final int externalPort, final long high,
        final long low, final int nowS)
    {
        final long hash = hash(scratch, mapping, externalPort, high, low);
        final long word = slots.get((int) hash & SLOTS - 1);
        return (hash & TAG_MASK) == (word & TAG_MASK) && nowS - (int) word <= REMEMBERED_S;
    }

    private long hash(final CountedKey scratch, final int mapping, final int externalPort, final long high,
        final long low)
    {
        return scratch.set(high, low, mapping, externalPort, 0, 0).hash(seed);
    }
}
