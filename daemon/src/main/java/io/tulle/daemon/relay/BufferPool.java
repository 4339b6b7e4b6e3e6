package io.tulle.daemon.relay;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lends buffers to flows that have bytes in hand; one that has none holds no buffer, so idle connections cost none.
 * When many readers are slow at once, further flows get small buffers: slower, but nobody waits for another's buffer,
 * and the memory is bounded by the limit of connections. Called by the relay's thread.
 */
final class BufferPool
{
    static final int LARGE_BYTES = 64 * 1024;
    static final int SMALL_BYTES = 4 * 1024;
    private static final int MAX_LARGE = 512; // 32 MiB

    private final Deque<ByteBuffer> large = new ArrayDeque<>();
    private final Deque<ByteBuffer> small = new ArrayDeque<>();
    private int allocated;

    /** @return an empty buffer; give it back. */
    ByteBuffer take()
    {
        final ByteBuffer free = large.poll();
        if (null != free)
        {
            return free;
        }
        if (allocated < MAX_LARGE)
        {
            allocated++;
            return ByteBuffer.allocateDirect(LARGE_BYTES);
        }
        final ByteBuffer freeSmall = small.poll();
        return null == freeSmall ? ByteBuffer.allocateDirect(SMALL_BYTES) : freeSmall;
    }

    void giveBack(final ByteBuffer buffer)
    {
        (LARGE_BYTES == buffer.capacity() ? large : small).push(buffer.clear());
    }
}
