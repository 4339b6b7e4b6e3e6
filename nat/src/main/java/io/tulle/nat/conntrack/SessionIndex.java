package io.tulle.nat.conntrack;

import static io.tulle.nat.conntrack.SessionLayout.BYTES_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.SESSION_BYTES;

import io.tulle.dataplane.OffHeapMemory;
import org.agrona.UnsafeApi;

/**
 * Finds a session by either of its tuples. Called by all workers at once, and by whoever removes a session.
 * <pre>
 *   bucket, one cache line:   0                                                    56      60         64
 *                            +------------------------------------------------------+-------+----------+
 *                            | 7 entries                                            | claim | overflow |
 *                            +------------------------------------------------------+-------+----------+
 *   entry:                    63        32 31             0
 *                            +------------+----------------+
 *                            | tag        | reference + 1  |  0: free
 *                            +------------+----------------+
 * </pre>
 * An entry lies in its home bucket, or in one of the next when that is full; then every bucket that it was pushed out
 * of counts it as overflow, so a look-up goes on only where there is something to find. Entries never move. There is a
 * bucket for two sessions, which have four entries: one in twenty home buckets of a full table overflows (Poisson,
 * mean 4, more than 7), and a look-up that finds reads 1.05 lines of the index. A second hash (cuckoo) was left out:
 * it would move entries under the eyes of look-ups.
 * <p>
 * Look-ups never wait and never write. Whoever inserts claims the home bucket while it looks whether somebody has the
 * tuple already and takes a slot: the same tuple has the same home, so of two inserters one sees the other. Slots are
 * taken by compare-and-set, since another home's inserter may want the same. Removal needs no claim.
 */
final class SessionIndex implements AutoCloseable
{
    static final int BUCKET_BYTES = 64;
    static final int SESSIONS_A_BUCKET = 2;
    static final int ENTRIES = 7;

    private static final int ENTRIES_BYTES = ENTRIES * Long.BYTES;
    private static final int CLAIM_OFFSET = 56;
    private static final int OVERFLOW_OFFSET = 60;
    private static final int MAX_PROBES = 16;
    private static final int SPINS = 100;

    private final OffHeapMemory memory;
    private final long sessions;
    private final long first;
    private final long end;
    private final int buckets;
    private final int maxProbes;

    /** @param sessions the address of the first session. */
    SessionIndex(final int capacity, final long sessions)
    {
        this.sessions = sessions;
        buckets = Math.max(2, (capacity + SESSIONS_A_BUCKET - 1) / SESSIONS_A_BUCKET);
        maxProbes = Math.min(buckets, MAX_PROBES);
        memory = new OffHeapMemory(Math.multiplyExact(buckets, BUCKET_BYTES), false);
        first = memory.buffer().addressOffset();
        end = first + memory.buffer().capacity();
        ZeroedMemory.clear(first, end - first);
    }

    /** @return the number of the tuple's home bucket. */
    int home(final long hash)
    {
        return (int) ((hash >>> 32) * buckets >>> 32);
    }

    int buckets()
    {
        return buckets;
    }

    /**
     * Reads the home bucket. Without a branch, so that a processor has the misses of a whole burst under way at once,
     * and guesses nothing wrong.
     *
     * @return the reference that is probably meant, or {@link SessionTable#NO_SESSION}; to be verified
     */
    int candidate(final long hash)
    {
        final long bucket = address(home(hash));
        final long tag = hash & 0xFFFF_FFFFL;
        int candidate = 0;
        for (int offset = 0; offset < ENTRIES_BYTES; offset += Long.BYTES)
        {
            final long entry = UnsafeApi.getLong(bucket + offset);
            final long isSameTag = (entry >>> 32 ^ tag) - 1 >> 63; // all ones or all zeros
            candidate ^= (candidate ^ (int) entry) & (int) isSameTag; // the last one with the tag
        }
        return candidate - 1; // an entry holds the reference + 1
    }

    /** Reads both lines of a candidate: its tuples and its counters. @return something to consume. */
    long touch(final int candidate)
    {
        final int reference = candidate & ~(candidate >> 31); // none reads the first session
        final long session = sessions + (long) (reference >>> 1) * SESSION_BYTES;
        return UnsafeApi.getLong(session) + UnsafeApi.getLong(session + BYTES_OFFSET);
    }

    /** @return whether a candidate is the live session that has the tuple. */
    boolean isFound(final int candidate, final Tuple tuple)
    {
        return candidate >= 0 && SessionTuples.isLive(sessions + (long) (candidate >>> 1) * SESSION_BYTES,
            candidate & 1, tuple);
    }

