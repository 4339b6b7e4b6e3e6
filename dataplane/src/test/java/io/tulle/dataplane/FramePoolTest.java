package io.tulle.dataplane;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cells are handed out once, warm ones first, and come back with their last reference. */
class FramePoolTest
{
    private final FramePool pool = new FramePool(8);

    @AfterEach
    void close()
    {
        pool.close();
    }

    @Test
    void shouldHandOutEveryCellOnceAndThenNone()
    {
        final Set<Integer> frames = new HashSet<>();
        for (int i = 0; i < pool.capacity(); i++)
        {
            frames.add(pool.claim());
        }
        assertEquals(8, frames.size());
        assertEquals(FramePool.NULL_FRAME, pool.claim());
        frames.forEach(pool::release);
        assertEquals(8, pool.available());
    }

    @Test
    void shouldHandOutTheWarmestCellFirst()
    {
        final int first = pool.claim();
        final int second = pool.claim();
        assertNotEquals(first, second);
        pool.release(first);
        assertEquals(first, pool.claim());
    }

    @Test
    void shouldFreeACellWithItsLastReference()
    {
        final int frame = pool.claim();
        pool.retain(frame, 2);
        pool.release(frame);
        pool.release(frame);
        assertEquals(7, pool.available());
        pool.release(frame);
        assertEquals(8, pool.available());
        assertEquals(1, pool.frames().references(pool.claim()));
    }

    @Test
    void shouldKnowWhichCellsAreInUse()
    {
        final int first = pool.claim();
        final int second = pool.claim();
        pool.release(first);
        assertArrayEquals(new int[]{second}, pool.claimed());
    }

    @Test
    void shouldSpreadHeadersOverTheCacheSets()
    {
        assertEquals(0, FramePool.STRIDE_BYTES % OffHeapMemory.CACHE_LINE_BYTES);
        assertEquals(1, FramePool.STRIDE_BYTES / OffHeapMemory.CACHE_LINE_BYTES % 2, "an odd number of lines");
        assertEquals(0, pool.buffer().addressOffset() % OffHeapMemory.CACHE_LINE_BYTES);
    }

    @Test
    void shouldHoldALongestFrameInTheLastCell()
    {
        int frame = 0;
        for (int i = 0; i < pool.capacity(); i++)
        {
            frame = Math.max(frame, pool.claim());
        }
        pool.buffer().setMemory(pool.frames().dataOffset(frame), FramePool.FRAME_CAPACITY_BYTES, (byte) 1);
        assertEquals(7 * FramePool.STRIDE_BYTES, frame);
    }
}
