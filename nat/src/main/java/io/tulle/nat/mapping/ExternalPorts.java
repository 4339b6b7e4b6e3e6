package io.tulle.nat.mapping;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Tells for each port of one external address and protocol which mapping has it, or since when nobody has. Called by
 * all workers and the conductor at once; every change is one compare-and-set.
 * <pre>
 *   one long a port:   never used: 0      used: | 0 | mapping + 1 |
 *   freed:  | 1 | 31 bits of the hash of who had it | second when it was freed |
 *             63  62                              32  31                       0
 * </pre>
 */
final class ExternalPorts
{
    /** What {@link #owner} answers when no mapping has the port. */
    static final int NO_OWNER = -1;

    private static final int PORTS = 1 << 16;
    private static final long FREED = 1L << 63;
    private static final int HASH_MASK = 0x7FFF_FFFF;

    private final AtomicLongArray ports = new AtomicLongArray(PORTS);
    private final AtomicInteger used = new AtomicInteger();
    private final AtomicInteger releases = new AtomicInteger();

    /**
     * @param keyHash of the internal endpoint that wants it
     * @param nowS    monotonic seconds
     * @param quietS  how long a port must have been free for another endpoint (RFC 6888 REQ-8), in seconds
     * @return whether the mapping has it now.
     */
    boolean claim(final int port, final int mapping, final int keyHash, final int nowS, final int quietS)
    {
        final long word = ports.get(port);
        if (!isClaimable(word, keyHash, nowS, quietS) || !ports.compareAndSet(port, word, mapping + 1L))
        {
            return false;
        }
        used.incrementAndGet();
        return true;
    }

    boolean isClaimable(final int port, final int keyHash, final int nowS, final int quietS)
    {
        return isClaimable(ports.get(port), keyHash, nowS, quietS);
    }

    /** Gives a port back, if the mapping has it. */
    void release(final int port, final int mapping, final int keyHash, final int nowS)
    {
        final long freed = FREED | (long) (keyHash & HASH_MASK) << 32 | Integer.toUnsignedLong(nowS);
        if (ports.compareAndSet(port, mapping + 1L, freed))
        {
            used.decrementAndGet();
            releases.incrementAndGet();
        }
    }

    /** @return how many ports mappings have. */
    int used()
    {
        return used.get();
    }

    /** Takes back a claim of the caller's own, of which nobody outside can have seen anything. */
    void cancel(final int port)
    {
        ports.set(port, 0);
        used.decrementAndGet();
        releases.incrementAndGet();
    }

    /** @return the mapping that has the port, or {@link #NO_OWNER}. */
    int owner(final int port)
    {
        final long word = ports.get(port);
        return word > 0 ? (int) word - 1 : NO_OWNER;
    }

    /** @return a number that changes with each port given back: until then, who found none need not look again. */
    int releases()
    {
        return releases.get();
    }

    /** A port that nobody could have may be had now. */
    void changed()
    {
        releases.incrementAndGet();
    }

    private static boolean isClaimable(final long word, final int keyHash, final int nowS, final int quietS)
    {
        return 0 == word || word < 0 &&
            (0 == quietS || nowS - (int) word >= quietS || (keyHash & HASH_MASK) == (int) (word >>> 32 & HASH_MASK));
    }
}
