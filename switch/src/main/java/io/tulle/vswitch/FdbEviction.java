package io.tulle.vswitch;

/**
 * Chooses who leaves a full filtering database: the address of the port that has the most, the one not seen for
 * longest. So a port that floods sources loses its own entries, and nobody else's. Called by workers.
 */
final class FdbEviction
{
    private FdbEviction()
    {
    }

    /**
     * @param from first slot's offset
     * @param to   offset behind the last slot
     * @param port who wants the room
     * @return the victim's offset, or {@link Fdb#UNKNOWN} when nobody here has more addresses than the one who asks
     */
    static int victim(final Fdb fdb, final int from, final int to, final int port)
    {
        int victim = Fdb.UNKNOWN;
        int most = 0;
        int oldest = 0;
        final int own = fdb.size(port);
        for (int offset = from; offset < to; offset += Long.BYTES)
        {
            final long entry = fdb.entryAt(offset);
            if (0 == entry || Fdb.isStatic(entry))
            {
                continue;
            }
            final int size = fdb.size(Fdb.port(entry));
            final int lastSeen = FdbAge.lastSeen(fdb.ageAt(offset));
            final boolean mayGo = size > own || port == Fdb.port(entry);
            if (mayGo && (size > most || size == most && lastSeen - oldest < 0))
            {
                victim = offset;
                most = size;
                oldest = lastSeen;
            }
        }
        return victim;
    }
}
