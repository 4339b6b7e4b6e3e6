package io.tulle.dataplane;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Holds the off-heap cells that frames live in: a frame is an int, the byte offset of its cell. One pool a worker, used
 * by that worker's thread only.
 * <pre>
 *   cell:  | descriptor 64 | headroom 180 | virtio-net header 12 | frame, up to 65,550 bytes | to the stride |
 *          0               64             244                    256
 * </pre>
 * A stride of 64 KiB would put every header into the same cache sets, so the stride is an odd number of cache lines;
 * and cells are handed out last-in first-out, so that a quiet worker keeps using the few that are warm. A flooded
 * frame is one cell with several references, never a copy.
 */
public final class FramePool implements AutoCloseable
{
    /** What {@link #claim()} answers when every cell is in use. */
    public static final int NULL_FRAME = -1;
    /** Bytes from one cell to the next: 1,033 cache lines. */
    public static final int STRIDE_BYTES = 66_112;
    /**
     * Where a received frame begins in its cell; before it lie the virtio-net header and room for a tunnel's headers.
     */
    public static final int DATA_OFFSET = 256;
    /** The longest frame that a cell holds: 64 KiB with two tags and the Ethernet header, and some to spare. */
    public static final int FRAME_CAPACITY_BYTES = STRIDE_BYTES - DATA_OFFSET;

    private final int[] free;
    private final OffHeapMemory memory;
    private final FrameDescriptor descriptor;
    private int freeCount;

    /** @param cells how many frames may be on their way at once; memory is touched only as deep as it is used. */
    public FramePool(final int cells)
    {
        memory = new OffHeapMemory(Math.multiplyExact(cells, STRIDE_BYTES), false);
        descriptor = new FrameDescriptor(memory.buffer());
        free = new int[cells];
        for (int i = cells - 1; i >= 0; i--)
        {
            free[freeCount++] = i * STRIDE_BYTES;
        }
    }

    /** @return a frame with one reference and room for {@link #FRAME_CAPACITY_BYTES}, or {@link #NULL_FRAME}. */
    public int claim()
    {
        if (0 == freeCount)
        {
            return NULL_FRAME;
        }
        final int frame = free[--freeCount];
        descriptor.claimed(frame, frame + DATA_OFFSET);
        return frame;
    }

    /** Adds references, one for each further port that a frame goes to. */
    public void retain(final int frame, final int references)
    {
        descriptor.references(frame, descriptor.references(frame) + references);
    }

    /** Gives one reference back; the last one frees the cell. */
    public void release(final int frame)
    {
        final int references = descriptor.references(frame) - 1;
        descriptor.references(frame, references);
        if (0 == references)
        {
            free[freeCount++] = frame;
        }
    }

    public FrameDescriptor frames()
    {
        return descriptor;
    }

    /** @return the memory that every frame's offsets point into. */
    public UnsafeBuffer buffer()
    {
        return descriptor.buffer();
    }

    /** @return the frames that are in use; it allocates, so it is for the time after an error. */
    int[] claimed()
    {
        final int[] unclaimed = Arrays.copyOf(free, freeCount);
        Arrays.sort(unclaimed);
        return IntStream.range(0, free.length).map((i) -> i * STRIDE_BYTES)
            .filter((frame) -> Arrays.binarySearch(unclaimed, frame) < 0).toArray();
    }

    public int available()
    {
        return freeCount;
    }

    public int capacity()
    {
        return free.length;
    }

    @Override
    public void close()
    {
        memory.close();
    }
}
