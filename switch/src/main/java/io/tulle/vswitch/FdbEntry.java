package io.tulle.vswitch;

/**
 * The first long of a filtering database entry: whose address it is, and behind which port. One long, so that one
 * compare-and-set is a whole change.
 * <pre>
 *   | MAC 48 | static 1 | port 15 |
 * </pre>
 */
final class FdbEntry
{
    /** A slot without an entry; no address is zero. */
    static final long FREE = 0;
    static final int MAX_PORT = 0x7FFF;

    private static final int MAC_SHIFT = 16;
    private static final long STATIC = 0x8000L;

    private FdbEntry()
    {
    }

    static long learned(final long mac, final int port)
    {
        return mac << MAC_SHIFT | port;
    }

    static long pinned(final long mac, final int port)
    {
        return learned(mac, port) | STATIC;
    }

    static long mac(final long entry)
    {
        return entry >>> MAC_SHIFT;
    }

    static int port(final long entry)
    {
        return (int) (entry & MAX_PORT);
    }

    static boolean isStatic(final long entry)
    {
        return 0 != (entry & STATIC);
    }
}
