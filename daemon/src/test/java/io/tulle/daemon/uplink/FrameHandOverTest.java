package io.tulle.daemon.uplink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;

import com.sun.management.ThreadMXBean;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.test.FrameBuilder;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A frame goes into the ring with all that the uplink thread needs. */
class FrameHandOverTest
{
    private static final int RING_BYTES = 1 << 16;
    private static final int PORT = 5;
    private static final byte[] FRAME = FrameBuilder.ipv4(2, 1, "10.30.0.2", "192.0.2.9", 100);

    private final FramePool pool = new FramePool(4);
    private final ManyToOneRingBuffer ring = new ManyToOneRingBuffer(
        new UnsafeBuffer(ByteBuffer.allocateDirect(RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));
    private final FrameHandOver handOver = new FrameHandOver(pool, ring, () -> this.wakeUps++);
    private final int frame = claim();
    private int wakeUps;

    @AfterEach
    void freeMemory()
    {
        pool.close();
    }

    @Test
    void shouldCopyTheFrameAndWakeTheUplinkThread()
    {
        assertTrue(handOver.offer(PORT, 11, 12, frame));
        assertEquals(1, wakeUps);
        pool.buffer().setMemory(pool.frames().dataOffset(frame), FRAME.length, (byte) 0);
        assertEquals(1, ring.read((type, buffer, index, length) ->
        {
            assertEquals(PORT, FrameMessage.egressPort(buffer, index));
            assertEquals(11, FrameMessage.high(buffer, index));
            assertEquals(12, FrameMessage.low(buffer, index));
            final byte[] copy = new byte[FRAME.length];
            buffer.getBytes(index + FrameMessage.length(0), copy);
            assertArrayEquals(FRAME, copy);
            assertEquals(FrameMessage.length(FRAME.length), length);
        }));
    }

    @Test
    void shouldAskTheWayOfWhatIsTooLongToKeep()
    {
        pool.frames().length(frame, 8_000);
        assertFalse(handOver.offer(PORT, 11, 12, frame));
        assertEquals(1, wakeUps);
        assertEquals(1, ring.read((type, buffer, index, length) ->
        {
            assertEquals(12, FrameMessage.low(buffer, index));
            assertEquals(FrameMessage.FRAME_OFFSET, length);
        }));
    }

    @Test
    void shouldRefuseWhenTheRingIsFullAndTakeAgainWhenItIsRead()
    {
        while (handOver.offer(PORT, 0, 0, frame))
        {
            assertTrue(wakeUps < RING_BYTES);
        }
        assertFalse(handOver.offer(PORT, 0, 0, frame));
        ring.read((type, buffer, index, length) -> {});
        assertTrue(handOver.offer(PORT, 0, 0, frame));
    }

    @Test
    void shouldAllocateNothing()
    {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 50; round++)
        {
            ring.read((type, buffer, index, length) -> {});
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++)
            {
                handOver.offer(PORT, 0, 0, frame); // taken, and refused when the ring is full
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least);
    }

    private int claim()
    {
        final int claimed = pool.claim();
        pool.buffer().setMemory(pool.frames().vnetHeaderOffset(claimed), 12, (byte) 0);
        pool.buffer().putBytes(pool.frames().dataOffset(claimed), FRAME);
        pool.frames().received(claimed, 1, FRAME.length);
        return claimed;
    }
}
