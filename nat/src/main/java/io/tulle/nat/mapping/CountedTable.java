package io.tulle.nat.mapping;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;

import io.tulle.dataplane.OffHeapMemory;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Keeps keys, off the heap, for as long as sessions use them, and counts those sessions. Called by all workers and the
 * conductor at once, without a lock.
 *
 * <p>The problem: two workers may want the same key at the same moment, and must get the same slot; and a slot goes to
 * another key as soon as its last session is over. The choice: each key has two buckets of eight slots, and a slot is
 * in the emptier one for as long as it lives, so nothing is ever moved and a free slot is just free. What a slot is,
 * one word says, and every change of it is one compare-and-set:
 * <pre>
 *   word:  |  32 bits of the hash  |  count of sessions, or PENDING, ABORTED, DYING  |     0: free
 *   record, one cache line:
 *   0        8        16       24       32       40       48       52               64
 *   +--------+--------+--------+--------+--------+--------+--------+----------------+
 *   | key: six longs                                      | value  |                |
 *   +--------+--------+--------+--------+--------+--------+--------+----------------+
 * </pre>
 * An inserter claims a slot as pending, writes the record, and looks at both buckets once more: it gives way to a live
 * slot of its key and aborts every other pending one; only if nobody aborted its own it goes live. Of two that race,
 * the later one's look sees the earlier one, so two never go live; when both abort each other, both try again. Who
 * counts himself in reads the key again afterwards, since the slot may have changed hands before.
 *
 * <p>Rejected: chains, whose nodes are reused, so that every link needs a version; linear probing, whose graves only a
 * rebuild clears; a lock for each bucket, which makes a worker wait for one that does not run. There is room
 * for half as many keys again as there can be: then a million keys all found room in a trial, while with a quarter more
 * one of five thousand did not. A key without room is refused.
 */
final class CountedTable implements AutoCloseable
{
    static final int NONE = -1;

    private static final int BUCKET_SLOTS = 8;
    private static final int RECORD_BYTES = 64;
    private static final int VALUE_OFFSET = CountedKey.LONGS * Long.BYTES;
    private static final long FREE = 0;
    private static final long PENDING = 0x8000_0000L;
    private static final long ABORTED = 0x8000_0001L;
    private static final long DYING = 0x8000_0002L;
    private static final long COUNT_MASK = 0xFFFF_FFFFL;
    private static final long TAG_MASK = ~COUNT_MASK;
    private static final int MAX_ATTEMPTS = 32;

    private final OffHeapMemory wordMemory;
    private final OffHeapMemory recordMemory;
    private final UnsafeBuffer words;
    private final UnsafeBuffer records;
    private final AtomicInteger live = new AtomicInteger();
    private final long buckets;
    private final long seed = new SecureRandom().nextLong();

    /** @param maxKeys how many keys there can be at once */
    CountedTable(final int maxKeys)
    {
        buckets = Math.max(2, (maxKeys + maxKeys / 2L + BUCKET_SLOTS - 1) / BUCKET_SLOTS);
        final int slots = Math.toIntExact(buckets * BUCKET_SLOTS);
        wordMemory = new OffHeapMemory(Math.multiplyExact(slots, Long.BYTES), true);
        // a record is written before its word says that it is there: fresh pages stay untouched until then
        recordMemory = new OffHeapMemory(Math.multiplyExact(slots, RECORD_BYTES), false);
        words = wordMemory.buffer();
        records = recordMemory.buffer();
    }

    long hash(final CountedKey key)
    {
        return key.hash(seed);
    }

    /** Counts a session in, if the key is there. @return the slot, or {@link #NONE}. */
    int acquire(final long hash, final CountedKey key)
    {
        final int slot = acquireIn(firstBucket(hash), hash, key);
        return NONE == slot ? acquireIn(secondBucket(hash), hash, key) : slot;
    }

