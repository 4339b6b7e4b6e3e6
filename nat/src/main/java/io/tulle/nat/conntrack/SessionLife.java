package io.tulle.nat.conntrack;

/**
 * The word that says whether a session's bytes mean anything. It is stored last when a session begins, and whoever
 * changes it from live to dead has ended the session.
 * <pre>
 *   31                5     4      3   2    0
 *   +-----------------+---------+------+------+
 *   | generation      | settled | wide | life |
 *   +-----------------+---------+------+------+
 * </pre>
 * Wide: the high halves of the addresses matter.
 * Settled: whoever ended it gave back what it held.
 * The generation counts how often the bytes were used.
 */
final class SessionLife
{
    static final int FREE = 0;
    /** Being filled by a worker. */
    static final int CLAIMED = 1;
    /** Complete, and its tuples are being put into the index: nobody else may have them, no look-up finds them. */
    static final int INSERTING = 2;
    static final int LIVE = 3;
    /** Removed, and its listener does not know yet. */
    static final int DEAD = 4;
    /** Over for everybody; its bytes rest until they are used again. */
    static final int ENDED = 5;

    private static final int LIFE_MASK = 7;
    private static final int WIDE = 8;
    private static final int SETTLED = 16;
    private static final int GENERATION = 32;

    private SessionLife()
    {
    }

    static int life(final int word)
    {
        return word & LIFE_MASK;
    }

    static boolean isWide(final int word)
    {
        return 0 != (word & WIDE);
    }

    static boolean isSettled(final int word)
    {
        return 0 != (word & SETTLED);
    }

    /** @return the word of a session that was live; not settled in its next use. */
    static int dead(final int word, final boolean isSettled)
    {
        return with(word, DEAD) | (isSettled ? SETTLED : 0);
    }

    static int with(final int word, final int life)
    {
        return word & ~LIFE_MASK | life;
    }

    /** @return the word of a session that is about to be live. */
    static int withWide(final int word, final boolean isWide)
    {
        return isWide ? word & ~SETTLED | WIDE : word & ~(SETTLED | WIDE);
    }

    /** @return the word of the next use of the same bytes. */
    static int nextGeneration(final int word)
    {
        return (word & -GENERATION) + GENERATION | CLAIMED;
    }
}
