package io.tulle.tapio;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.Port;
import io.tulle.tapio.linux.Errno;
import io.tulle.tapio.linux.LibC;
import io.tulle.tapio.linux.Linux;

/**
 * One queue of a TAP device as a switch port. Frames come and go with their virtio-net header in front, so a frame
 * may be 64 KiB long with its checksum still to be made, and crosses Tulle as one. Called by the worker.
 */
public final class TapPort implements Port
{
    /** linux/virtio_net.h: struct virtio_net_hdr_mrg_rxbuf. */
    public static final int VNET_HEADER_BYTES = FrameDescriptor.VNET_HEADER_BYTES;

    private static final int MAX_EXPECTED_FRAMES = 64;

    private final LibC libC = Linux.libC();
    private final int index;
    private final String name;
    private final int fd;
    private final int mtu;
    private final FramePool pool;
    private final FrameDescriptor frames;
    private final long poolAddress;
    /** How many to read before the read that finds nothing: a lone frame goes on its way without waiting for that. */
    private int expectedFrames = 1;

    /**
     * @param fd  a queue of a {@link TapDevice}, which stays the device's to close
     * @param mtu the interface's MTU in bytes
     */
    public TapPort(final int index, final String name, final int fd, final int mtu, final FramePool pool)
    {
        this.index = index;
        this.name = name;
        this.fd = fd;
        this.mtu = mtu;
        this.pool = pool;
        frames = pool.frames();
        poolAddress = pool.buffer().addressOffset();
    }

    @Override
    public int index()
    {
        return index;
    }

    @Override
    public String name()
    {
        return name;
    }

    @Override
    public int descriptor()
    {
        return fd;
    }

    @Override
    public int mtu()
    {
        return mtu;
    }

    @Override
    public boolean hasOffloads()
    {
        return true;
    }

    @Override
    public int receive(final Burst burst, final int limit)
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
            final long bytes = libC.read(fd, address(frame), VNET_HEADER_BYTES + FramePool.FRAME_CAPACITY_BYTES);
            if (bytes < VNET_HEADER_BYTES)
            {
                pool.release(frame);
                expectedFrames = Math.max(1, received);
                return 0 == received ? afterFailedRead() : received;
            }
            frames.received(frame, index, (int) bytes - VNET_HEADER_BYTES);
            burst.add(frame);
            received++;
        }
        expectedFrames = Math.min(MAX_EXPECTED_FRAMES, 2 * expectedFrames);
        return received;
    }

    @Override
    public DropReason transmit(final int frame)
    {
        final long written = libC.write(fd, address(frame), VNET_HEADER_BYTES + frames.length(frame));
        return written > 0 ? DropReason.NONE : afterFailedWrite();
    }

    /** The device closes its queues when every worker has let go of them. */
    @Override
    public void close()
    {
        // nothing of its own to close
    }

    /** Nothing there, or the device is gone. */
    private static int afterFailedRead()
    {
        final int errno = Errno.last();
        return Errno.EAGAIN == errno || Errno.EINTR == errno || Errno.EIO == errno ? 0 : GONE;
    }

    private static DropReason afterFailedWrite()
    {
        switch (Errno.last())
        {
            case Errno.EIO:
                return DropReason.PORT_DOWN;
            case Errno.EBADFD:
            case Errno.EBADF:
                return DropReason.PORT_GONE;
            case Errno.EAGAIN:
            case Errno.ENOBUFS:
            case Errno.ENOMEM:
                return DropReason.TRANSMIT_QUEUE_FULL;
            default:
                return DropReason.TRANSMIT_REFUSED;
        }
    }

    private long address(final int frame)
    {
        return poolAddress + frames.vnetHeaderOffset(frame);
    }
}
