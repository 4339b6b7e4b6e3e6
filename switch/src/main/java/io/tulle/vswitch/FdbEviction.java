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
     * Looks through some buckets, until one has an address of the port with the most: under a flood that is nearly
     * always the first.
     *
     * @param bucket  the first one's offset
     * @param buckets how many to look through
     * @param port    who wants the room
     * @return the victim's slot, or {@link FdbTable#NO_SLOT} when nobody here has more addresses than the one who asks
     */
    static int victim(final FdbTable table, final int bucket, final int buckets, final int port)
    {
        final int largest = Math.max(1, table.largestSize());
        int victim = FdbTable.NO_SLOT;
        int most = 0;
        for (int i = 0; i < buckets && most < largest; i++)
        {
            final int candidate = victimIn(table, table.bucketAfter(bucket, i), port);
            final int size = FdbTable.NO_SLOT == candidate ? 0 : sizeBehind(table, table.entry(candidate));
            if (size > most)
            {
                victim = candidate;
                most = size;
            }
        }
        return victim;
    }

    private static int victimIn(final FdbTable table, final int bucket, final int port)
    {
        int victim = FdbTable.NO_SLOT;
        int most = 0;
        int oldest = 0;
        final int own = table.size(port);
        for (int slot = bucket; slot < bucket + FdbTable.ENTRIES_BYTES; slot += FdbTable.SLOT_BYTES)
        {
            final long entry = table.entry(slot);
            final int size = sizeBehind(table, entry);
            final int lastSeen = FdbAge.lastSeen(table.age(slot));
            final boolean mayGo = size > own || 0 < size && port == FdbEntry.port(entry);
            if (mayGo && (size > most || size == most && lastSeen - oldest < 0))
            {
                victim = slot;
                most = size;
                oldest = lastSeen;
            }
        }
        return victim;
    }

    /** @return how many addresses the entry's port has; 0 when there is no entry that could go. */
    private static int sizeBehind(final FdbTable table, final long entry)
    {
        return FdbEntry.FREE == entry || FdbEntry.isStatic(entry) ? 0 : table.size(FdbEntry.port(entry));
    }
}
