package io.tulle.tapio;

import static io.tulle.tapio.linux.PacketConstants.SLL_IFINDEX_OFFSET;
import static io.tulle.tapio.linux.PacketConstants.SOCKADDR_LL_LENGTH;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FramePool;
import io.tulle.tapio.linux.Errno;
import io.tulle.tapio.linux.Linux;
import io.tulle.tapio.linux.OffHeap;

/**
 * One packet socket on an interface of the host as a switch port. An interface that is set down is ENETDOWN once, and
 * then silent until it is up again; one that was removed is the same, but that the socket has lost it. One that was set
 * down some time before it was removed goes without a word: whoever opened the device must follow the link as well.
 * Called by the worker.
 */
public final class PacketPort extends FdPort
{
    private boolean isGone;

    /**
     * @param fd              a socket of a {@link PacketDevice}, which stays the device's to close
     * @param vnetHeaderBytes what the device says
     * @param mtu             the interface's MTU in bytes
     */
    public PacketPort(final int index, final String name, final int fd, final int vnetHeaderBytes, final int mtu,
        final FramePool pool)
    {
        super(index, name, fd, vnetHeaderBytes, mtu, pool);
    }

    @Override
    int afterFailedRead()
    {
        switch (Errno.last())
        {
            case Errno.EAGAIN:
                return isGone ? GONE : 0;
            case Errno.EBADF:
            case Errno.ENXIO:
            case Errno.ENODEV:
                return GONE;
            case Errno.ENETDOWN:
                isGone = isInterfaceLost();
                return isGone ? GONE : 0;
            default:
                return 0; // EINVAL: a kind of GSO that no virtio-net header can tell, and the frame is lost
        }
    }

    @Override
    DropReason afterFailedWrite()
    {
        switch (Errno.last())
        {
            case Errno.ENETDOWN:
                return DropReason.PORT_DOWN;
            case Errno.ENXIO:
            case Errno.ENODEV:
            case Errno.EBADF:
                isGone = true;
                return DropReason.PORT_GONE;
            case Errno.EAGAIN:
            case Errno.ENOBUFS: // past the queueing disciplines, a full device refuses at once
            case Errno.ENOMEM:
                return DropReason.TRANSMIT_QUEUE_FULL;
            default:
                return DropReason.TRANSMIT_REFUSED;
        }
    }

    /** Once when the interface goes down or away, so it may allocate. */
    private boolean isInterfaceLost()
    {
        try (OffHeap address = new OffHeap(SOCKADDR_LL_LENGTH); OffHeap length = new OffHeap(Integer.BYTES))
        {
            length.buffer().putInt(0, SOCKADDR_LL_LENGTH);
            return Linux.libC().getsockname(descriptor(), address.address(), length.address()) < 0 ||
                address.buffer().getInt(SLL_IFINDEX_OFFSET) < 0;
        }
    }
}
