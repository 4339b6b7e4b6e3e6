package io.tulle.vswitch;

import static io.tulle.vswitch.FdbTable.ENTRIES_BYTES;
import static io.tulle.vswitch.FdbTable.SLOT_BYTES;

/**
 * The filtering database of one bridge domain (802.1Q 8.8): which port a MAC address was last seen behind.
 * <p>
 * All workers look up and learn at once, the conductor ages and flushes, and nobody locks: whatever must be seen
 * together lies in one long of {@link FdbTable}. A look-up reads one cache line. A bucket that is full evicts; there
 * is no second probe and no chain, so freeing a slot needs no repair. The table has four slots an address, which lets
 * one in 5,000 addresses of a full table meet a full bucket (Poisson, mean 2, more than 8), and all that comes of it
 * is flooding. Chaining and a second hash were left out: they cost every look-up a line or a branch to save those.
 * <p>
 * Two workers may insert one address at once into different slots, when a slot between was freed meanwhile. Each
 * therefore looks again after inserting, and all but one entry go.
 * <p>
 * The limit is fair: who is refused or evicted is the port with the most addresses, so one that floods sources
 * replaces its own. An address that moves more than {@value #MAX_MOVES} times in {@value #MOVE_WINDOW_S} s stays
 * where it is until the window ends.
 */
public final class Fdb implements AutoCloseable
{
    /** What {@link #lookup} answers for an address that is not in the table. */
    public static final int UNKNOWN = -1;
    /** The highest port index that an entry can name. */
    public static final int MAX_PORT = FdbEntry.MAX_PORT;
    static final int MAX_MOVES = 5;
    static final int MOVE_WINDOW_S = 10;

    private static final int BUCKETS_AN_ADDRESS = 2; // of eight slots: see above
    private static final int BUCKETS_SEARCHED = 16;

    private final FdbTable table;
    private final int maxEntries;

    /**
     * @param maxEntries how many addresses the table holds before it evicts
     * @param maxPorts   one more than the highest port index
     */
    public Fdb(final int maxEntries, final int maxPorts)
    {
        this.maxEntries = maxEntries;
        table = new FdbTable(maxEntries / BUCKETS_AN_ADDRESS, maxPorts);
    }

    /** @return the port that the address was last seen behind, or {@link #UNKNOWN}. Called by workers. */
    public int lookup(final long mac)
    {
        final long entry = table.find(mac);
        return FdbEntry.FREE == entry ? UNKNOWN : FdbEntry.port(entry);
    }

    /**
     * Notes that an address was seen behind a port; called by workers. An address that is known there costs one
     * look-up, and one store a second.
     *
     * @param mac  neither zero nor a group address
     * @param nowS monotonic seconds
     */
    public Learned learn(final long mac, final int port, final int nowS)
    {
        final int bucket = table.bucket(mac);
        for (int slot = bucket; slot < bucket + ENTRIES_BYTES; slot += SLOT_BYTES)
        {
            final long entry = table.entry(slot);
            if (mac == FdbEntry.mac(entry))
            {
                return port == FdbEntry.port(entry) ? refresh(slot, nowS) : move(slot, entry, port, nowS);
            }
        }
        return insert(bucket, FdbEntry.learned(mac, port), nowS);
    }

    /** Pins an address to a port: it neither ages nor moves (802.1Q 8.8.1). Called by the conductor. */
    public void addStatic(final long mac, final int port)
    {
        final int bucket = table.bucket(mac);
        if (port != lookup(mac) || !table.hasStatic(bucket, mac)) // else not one frame need flood meanwhile
        {
            remove(mac);
            insertStatic(bucket, FdbEntry.pinned(mac, port));
            table.removeDuplicates(bucket, mac); // a worker may have learned it in between
        }
    }

    /** Forgets an address, static or learned. Called by the conductor. @return whether it was there. */
    public boolean remove(final long mac)
    {
        boolean removed = false;
        final int bucket = table.bucket(mac);
        for (int slot = bucket; slot < bucket + ENTRIES_BYTES; slot += SLOT_BYTES)
        {
            final long entry = table.entry(slot);
            removed |= mac == FdbEntry.mac(entry) && table.free(slot, entry);
        }
        return removed;
    }

    /** Forgets what was learned and pinned behind a port. Called by the conductor when no worker receives from it. */
    public int flushPort(final int port)
    {
        return table.sweep((entry, age) -> port == FdbEntry.port(entry));
    }

    /** Forgets everything learned; static entries stay. Called by the conductor. */
    public int flush()
    {
        return table.sweep((entry, age) -> !FdbEntry.isStatic(entry));
    }

