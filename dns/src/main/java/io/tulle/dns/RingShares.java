package io.tulle.dns;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Limits what each client has in the ring to the resolver: an eighth of what the others leave free, in bytes, of which
 * a short frame counts as if it were longer. For one client that is {@value #MAX_FRAMES} questions, or one segment of
 * 64 KiB and some questions; the more clients flood, the less each has, and one that comes later finds room, too. The
 * worker asks and puts, the resolver's thread takes: each side has counts of its own, and the difference is what lies
 * in between.
 */
final class RingShares
{
    static final int MAX_FRAMES = 256;

    private static final int MIN_FRAME_BYTES = 512;
    private static final int SHARES = 8;
    private static final long RING_BYTES = (long) SHARES * MAX_FRAMES * MIN_FRAME_BYTES;

    private final long[] put;
    private final AtomicLongArray taken;
    private final AtomicLong allTaken = new AtomicLong();
    private long allPut; // the worker alone

    RingShares(final int maxPorts)
    {
        put = new long[maxPorts];
        taken = new AtomicLongArray(maxPorts);
    }

    /** Called by the worker. */
    boolean isRoom(final int port, final int length)
    {
        final long own = put[port] - taken.getAcquire(port); // pairs with release in take
        final long others = Math.max(0, allPut - allTaken.getAcquire() - own); // the two are not of one moment
        return own + Math.max(MIN_FRAME_BYTES, length) <= (RING_BYTES - others) / SHARES;
    }

    /** Called by the worker, before the frame is to be seen. */
    void put(final int port, final int length)
    {
        final int bytes = Math.max(MIN_FRAME_BYTES, length);
        put[port] += bytes;
        allPut += bytes;
    }

    /** Called by the resolver's thread. */
    void take(final int port, final int length)
    {
        final int bytes = Math.max(MIN_FRAME_BYTES, length);
        taken.setRelease(port, taken.getPlain(port) + bytes);
        allTaken.setRelease(allTaken.getPlain() + bytes);
    }
}