    /** Counts a session in at a slot that somebody found elsewhere. @return false when nobody lives there. */
    boolean acquire(final int slot)
    {
        return acquire(slot, words.getLongVolatile(slot * Long.BYTES) & TAG_MASK);
    }

    /** @return a slot with the key in it that only the caller knows, to publish or free; or {@link #NONE}. */
    int claim(final long hash, final CountedKey key)
    {
        final int first = firstBucket(hash);
        final int second = secondBucket(hash);
        final boolean isSecondEmptier = freeSlots(second) > freeSlots(first);
        int slot = claimIn(isSecondEmptier ? second : first, hash);
        slot = NONE == slot ? claimIn(isSecondEmptier ? first : second, hash) : slot;
        if (NONE != slot)
        {
            final int record = slot * RECORD_BYTES;
            for (int i = 0; i < CountedKey.LONGS; i++)
            {
                records.putLong(record + i * Long.BYTES, key.part(i));
            }
            words.putLongVolatile(slot * Long.BYTES, tag(hash) | PENDING); // nobody aborts what has no key yet
        }
        return slot;
    }

    /** Lets others find a claimed slot, counted once. @return false when another one has the key: free this one. */
    boolean publish(final int slot, final long hash, final CountedKey key)
    {
        final long pending = tag(hash) | PENDING;
        if (isElsewhere(firstBucket(hash), slot, hash, key) || isElsewhere(secondBucket(hash), slot, hash, key) ||
            !words.compareAndSetLong(slot * Long.BYTES, pending, tag(hash) | 1))
        {
            return false;
        }
        live.incrementAndGet();
        return true;
    }

    /** Counts a session in at the key, there or not. @return the slot, or {@link #NONE} when there is no room. */
    int retain(final CountedKey key)
    {
        final long hash = hash(key);
        for (int i = 0; i < MAX_ATTEMPTS; i++)
        {
            int slot = acquire(hash, key);
            if (NONE != slot)
            {
                return slot;
            }
            slot = claim(hash, key);
            if (NONE == slot)
            {
                return NONE;
            }
            if (publish(slot, hash, key))
            {
                return slot;
            }
            free(slot);
        }
        return NONE;
    }

    /** @return whether the key is there. */
    boolean contains(final CountedKey key)
    {
        final int slot = acquire(hash(key), key);
        if (NONE != slot)
        {
            releaseAndFree(slot);
        }
        return NONE != slot;
    }

    /** Counts a session out at a key that holds nothing else. */
    void release(final CountedKey key)
    {
        final int slot = acquire(hash(key), key);
        if (NONE != slot)
        {
            releaseAndFree(slot); // what this look-up has counted in
            releaseAndFree(slot);
        }
    }

    /** Counts a session out. @return whether it was the last: the caller gives back what the key held, then frees. */
    boolean release(final int slot)
    {
        long word = words.getLongVolatile(slot * Long.BYTES);
        while (isLive(word)) // a slot that nobody has stays as it is, whatever a file of an earlier run says
        {
            final boolean isLast = 1 == (word & COUNT_MASK);
            if (words.compareAndSetLong(slot * Long.BYTES, word, isLast ? word & TAG_MASK | DYING : word - 1))
            {
                if (isLast)
                {
                    live.decrementAndGet();
                }
                return isLast;
            }
            word = words.getLongVolatile(slot * Long.BYTES);
        }
        return false;
    }

    /** Called by the one who claimed the slot, or who counted the last session out. */
    void free(final int slot)
    {
        words.putLongVolatile(slot * Long.BYTES, FREE);
    }

    /** @return how many sessions there are; of a slot that the caller has counted a session in at. */
    int count(final int slot)
    {
        return (int) words.getLongVolatile(slot * Long.BYTES);
    }

    long part(final int slot, final int index)
    {
        return records.getLong(slot * RECORD_BYTES + index * Long.BYTES);
    }

    int value(final int slot)
    {
        return records.getInt(slot * RECORD_BYTES + VALUE_OFFSET);
    }

