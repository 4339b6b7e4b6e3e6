package io.tulle.vswitch;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

import io.tulle.dataplane.OffHeapMemory;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The filtering database of one bridge domain (802.1Q 8.8): which port a MAC address was last seen behind.
 * <p>
 * All workers look up and learn at once, the conductor ages and flushes, and nobody locks. Whatever must be seen
 * together lies in one long, so that one compare-and-set is a whole change:
 * <pre>
 *   entry: | MAC 48 | static 1 | port 15 |            0 = free
 *   age:   | moves 8 | window start, s 24 | last seen, s 32 |
 *   bucket, two cache lines: | 8 entries | 8 ages |
 * </pre>
 * A look-up reads one cache line. A bucket that is full evicts; there is no second probe and no chain, so freeing a
 * slot needs no repair. The table has four slots an address, which lets one in 5,000 addresses of a full table meet a
 * full bucket (Poisson, mean 2, more than 8), and all that comes of it is flooding. Chaining and a second hash were
 * left out: they cost every look-up a line or a branch to save those.
 * <p>
 * Two workers may insert one address at once into different slots, when a slot between was freed meanwhile. Each
 * therefore looks again after inserting, and the entry in the higher slot goes.
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
    public static final int MAX_PORT = 0x7FFF;
    static final int MAX_MOVES = 5;
    static final int MOVE_WINDOW_S = 10;

    private static final int SLOTS = 8;
    private static final int AGES_OFFSET = SLOTS * Long.BYTES;
    private static final int BUCKET_BYTES = 2 * AGES_OFFSET;
    private static final int SLOTS_PER_ENTRY = 4;
    private static final int BUCKETS_SEARCHED = 16;
    private static final long HASH = 0x9E3779B97F4A7C15L;
    private static final long STATIC = 0x8000L;

    private final OffHeapMemory memory;
    private final UnsafeBuffer table;
    private final int buckets;
    private final int shift;
    private final int maxEntries;
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicIntegerArray sizeByPort;

    /**
     * @param maxEntries how many addresses the table holds before it evicts
     * @param maxPorts   one more than the highest port index
     */
    public Fdb(final int maxEntries, final int maxPorts)
    {
        this.maxEntries = maxEntries;
        buckets = BitUtil.findNextPositivePowerOfTwo(Math.max(2, maxEntries * SLOTS_PER_ENTRY / SLOTS));
        shift = Long.SIZE - Integer.numberOfTrailingZeros(buckets);
        memory = new OffHeapMemory(Math.multiplyExact(buckets, BUCKET_BYTES), true);
        table = memory.buffer();
        sizeByPort = new AtomicIntegerArray(maxPorts);
    }

    /** @return the port that the address was last seen behind, or {@link #UNKNOWN}. Called by workers. */
    public int lookup(final long mac)
    {
        final int bucket = bucket(mac);
        for (int offset = bucket; offset < bucket + AGES_OFFSET; offset += Long.BYTES)
        {
            final long entry = table.getLongAcquire(offset); // pairs with compareAndSetLong in insert and move
            if (mac == mac(entry))
            {
                return port(entry);
            }
        }
        return UNKNOWN;
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
        final int bucket = bucket(mac);
        for (int offset = bucket; offset < bucket + AGES_OFFSET; offset += Long.BYTES)
        {
            final long entry = table.getLongAcquire(offset);
            if (mac == mac(entry))
            {
                return port == port(entry) ? refresh(offset, nowS) : move(offset, entry, port, nowS);
            }
        }
        return insert(bucket, entry(mac, port), nowS);
    }

    /** Pins an address to a port: it neither ages nor moves (802.1Q 8.8.1). Called by the conductor. */
    public void addStatic(final long mac, final int port)
    {
        remove(mac);
        while (!insertStatic(bucket(mac), entry(mac, port) | STATIC))
        {
            remove(mac); // a worker learned it in between
        }
    }

    /** Forgets an address, static or learned. Called by the conductor. @return whether it was there. */
    public boolean remove(final long mac)
    {
        boolean removed = false;
        final int bucket = bucket(mac);
        for (int offset = bucket; offset < bucket + AGES_OFFSET; offset += Long.BYTES)
        {
            final long entry = table.getLongAcquire(offset);
            removed |= mac == mac(entry) && free(offset, entry);
        }
        return removed;
    }

    /** Forgets what was learned and pinned behind a port. Called by the conductor when no worker receives from it. */
    public int flushPort(final int port)
    {
        return sweep((entry, age) -> port == port(entry));
    }

    /** Forgets everything learned; static entries stay. Called by the conductor. */
    public int flush()
    {
        return sweep((entry, age) -> !isStatic(entry));
    }

    /** Forgets addresses that were not seen for that long (802.1Q 8.8.3). Called by the conductor. */
    public int age(final int nowS, final int ageingS)
    {
        return sweep((entry, age) -> !isStatic(entry) && nowS - lastSeen(age) >= ageingS);
    }

    /** Shows every entry, for a listing; entries that change meanwhile may be missed. */
    public void forEach(final EntryConsumer consumer)
    {
        sweep((entry, age) ->
        {
            consumer.accept(mac(entry), port(entry), isStatic(entry), lastSeen(age));
            return false;
        });
    }

    public int size()
    {
        return size.get();
    }

    public int size(final int port)
    {
        return sizeByPort.get(port);
    }

    @Override
    public void close()
    {
        memory.close();
    }

    private Learned refresh(final int offset, final int nowS)
    {
        final long age = table.getLong(offset + AGES_OFFSET);
        if (lastSeen(age) != nowS)
        {
            table.putLong(offset + AGES_OFFSET, FdbAge.seen(age, nowS));
        }
        return Learned.REFRESHED;
    }

    private Learned move(final int offset, final long entry, final int port, final int nowS)
    {
        if (isStatic(entry))
        {
            return Learned.STATIC;
        }
        final long age = FdbAge.moved(table.getLong(offset + AGES_OFFSET), nowS, MOVE_WINDOW_S);
        if (FdbAge.moves(age) > MAX_MOVES)
        {
            return Learned.DAMPED;
        }
        table.putLong(offset + AGES_OFFSET, age);
        if (table.compareAndSetLong(offset, entry, entry(mac(entry), port)))
        {
            sizeByPort.decrementAndGet(port(entry));
            sizeByPort.incrementAndGet(port);
        }
        return Learned.MOVED;
    }

    private Learned insert(final int bucket, final long entry, final int nowS)
    {
        if (size.get() >= maxEntries && !makeRoom(bucket, port(entry)))
        {
            return Learned.REFUSED;
        }
        for (int offset = bucket; offset < bucket + AGES_OFFSET; offset += Long.BYTES)
        {
            if (0 == table.getLongAcquire(offset) && claim(offset, 0, entry, nowS))
            {
                removeDuplicate(bucket, mac(entry));
                return Learned.LEARNED;
            }
        }
        return replace(bucket, entry, nowS);
    }

    private Learned replace(final int bucket, final long entry, final int nowS)
    {
        final int victim = FdbEviction.victim(this, bucket, bucket + AGES_OFFSET, port(entry));
        if (UNKNOWN == victim)
        {
            return Learned.REFUSED;
        }
        final long evicted = table.getLongAcquire(victim);
        if (0 != evicted && !isStatic(evicted) && claim(victim, evicted, entry, nowS))
        {
            forgotten(evicted);
            removeDuplicate(bucket, mac(entry));
            return Learned.EVICTED_ANOTHER;
        }
        return Learned.REFUSED; // somebody was faster; the next frame tries again
    }

    /** At the limit, an entry of the port with the most addresses goes: here, or in one of the buckets that follow. */
    private boolean makeRoom(final int bucket, final int port)
    {
        for (int i = 0; i < BUCKETS_SEARCHED; i++)
        {
            final int searched = (int) ((bucket + (long) i * BUCKET_BYTES) % table.capacity());
            final int victim = FdbEviction.victim(this, searched, searched + AGES_OFFSET, port);
            if (UNKNOWN != victim)
            {
                return free(victim, table.getLongAcquire(victim));
            }
        }
        return false;
    }

    private boolean insertStatic(final int bucket, final long entry)
    {
        for (int offset = bucket; offset < bucket + AGES_OFFSET; offset += Long.BYTES)
        {
            final long present = table.getLongAcquire(offset);
            if (!isStatic(present) && claim(offset, present, entry, 0))
            {
                forgotten(present);
                removeDuplicate(bucket, mac(entry));
                return isStatic(entryOf(mac(entry)));
            }
        }
        throw new IllegalStateException("no room for a static entry: all " + SLOTS + " of its bucket are static");
    }

    private long entryOf(final long mac)
    {
        final int bucket = bucket(mac);
        for (int offset = bucket; offset < bucket + AGES_OFFSET; offset += Long.BYTES)
        {
            final long entry = table.getLongAcquire(offset);
            if (mac == mac(entry))
            {
                return entry;
            }
        }
        return 0;
    }

    private boolean claim(final int offset, final long present, final long entry, final int nowS)
    {
        // before the entry shows, so that the ager sees its own age
        table.putLong(offset + AGES_OFFSET, FdbAge.seen(0, nowS));
        if (table.compareAndSetLong(offset, present, entry))
        {
            size.incrementAndGet();
            sizeByPort.incrementAndGet(port(entry));
            return true;
        }
        return false;
    }

    /** One entry an address: the lowest slot keeps it. */
    private void removeDuplicate(final int bucket, final long mac)
    {
        boolean isFound = false;
        for (int offset = bucket; offset < bucket + AGES_OFFSET; offset += Long.BYTES)
        {
            // after the claim's fence: one of two inserters sees the other
            final long entry = table.getLongVolatile(offset);
            if (mac == mac(entry))
            {
                if (isFound)
                {
                    free(offset, entry);
                }
                isFound = true;
            }
        }
    }

    private boolean free(final int offset, final long entry)
    {
        if (0 != entry && table.compareAndSetLong(offset, entry, 0))
        {
            forgotten(entry);
            return true;
        }
        return false;
    }

    private void forgotten(final long entry)
    {
        if (0 != entry)
        {
            size.decrementAndGet();
            sizeByPort.decrementAndGet(port(entry));
        }
    }

    private int sweep(final EntryPredicate predicate)
    {
        int removed = 0;
        for (int bucket = 0; bucket < table.capacity(); bucket += BUCKET_BYTES)
        {
            for (int offset = bucket; offset < bucket + AGES_OFFSET; offset += Long.BYTES)
            {
                final long entry = table.getLongAcquire(offset);
                if (0 != entry && predicate.test(entry, table.getLong(offset + AGES_OFFSET)) && free(offset, entry))
                {
                    removed++;
                }
            }
        }
        return removed;
    }

    long entryAt(final int offset)
    {
        return table.getLongAcquire(offset);
    }

    long ageAt(final int offset)
    {
        return table.getLong(offset + AGES_OFFSET);
    }

    private int bucket(final long mac)
    {
        return (int) (mac * HASH >>> shift) * BUCKET_BYTES;
    }

    private static long entry(final long mac, final int port)
    {
        return mac << 16 | port;
    }

    static long mac(final long entry)
    {
        return entry >>> 16;
    }

    static int port(final long entry)
    {
        return (int) (entry & MAX_PORT);
    }

    static boolean isStatic(final long entry)
    {
        return 0 != (entry & STATIC);
    }

    private static int lastSeen(final long age)
    {
        return FdbAge.lastSeen(age);
    }

    /** Sees one entry of the table. */
    public interface EntryConsumer
    {
        /** @param lastSeenS monotonic seconds; 0 for a static entry. */
        void accept(long mac, int port, boolean isStatic, int lastSeenS);
    }

    /** Chooses entries of a sweep. */
    private interface EntryPredicate
    {
        boolean test(long entry, long age);
    }
}
