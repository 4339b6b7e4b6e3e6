package io.tulle.vswitch;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

import io.tulle.dataplane.OffHeapMemory;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Keeps the slots of a filtering database off the heap, and counts them by port; what to keep is {@link Fdb}'s to say.
 * Every change of a slot is one compare-and-set, and whoever wins it counts it. Called by all workers and the
 * conductor at once.
 * <pre>
 *   bucket, two cache lines: | 8 entries | 8 ages |      entry: {@link FdbEntry}, age: {@link FdbAge}
 * </pre>
 */
final class FdbTable implements AutoCloseable
{
    static final int NO_SLOT = -1;
    static final int SLOT_BYTES = Long.BYTES;
    /** Bytes of a bucket's entries; as far behind each entry lies its age. */
    static final int ENTRIES_BYTES = 8 * SLOT_BYTES;

    private static final int BUCKET_BYTES = 2 * ENTRIES_BYTES;
    private static final long HASH = 0x9E3779B97F4A7C15L;

    private final OffHeapMemory memory;
    private final UnsafeBuffer slots;
    private final int shift;
    private final int mask;
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicIntegerArray sizeByPort;
    private int largestPort; // a hint, right after each insertion unless two race

    FdbTable(final int minBuckets, final int maxPorts)
    {
        final int buckets = BitUtil.findNextPositivePowerOfTwo(Math.max(2, minBuckets));
        shift = Long.SIZE - Integer.numberOfTrailingZeros(buckets);
        memory = new OffHeapMemory(Math.multiplyExact(buckets, BUCKET_BYTES), true);
        slots = memory.buffer();
        mask = slots.capacity() - 1;
        sizeByPort = new AtomicIntegerArray(maxPorts);
    }

    /** @return the first slot of the address's bucket. */
    int bucket(final long mac)
    {
        return (int) (mac * HASH >>> shift) * BUCKET_BYTES;
    }

    /** @return the first slot of a bucket that many further on; the first bucket follows the last. */
    int bucketAfter(final int bucket, final int distance)
    {
        return bucket + distance * BUCKET_BYTES & mask;
    }

    /** @return the address's entry, or {@link FdbEntry#FREE}, also for address zero. */
    long find(final long mac)
    {
        final UnsafeBuffer buffer = slots; // an acquire would make every turn read the field again
        final int bucket = bucket(mac);
        for (int slot = bucket; slot < bucket + ENTRIES_BYTES; slot += SLOT_BYTES)
        {
            final long entry = buffer.getLongAcquire(slot);
            if (mac == FdbEntry.mac(entry))
            {
                return entry;
            }
        }
        return FdbEntry.FREE;
    }

    long entry(final int slot)
    {
        return slots.getLongAcquire(slot); // pairs with every compare-and-set
    }

    long age(final int slot)
    {
        return slots.getLong(slot + ENTRIES_BYTES);
    }

    /** Ages are hints: two workers that write one at once are a second apart at most. */
    void age(final int slot, final long age)
    {
        slots.putLong(slot + ENTRIES_BYTES, age);
    }

    /** Puts an entry in the place of what is present, a free slot or another entry. @return whether it still was. */
    boolean replace(final int slot, final long present, final long entry, final long age)
    {
        age(slot, age); // before the entry shows, so that the ager sees its own age
        if (!slots.compareAndSetLong(slot, present, entry))
        {
            return false;
        }
        forgotten(present);
        size.incrementAndGet();
        added(FdbEntry.port(entry));
        return true;
    }

    /** @return whether the learned entry still was there. */
    boolean move(final int slot, final long entry, final int port)
    {
        if (!slots.compareAndSetLong(slot, entry, FdbEntry.learned(FdbEntry.mac(entry), port)))
        {
            return false;
        }
        sizeByPort.decrementAndGet(FdbEntry.port(entry));
        added(port);
        return true;
    }

    boolean free(final int slot, final long entry)
    {
        if (FdbEntry.FREE == entry || !slots.compareAndSetLong(slot, entry, FdbEntry.FREE))
        {
            return false;
        }
        forgotten(entry);
        return true;
    }

    /**
     * One entry an address: the static one keeps it, else the lowest slot. Called after each insertion, so of two
     * inserters at least the later one sees both entries; and a slot goes only for a lower one that was seen, so the
     * lowest stays.
     */
    void removeDuplicates(final int bucket, final long mac)
    {
        boolean isKept = hasStatic(bucket, mac);
        for (int slot = bucket; slot < bucket + ENTRIES_BYTES; slot += SLOT_BYTES)
        {
            long entry = slots.getLongVolatile(slot);
            while (isKept && mac == FdbEntry.mac(entry) && !FdbEntry.isStatic(entry))
            {
                free(slot, entry); // fails when another worker moves it at this moment
                entry = slots.getLongVolatile(slot);
            }
            isKept |= mac == FdbEntry.mac(entry);
        }
    }

    boolean hasStatic(final int bucket, final long mac)
    {
        boolean hasStatic = false;
        for (int slot = bucket; slot < bucket + ENTRIES_BYTES; slot += SLOT_BYTES)
        {
            final long entry = slots.getLongVolatile(slot);
            hasStatic |= mac == FdbEntry.mac(entry) && FdbEntry.isStatic(entry);
        }
        return hasStatic;
    }

    /** Frees the entries that the predicate chooses. Called by the conductor. @return how many went. */
    int sweep(final EntryPredicate predicate)
    {
        int removed = 0;
        for (int bucket = 0; bucket < slots.capacity(); bucket += BUCKET_BYTES)
        {
            for (int slot = bucket; slot < bucket + ENTRIES_BYTES; slot += SLOT_BYTES)
            {
                final long entry = entry(slot);
                if (FdbEntry.FREE != entry && predicate.test(entry, age(slot)) && free(slot, entry))
                {
                    removed++;
                }
            }
        }
        return removed;
    }

    int size()
    {
        return size.get();
    }

    int size(final int port)
    {
        return sizeByPort.get(port);
    }

    /** @return about how many addresses the port with the most has. */
    int largestSize()
    {
        return sizeByPort.get(largestPort);
    }

    @Override
    public void close()
    {
        memory.close();
    }

    private void added(final int port)
    {
        if (sizeByPort.incrementAndGet(port) > largestSize())
        {
            largestPort = port;
        }
    }

    private void forgotten(final long entry)
    {
        if (FdbEntry.FREE != entry)
        {
            size.decrementAndGet();
            sizeByPort.decrementAndGet(FdbEntry.port(entry));
        }
    }

    /** Chooses entries of a sweep. */
    interface EntryPredicate
    {
        boolean test(long entry, long age);
    }
}
