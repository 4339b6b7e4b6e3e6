package io.tulle.tapio;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FramePool;
import io.tulle.tapio.linux.Errno;

/** One queue of a TAP device as a switch port. Called by the worker. */
public final class TapPort extends FdPort
{
    /**
     * @param fd  a queue of a {@link TapDevice}, which stays the device's to close
     * @param mtu the interface's MTU in bytes
     */
    public TapPort(final int index, final String name, final int fd, final int mtu, final FramePool pool)
    {
        super(index, name, fd, VNET_HEADER_BYTES, mtu, pool);
    }

    /** Nothing there, or the device is gone. */
    @Override
    int afterFailedRead()
    {
        final int errno = Errno.last();
        return Errno.EAGAIN == errno || Errno.EINTR == errno || Errno.EIO == errno ? 0 : GONE;
    }

    @Override
    DropReason afterFailedWrite()
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
}
