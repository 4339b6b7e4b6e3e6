package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.NetlinkConstants.*;
import static io.tulle.tapio.linux.SocketConstants.*;

/**
 * Tells that links, addresses, routes or neighbours of a namespace may have changed; what they are now, {@link Netlink}
 * tells. It speaks for the namespace of the thread that made it. One thread waits, any thread may wake it.
 * <pre>
 *   struct pollfd [2]     0               4       6       8
 *                        +---------------+-------+-------+
 *                        | descriptor    | wanted| there |
 *                        +---------------+-------+-------+
 * </pre>
 */
public final class NetlinkMonitor implements AutoCloseable
{
    private static final int GROUPS = bit(RTNLGRP_LINK) | bit(RTNLGRP_NEIGH) | bit(RTNLGRP_IPV4_IFADDR) |
        bit(RTNLGRP_IPV4_ROUTE) | bit(RTNLGRP_IPV6_IFADDR) | bit(RTNLGRP_IPV6_ROUTE);
    private static final int GROUPS_OFFSET = 8;
    private static final int POLLIN = 1;
    private static final int POLLFD_LENGTH = 8;
    private static final int EVENTS_OFFSET = 4;
    private static final int MESSAGE_LENGTH = 64; // what changed is not read, so the rest of a message may be cut

    private final LibC libC = Linux.libC();
    private final EventFd wakeUp = new EventFd();
    private final OffHeap polled = new OffHeap(2 * POLLFD_LENGTH);
    private final OffHeap message = new OffHeap(MESSAGE_LENGTH);
    private final Fd fd;

    public NetlinkMonitor()
    {
        fd = new Fd(Linux.check(libC.socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_ROUTE),
            "socket", "AF_NETLINK"));
        try (OffHeap address = new OffHeap(SOCKADDR_NL_LENGTH))
        {
            address.buffer().putShort(0, (short) AF_NETLINK);
            address.buffer().putInt(GROUPS_OFFSET, GROUPS);
            Linux.check(libC.bind(fd.number(), address.address(), SOCKADDR_NL_LENGTH), "bind", "netlink groups");
        }
        poll(0, fd.number());
        poll(POLLFD_LENGTH, wakeUp.fd());
    }

    /**
     * Waits for a change, for {@link #wakeUp()} or for the end of the time.
     *
     * @param timeoutMs how long to wait; 0 only looks
     * @return whether anything may have changed since this was last asked
     */
    public boolean await(final int timeoutMs)
    {
        libC.poll(polled.address(), 2, timeoutMs); // an interrupted wait is a short one
        wakeUp.drain();
        return drain();
    }

    /** Ends an {@link #await} that waits, or the next one; allocates nothing. */
    public void wakeUp()
    {
        wakeUp.signal();
    }

    /** More changes than the socket holds are ENOBUFS, which is a change as well. */
    private boolean drain()
    {
        boolean hasChanged = false;
        while (isReceived())
        {
            hasChanged = true;
        }
        return hasChanged;
    }

    private boolean isReceived()
    {
        if (libC.recv(fd.number(), message.address(), MESSAGE_LENGTH, 0) >= 0)
        {
            return true;
        }
        final int errno = Errno.last();
        return Errno.ENOBUFS == errno || Errno.EINTR == errno;
    }

    private void poll(final int offset, final int descriptor)
    {
        polled.buffer().putInt(offset, descriptor);
        polled.buffer().putShort(offset + EVENTS_OFFSET, (short) POLLIN);
    }

    private static int bit(final int group)
    {
        return 1 << group - 1;
    }

    @Override
    public void close()
    {
        fd.close();
        wakeUp.close();
        polled.close();
        message.close();
    }
}
