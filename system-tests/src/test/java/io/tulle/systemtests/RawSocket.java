package io.tulle.systemtests;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.Predicate;

import io.tulle.tapio.linux.Errno;
import io.tulle.tapio.linux.Fd;
import io.tulle.tapio.linux.LibC;
import io.tulle.tapio.linux.Linux;
import io.tulle.tapio.linux.LinuxException;
import io.tulle.tapio.linux.Netlink;
import io.tulle.tapio.linux.NetworkNamespace;
import io.tulle.tapio.linux.OffHeap;
import io.tulle.tapio.linux.SocketConstants;

/**
 * Sends a container's frames byte by byte, as a hostile one does, and receives what reaches it: a packet socket
 * (packet(7)) on one of its interfaces. Called by tests.
 */
final class RawSocket implements AutoCloseable
{
    private static final int SOL_PACKET = 263;
    private static final int PACKET_IGNORE_OUTGOING = 23;
    private static final short ETH_P_ALL_BIG_ENDIAN = 0x0300;
    private static final int SOCKADDR_LL_BYTES = 20;
    private static final int FRAME_BYTES = 1 << 17;
    private static final int POLL_MS = 100;
    private static final short POLLIN = 1;

    private final LibC libC = Linux.libC();
    private final OffHeap memory = new OffHeap(FRAME_BYTES);
    private final OffHeap pollFd = new OffHeap(Long.BYTES);
    private final Fd fd;

    private RawSocket(final Fd fd)
    {
        this.fd = fd;
    }

    static RawSocket open(final Path namespace, final String interfaceName)
    {
        return NetworkNamespace.path(namespace).call(() -> openInside(interfaceName));
    }

    private static RawSocket openInside(final String interfaceName)
    {
        final int index;
        try (Netlink netlink = Netlink.open())
        {
            index = netlink.link(interfaceName).index();
        }
        final int number = Linux.libC().socket(SocketConstants.AF_PACKET,
            SocketConstants.SOCK_RAW | SocketConstants.SOCK_NONBLOCK | SocketConstants.SOCK_CLOEXEC, 0);
        check(number, "socket");
        final RawSocket socket = new RawSocket(new Fd(number));
        socket.bind(index);
        return socket;
    }

    /** sockaddr_ll: family 16 | protocol 16 | interface 32 | the rest is for others to read. */
    private void bind(final int interfaceIndex)
    {
        memory.buffer().putInt(0, 1);
        check(libC.setsockopt(fd.number(), SOL_PACKET, PACKET_IGNORE_OUTGOING, memory.address(), Integer.BYTES),
            "setsockopt");
        memory.buffer().putShort(0, (short) SocketConstants.AF_PACKET, ByteOrder.nativeOrder());
        memory.buffer().putShort(2, ETH_P_ALL_BIG_ENDIAN, ByteOrder.nativeOrder());
        memory.buffer().putInt(4, interfaceIndex, ByteOrder.nativeOrder());
        check(libC.bind(fd.number(), memory.address(), SOCKADDR_LL_BYTES), "bind");
    }

    /** Sends one frame, Ethernet header first; tries again while the interface's queue is full. */
    void send(final byte[] frame)
    {
        memory.buffer().putBytes(0, frame);
        Eventually.eventually("room in the interface's queue", () -> trySend(frame.length));
    }

    private boolean trySend(final int lengthBytes)
    {
        final long sent = libC.send(fd.number(), memory.address(), lengthBytes, 0);
        final int errno = sent < 0 ? Errno.last() : 0;
        if (Errno.ENOBUFS == errno || Errno.EAGAIN == errno)
        {
            return false;
        }
        check(sent, "send " + lengthBytes + " bytes");
        return true;
    }

    /** Waits for a frame that is asked for; the others are let go. */
    byte[] await(final String what, final Predicate<byte[]> isIt)
    {
        final byte[][] found = new byte[1][];
        Eventually.eventually("a frame: " + what, () ->
        {
            found[0] = receive();
            return null != found[0] && isIt.test(found[0]);
        });
        return found[0];
    }

    /** Whether a frame that is asked for has come already. */
    boolean hasReceived(final Predicate<byte[]> isIt)
    {
        for (byte[] frame = receive(); null != frame; frame = receive())
        {
            if (isIt.test(frame))
            {
                return true;
            }
        }
        return false;
    }

    private byte[] receive()
    {
        pollFd.buffer().putInt(0, fd.number(), ByteOrder.nativeOrder());
        pollFd.buffer().putShort(Integer.BYTES, POLLIN, ByteOrder.nativeOrder());
        if (libC.poll(pollFd.address(), 1, POLL_MS) <= 0)
        {
            return null;
        }
        final long length = libC.recv(fd.number(), memory.address(), FRAME_BYTES, 0);
        if (length < 0)
        {
            return null; // the interface went down: the next call says more
        }
        final byte[] frame = new byte[(int) length];
        memory.buffer().getBytes(0, frame);
        return frame;
    }

    private static void check(final long result, final String call)
    {
        if (result < 0)
        {
            throw new LinuxException(call, "packet socket", Errno.last(), "");
        }
    }

    @Override
    public void close()
    {
        fd.close();
        memory.close();
        pollFd.close();
    }
}
