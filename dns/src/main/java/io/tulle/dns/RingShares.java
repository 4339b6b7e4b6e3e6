package io.tulle.dns;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Limits what each client has in the ring to the resolver: so many bytes, of which a short frame counts as if it were
 * longer. That is {@value #MAX_FRAMES} questions, or one segment of 64 KiB and some questions. The worker asks and
 * puts, the resolver's thread takes: each side has counts of its own, and the difference is what lies in between.
 */
final class RingShares
{
    static final int MAX_FRAMES = 256;

    private static final int MIN_FRAME_BYTES = 512;
    private static final long MAX_BYTES = (long) MAX_FRAMES * MIN_FRAME_BYTES; // an eighth of the ring

    private final long[] put;
    private final AtomicLongArray taken;

    RingShares(final int maxPorts)
    {
        put = new long[maxPorts];
        taken = new AtomicLongArray(maxPorts);
    }

    /** Called by the worker. */
    boolean isRoom(final int port, final int length)
    {
        // pairs with release in take
        return put[port] - taken.getAcquire(port) + Math.max(MIN_FRAME_BYTES, length) <= MAX_BYTES;
    }

    /** Called by the worker, before the frame is to be seen. */
    void put(final int port, final int length)
    {
        put[port] += Math.max(MIN_FRAME_BYTES, length);
    }

    /** Called by the resolver's thread. */
    void take(final int port, final int length)
    {
        taken.setRelease(port, taken.getPlain(port) + Math.max(MIN_FRAME_BYTES, length));
    }
}