    /** Called between claim and publish. */
    void value(final int slot, final int value)
    {
        records.putInt(slot * RECORD_BYTES + VALUE_OFFSET, value);
    }

    /** @return the upper half of the key's hash; of a slot that the caller holds. */
    int tag(final int slot)
    {
        return (int) (words.getLongVolatile(slot * Long.BYTES) >>> 32);
    }

    /** @return how many keys live. Called by any thread. */
    int size()
    {
        return live.get();
    }

    int capacity()
    {
        return words.capacity() / Long.BYTES;
    }

    @Override
    public void close()
    {
        wordMemory.close();
        recordMemory.close();
    }

    private void releaseAndFree(final int slot)
    {
        if (release(slot))
        {
            free(slot);
        }
    }

    private int acquireIn(final int bucket, final long hash, final CountedKey key)
    {
        for (int slot = bucket; slot < bucket + BUCKET_SLOTS; slot++)
        {
            final long word = words.getLongVolatile(slot * Long.BYTES);
            if (tag(hash) == (word & TAG_MASK) && isKey(slot, key) && acquire(slot, tag(hash)) && isKey(slot, key))
            {
                return slot; // else another key of the same 32 bits came between, and keeps its slot for good
            }
        }
        return NONE;
    }

    private boolean acquire(final int slot, final long tag)
    {
        long word = words.getLongVolatile(slot * Long.BYTES);
        while (isLive(word) && tag == (word & TAG_MASK))
        {
            if (words.compareAndSetLong(slot * Long.BYTES, word, word + 1))
            {
                return true;
            }
            word = words.getLongVolatile(slot * Long.BYTES);
        }
        return false;
    }

    private int claimIn(final int bucket, final long hash)
    {
        for (int slot = bucket; slot < bucket + BUCKET_SLOTS; slot++)
        {
            if (FREE == words.getLong(slot * Long.BYTES) &&
                words.compareAndSetLong(slot * Long.BYTES, FREE, tag(hash) | ABORTED))
            {
                return slot;
            }
        }
        return NONE;
    }

    /** Aborts others that are about to claim the key. @return whether one has it. */
    private boolean isElsewhere(final int bucket, final int own, final long hash, final CountedKey key)
    {
        for (int slot = bucket; slot < bucket + BUCKET_SLOTS; slot++)
        {
            long word = words.getLongVolatile(slot * Long.BYTES);
            while (own != slot && tag(hash) == (word & TAG_MASK) && PENDING == (word & COUNT_MASK) && isKey(slot, key))
            {
                words.compareAndSetLong(slot * Long.BYTES, word, word & TAG_MASK | ABORTED);
                word = words.getLongVolatile(slot * Long.BYTES);
            }
            if (own != slot && tag(hash) == (word & TAG_MASK) && isLive(word) && isKey(slot, key))
            {
                return true;
            }
        }
        return false;
    }

    private int freeSlots(final int bucket)
    {
        int free = 0;
        for (int slot = bucket; slot < bucket + BUCKET_SLOTS; slot++)
        {
            free += FREE == words.getLong(slot * Long.BYTES) ? 1 : 0;
        }
        return free;
    }

    private boolean isKey(final int slot, final CountedKey key)
    {
        for (int i = 0; i < CountedKey.LONGS; i++)
        {
            if (key.part(i) != part(slot, i))
            {
                return false;
            }
        }
        return true;
    }

    private int firstBucket(final long hash)
    {
        return (int) ((hash & COUNT_MASK) * buckets >>> 32) * BUCKET_SLOTS;
    }

    private int secondBucket(final long hash)
    {
        return (int) ((CountedKey.mix(hash) & COUNT_MASK) * buckets >>> 32) * BUCKET_SLOTS;
    }

    private static long tag(final long hash)
    {
        return hash & TAG_MASK;
    }

    private static boolean isLive(final long word)
    {
        final int count = (int) word;
        return count > 0;
    }
}