    /** Forgets addresses that were not seen for that long (802.1Q 8.8.3). Called by the conductor. */
    public int age(final int nowS, final int ageingS)
    {
        return table.sweep((entry, age) -> !FdbEntry.isStatic(entry) && nowS - FdbAge.lastSeen(age) >= ageingS);
    }

    /** Shows every entry, for a listing; entries that change meanwhile may be missed. */
    public void forEach(final EntryConsumer consumer)
    {
        table.sweep((entry, age) ->
        {
            consumer.accept(FdbEntry.mac(entry), FdbEntry.port(entry), FdbEntry.isStatic(entry), FdbAge.lastSeen(age));
            return false;
        });
    }

    public int size()
    {
        return table.size();
    }

    public int size(final int port)
    {
        return table.size(port);
    }

    @Override
    public void close()
    {
        table.close();
    }

    private Learned refresh(final int slot, final int nowS)
    {
        final long age = table.age(slot);
        if (FdbAge.lastSeen(age) != nowS)
        {
            table.age(slot, FdbAge.seen(age, nowS));
        }
        return Learned.REFRESHED;
    }

    private Learned move(final int slot, final long entry, final int port, final int nowS)
    {
        if (FdbEntry.isStatic(entry))
        {
            return Learned.STATIC;
        }
        final long age = FdbAge.moved(table.age(slot), nowS, MOVE_WINDOW_S);
        if (FdbAge.moves(age) > MAX_MOVES)
        {
            return Learned.DAMPED;
        }
        table.age(slot, age);
        // if somebody was faster, the next frame tries again
        return table.move(slot, entry, port) ? Learned.MOVED : Learned.REFRESHED;
    }

    private Learned insert(final int bucket, final long entry, final int nowS)
    {
        final boolean isFull = table.size() >= maxEntries;
        if (isFull && !evict(bucket, FdbEntry.port(entry)))
        {
            return Learned.REFUSED;
        }
        for (int slot = bucket; slot < bucket + ENTRIES_BYTES; slot += SLOT_BYTES)
        {
            if (FdbEntry.FREE == table.entry(slot) && table.replace(slot, FdbEntry.FREE, entry, FdbAge.seen(0, nowS)))
            {
                table.removeDuplicates(bucket, FdbEntry.mac(entry));
                return isFull ? Learned.EVICTED_ANOTHER : Learned.LEARNED;
            }
        }
        return replace(bucket, entry, nowS);
    }

    /** At the limit, an entry of the port with the most addresses goes: here, or in one of the buckets that follow. */
    private boolean evict(final int bucket, final int port)
    {
        final int victim = FdbEviction.victim(table, bucket, BUCKETS_SEARCHED, port);
        final long evicted = FdbTable.NO_SLOT == victim ? FdbEntry.FREE : table.entry(victim);
        return !FdbEntry.isStatic(evicted) && table.free(victim, evicted);
    }

    /** In a full bucket, the newcomer takes a place. */
    private Learned replace(final int bucket, final long entry, final int nowS)
    {
        final int victim = FdbEviction.victim(table, bucket, 1, FdbEntry.port(entry));
        final long evicted = FdbTable.NO_SLOT == victim ? FdbEntry.FREE : table.entry(victim);
        if (FdbEntry.FREE != evicted && !FdbEntry.isStatic(evicted) &&
            table.replace(victim, evicted, entry, FdbAge.seen(0, nowS)))
        {
            table.removeDuplicates(bucket, FdbEntry.mac(entry));
            return Learned.EVICTED_ANOTHER;
        }
        return Learned.REFUSED;
    }

    /** A free slot, or else one with a learned entry. */
    private void insertStatic(final int bucket, final long entry)
    {
        for (int pass = 0; pass < 2; pass++)
        {
            for (int slot = bucket; slot < bucket + ENTRIES_BYTES; slot += SLOT_BYTES)
            {
                final long present = table.entry(slot);
                final boolean mayGo = 0 == pass ? FdbEntry.FREE == present : !FdbEntry.isStatic(present);
                if (mayGo && table.replace(slot, present, entry, 0))
                {
                    return;
                }
            }
        }
        throw new IllegalStateException("no room for a static entry: its bucket is full of static ones");
    }

    /** Sees one entry of the table. */
    public interface EntryConsumer
    {
        /** @param lastSeenS monotonic seconds; 0 for a static entry. */
        void accept(long mac, int port, boolean isStatic, int lastSeenS);
    }
}
