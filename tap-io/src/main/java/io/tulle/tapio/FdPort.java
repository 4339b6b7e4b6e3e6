package io.tulle.tapio;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.Port;
import io.tulle.tapio.linux.LibC;
import io.tulle.tapio.linux.Linux;

/**
 * Moves frames between a worker's cells and a file descriptor, one read or write a frame. Frames come and go with their
 * virtio-net header in front, so a frame may be 64 KiB long with its checksum still to be made, and crosses Tulle as
 * one. What a failed call means is the kind of port's to say. Called by the worker.
 */
abstract class FdPort implements Port
{
    /** linux/virtio_net.h: struct virtio_net_hdr_mrg_rxbuf. */
    static final int VNET_HEADER_BYTES = FrameDescriptor.VNET_HEADER_BYTES;

    private static final int MAX_EXPECTED_FRAMES = 64;

    private final LibC libC = Linux.libC();
    private final int index;
    private final String name;
    private final int fd;
    private final int vnetHeaderBytes;
    private final int mtu;
    private final FramePool pool;
    private final FrameDescriptor frames;
    private final long poolAddress;
    /** How many to read before the read that finds nothing: a lone frame goes on its way without waiting for that. */
    private int expectedFrames = 1;

    /** @param vnetHeaderBytes of the descriptor: {@link #VNET_HEADER_BYTES} or {@link ShortVnetHeader#LENGTH} */
    FdPort(final int index, final String name, final int fd, final int vnetHeaderBytes, final int mtu,
        final FramePool pool)
    {
        this.index = index;
        this.name = name;
        this.fd = fd;
        this.vnetHeaderBytes = vnetHeaderBytes;
        this.mtu = mtu;
        this.pool = pool;
        frames = pool.frames();
        poolAddress = pool.buffer().addressOffset();
    }

    /** @return 0 when there is nothing to read now, or {@link #GONE}; the call's errno is still there. */
    abstract int afterFailedRead();

    /** @return why the frame did not leave; the call's errno is still there. */
    abstract DropReason afterFailedWrite();

    @Override
    public final int index()
    {
        return index;
    }

    @Override
    public final String name()
    {
        return name;
    }

    @Override
    public final int descriptor()
    {
        return fd;
    }

    @Override
    public final int mtu()
    {
        return mtu;
    }

    @Override
    public final boolean hasOffloads()
    {
        return true;
    }

    @Override
    public final int receive(final Burst burst, final int limit)
    {
        final int expected = Math.min(limit, expectedFrames);
        int received = 0;
        while (received < expected)
        {
            final int frame = pool.claim();
            if (FramePool.NULL_FRAME == frame)
            {
                return received; // the frames wait in the kernel's queue
            }
            final long bytes = libC.read(fd, address(frame), vnetHeaderBytes + FramePool.FRAME_CAPACITY_BYTES);
            if (bytes < vnetHeaderBytes)
            {
                pool.release(frame);
                expectedFrames = Math.max(1, received);
                return 0 == received ? afterFailedRead() : received;
            }
            frames.received(frame, index, (int) bytes - vnetHeaderBytes);
            if (VNET_HEADER_BYTES != vnetHeaderBytes)
            {
                ShortVnetHeader.widen(poolAddress + frames.vnetHeaderOffset(frame));
            }
            burst.add(frame);
            received++;
        }
        expectedFrames = Math.min(MAX_EXPECTED_FRAMES, 2 * expectedFrames);
        return received;
    }

    @Override
    public final DropReason transmit(final int frame)
    {
        if (VNET_HEADER_BYTES != vnetHeaderBytes)
        {
            return transmitShort(frame);
        }
        final long written = libC.write(fd, address(frame), VNET_HEADER_BYTES + frames.length(frame));
        return written > 0 ? DropReason.NONE : afterFailedWrite();
    }

    /** The device closes its descriptors when every worker has let go of them. */
    @Override
    public final void close()
    {
        // nothing of its own to close
    }

    /** The frame is as it was afterwards: a capture still looks at it. */
    private DropReason transmitShort(final int frame)
    {
        final long header = poolAddress + frames.vnetHeaderOffset(frame);
        ShortVnetHeader.narrow(header);
        final long written = libC.write(fd, address(frame), vnetHeaderBytes + frames.length(frame));
        final DropReason reason = written > 0 ? DropReason.NONE : afterFailedWrite();
        ShortVnetHeader.widen(header);
        return reason;
    }

    private long address(final int frame)
    {
        return poolAddress + frames.dataOffset(frame) - vnetHeaderBytes;
    }
}
