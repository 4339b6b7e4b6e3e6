package io.tulle.vswitch;

/**
 * The second long of a filtering database entry: when the address was last seen, and how often it moved lately.
 * <pre>
 *   | moves 8 | window start, s modulo 2^24 | last seen, s 32 |
 * </pre>
 */
final class FdbAge
{
    private static final int MOVES_SHIFT = 56;
    private static final int WINDOW_SHIFT = 32;
    private static final int WINDOW_MASK = 0xFF_FFFF;

    private FdbAge()
    {
    }

    static int lastSeen(final long age)
    {
        return (int) age;
    }

    static int moves(final long age)
    {
        return (int) (age >>> MOVES_SHIFT);
    }

    static long seen(final long age, final int nowS)
    {
        return age & -1L << WINDOW_SHIFT | Integer.toUnsignedLong(nowS);
    }

    /** @return the age after one more move: counted in the window that is open, or in a new one. */
    static long moved(final long age, final int nowS, final int windowS)
    {
        final int windowStart = (int) (age >>> WINDOW_SHIFT) & WINDOW_MASK;
        final boolean isOpen = moves(age) > 0 && (nowS - windowStart & WINDOW_MASK) < windowS;
        final long moves = isOpen ? Math.min(moves(age) + 1, 0xFF) : 1;
        final long start = isOpen ? windowStart : nowS & WINDOW_MASK;
        return moves << MOVES_SHIFT | start << WINDOW_SHIFT | Integer.toUnsignedLong(nowS);
    }
}
