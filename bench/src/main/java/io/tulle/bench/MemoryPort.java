package io.tulle.bench;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.Port;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A port that never runs dry: receives a UDP frame over and over, from its own container to others chosen at random,
 * alike in every run, and swallows what is sent. Used by the worker under test.
 * <p>
 * It writes the virtio-net header and the first {@value #WRITTEN_BYTES} bytes of every frame into the cell, which is
 * all that the pipeline reads and the whole of a 64-byte frame; the payload of a larger one stays what it is, as
 * bringing it is the device's work. The IPv4 checksum is that of the first destination: no stage of layer 2 reads it.
 */
final class MemoryPort implements Port
{
    static final int WRITTEN_BYTES = 64;
    private static final int DESTINATION_MAC_LOW_OFFSET = 2;
    private static final int DESTINATION_IPV4_OFFSET = 30;
    private static final long MULTIPLIER = 6_364_136_223_846_793_005L; // Knuth's, of a linear congruential generator

    private final int index;
    private final FramePool pool;
    private final FrameDescriptor frames;
    private final UnsafeBuffer cells;
    private final UnsafeBuffer template;
    private final int lengthBytes;
    private final int containers;
    private final int run;
    private long random;
    private long sentFrames;

    /** @param run how many frames in a row go to one container */
    MemoryPort(final int index, final FramePool pool, final int lengthBytes, final int containers, final int run)
    {
        this.index = index;
        this.pool = pool;
        frames = pool.frames();
        cells = pool.buffer();
        template = MemoryFrames.template(index, lengthBytes);
        this.lengthBytes = lengthBytes;
        this.containers = containers;
        this.run = run;
        random = index;
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
        int destination = 0;
        for (int i = 0; i < limit; i++)
        {
            if (0 == i % run)
            {
                destination = nextDestination();
            }
            final int frame = pool.claim();
            write(frame + FramePool.DATA_OFFSET, MemoryFrames.ipv4(destination));
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

    /** Any container but its own. */
    private int nextDestination()
    {
        random = random * MULTIPLIER + 1;
        final int other = 1 + (int) ((random >>> 33) * (containers - 1) >>> 31);
        return other < index ? other : other + 1;
    }

    private void write(final int offset, final int ipv4)
    {
        cells.putBytes(offset - FrameDescriptor.VNET_HEADER_BYTES, template, 0, template.capacity());
        cells.putInt(offset + DESTINATION_MAC_LOW_OFFSET, ipv4, BIG_ENDIAN); // a container's MAC ends in its address
        cells.putInt(offset + DESTINATION_IPV4_OFFSET, ipv4, BIG_ENDIAN);
    }
}
