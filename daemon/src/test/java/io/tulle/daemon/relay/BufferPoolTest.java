package io.tulle.daemon.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

/** That memory stays bounded when every reader is slow. */
class BufferPoolTest
{
    private static final int LARGE = 512;

    private final BufferPool pool = new BufferPool();

    @Test
    void shouldLendAUsedBufferAgainAndEmpty()
    {
        final ByteBuffer buffer = pool.take();
        buffer.put((byte) 1).flip();
        pool.giveBack(buffer);
        final ByteBuffer again = pool.take();
        assertSame(buffer, again);
        assertEquals(BufferPool.LARGE_BYTES, again.remaining());
    }

    @Test
    void shouldLendSmallBuffersWhenMoreFlowsWaitThanThereAreLargeOnes()
    {
        final List<ByteBuffer> lent = new ArrayList<>();
        for (int i = 0; i < LARGE + 2; i++)
        {
            lent.add(pool.take());
        }
        assertEquals(BufferPool.LARGE_BYTES, lent.get(LARGE - 1).capacity());
        assertEquals(BufferPool.SMALL_BYTES, lent.get(LARGE).capacity());
        lent.forEach(pool::giveBack);
        assertEquals(BufferPool.LARGE_BYTES, pool.take().capacity());
    }
}
