package io.tulle.bench;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.Port;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A port that never runs dry: receives the same UDP frame over and over, each time to the next of its destinations,
 * and swallows what is sent. Used by the worker under test.
 * <p>
 * It writes the virtio-net header and the first {@value #WRITTEN_BYTES} bytes of every frame into the cell, which is
 * all that the pipeline reads and the whole of a 64-byte frame; the payload of a larger one stays what it is, as
 * bringing it is the device's work.
 */
final class MemoryPort implements Port
{
    static final int WRITTEN_BYTES = 64;
    private static final int TEMPLATE_BYTES = 2 * Long.BYTES + WRITTEN_BYTES; // the last 12 of the first 16: virtio-net

    private final int index;
    private final FramePool pool;
    private final FrameDescriptor frames;
    private final UnsafeBuffer cells;
    private final int lengthBytes;
    private final UnsafeBuffer templates;
    private int template;
    private long sentFrames;

    /** @param templates one a destination, {@value #TEMPLATE_BYTES} bytes each, made by {@link MemoryFrames} */
    MemoryPort(final int index, final FramePool pool, final int lengthBytes, final UnsafeBuffer templates)
    {
        this.index = index;
        this.pool = pool;
        frames = pool.frames();
        cells = pool.buffer();
        this.lengthBytes = lengthBytes;
        this.templates = templates;
    }

    static int templateBytes()
    {
        return TEMPLATE_BYTES;
    }

    @Override
    public int index()
    {
        return index;
    }

    @Override
    public String name()
    {
        return "memory" + index;
    }

    @Override
    public int descriptor()
    {
        return NO_DESCRIPTOR;
    }

    @Override
    public int mtu()
    {
        return 65_535;
    }

    @Override
    public boolean hasOffloads()
    {
        return true;
    }

    @Override
    public int receive(final Burst burst, final int limit)
    {
        for (int i = 0; i < limit; i++)
        {
            final int frame = pool.claim();
            write(frames.vnetHeaderOffset(frame) - Integer.BYTES);
            frames.received(frame, index, lengthBytes);
            burst.add(frame);
        }
        return limit;
    }

    @Override
    public DropReason transmit(final int frame)
    {
        sentFrames++;
        return DropReason.NONE;
    }

    long sentFrames()
    {
        return sentFrames;
    }

    @Override
    public void close()
    {
        // holds nothing
    }

    private void write(final int offset)
    {
        final int from = template;
        for (int i = 0; i < TEMPLATE_BYTES; i += Long.BYTES)
        {
            cells.putLong(offset + i, templates.getLong(from + i));
        }
        template = from + TEMPLATE_BYTES < templates.capacity() ? from + TEMPLATE_BYTES : 0;
    }
}