    /** @return the reference of the live session that has the tuple, or none. */
    int find(final long hash, final Tuple tuple)
    {
        final int tag = (int) hash;
        final long base = sessions; // an acquire would make every turn read the field again
        long bucket = address(home(hash));
        for (int probe = 1;; probe++)
        {
            for (int offset = 0; offset < ENTRIES_BYTES; offset += Long.BYTES)
            {
                final long entry = UnsafeApi.getLongOpaque(null, bucket + offset);
                if (tag == (int) (entry >>> 32) && 0 != (int) entry)
                {
                    final int reference = (int) entry - 1;
                    final long session = base + (long) (reference >>> 1) * SESSION_BYTES;
                    if (SessionTuples.isLive(session, reference & 1, tuple))
                    {
                        return reference;
                    }
                }
            }
            if (probe == maxProbes || 0 == UnsafeApi.getIntAcquire(null, bucket + OVERFLOW_OFFSET))
            {
                return SessionTable.NO_SESSION;
            }
            bucket = next(bucket);
        }
    }

    /** @return false when somebody has the tuple, or when there is no slot within reach. */
    boolean insert(final long hash, final int reference)
    {
        final long home = address(home(hash));
        claim(home);
        final boolean isInserted = !isTaken(home, (int) hash, reference) && put(home, entry(hash, reference));
        UnsafeApi.putIntRelease(null, home + CLAIM_OFFSET, 0); // pairs with claim
        return isInserted;
    }

    /** Takes an entry out that was inserted. Called once an entry. */
    void remove(final long hash, final int reference)
    {
        final long home = address(home(hash));
        final long entry = entry(hash, reference);
        long bucket = home;
        for (int probe = 0; probe < maxProbes; probe++)
        {
            for (int offset = 0; offset < ENTRIES_BYTES; offset += Long.BYTES)
            {
                if (entry == UnsafeApi.getLongOpaque(null, bucket + offset))
                {
                    UnsafeApi.putLongRelease(null, bucket + offset, 0);
                    uncount(home, probe);
                    return;
                }
            }
            bucket = next(bucket);
        }
    }

    @Override
    public void close()
    {
        memory.close();
    }

    private static long entry(final long hash, final int reference)
    {
        return hash << 32 | reference + 1;
    }

    private long address(final int bucket)
    {
        return first + (long) bucket * BUCKET_BYTES;
    }

    private long next(final long bucket)
    {
        return bucket + BUCKET_BYTES == end ? first : bucket + BUCKET_BYTES;
    }

    private static void claim(final long home)
    {
        for (int spin = 0; !UnsafeApi.compareAndSetInt(null, home + CLAIM_OFFSET, 0, 1); spin++)
        {
            if (spin < SPINS)
            {
                Thread.onSpinWait();
            }
            else
            {
                Thread.yield(); // who holds it waits for a processor
            }
        }
    }

    private boolean isTaken(final long home, final int tag, final int reference)
    {
        final long session = sessions + (long) (reference >>> 1) * SESSION_BYTES;
        long bucket = home;
        for (int probe = 1;; probe++)
        {
            for (int offset = 0; offset < ENTRIES_BYTES; offset += Long.BYTES)
            {
                final long entry = UnsafeApi.getLongAcquire(null, bucket + offset);
                if (tag == (int) (entry >>> 32) && isTaken((int) entry, session, reference & 1))
                {
                    return true;
                }
            }
            if (probe == maxProbes || 0 == UnsafeApi.getIntAcquire(null, bucket + OVERFLOW_OFFSET))
            {
                return false;
            }
            bucket = next(bucket);
        }
    }

    private boolean isTaken(final int referencePlusOne, final long session, final int direction)
    {
        final int reference = referencePlusOne - 1;
        return 0 != referencePlusOne && SessionTuples.isTaken(
            sessions + (long) (reference >>> 1) * SESSION_BYTES, reference & 1, session, direction);
    }

    private boolean put(final long home, final long entry)
    {
        long bucket = home;
        for (int probe = 0; probe < maxProbes; probe++)
        {
            for (int offset = 0; offset < ENTRIES_BYTES; offset += Long.BYTES)
            {
                if (0 == UnsafeApi.getLongOpaque(null, bucket + offset) &&
                    UnsafeApi.compareAndSetLong(null, bucket + offset, 0, entry))
                {
                    return true;
                }
            }
            UnsafeApi.getAndAddInt(null, bucket + OVERFLOW_OFFSET, 1); // before the entry shows further on
            bucket = next(bucket);
        }
        uncount(home, maxProbes);
        return false;
    }

    private void uncount(final long home, final int passed)
    {
        long bucket = home;
        for (int probe = 0; probe < passed; probe++)
        {
            UnsafeApi.getAndAddInt(null, bucket + OVERFLOW_OFFSET, -1);
            bucket = next(bucket);
        }
    }
}
