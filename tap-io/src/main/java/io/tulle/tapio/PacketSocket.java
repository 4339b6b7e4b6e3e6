package io.tulle.tapio;

import static io.tulle.tapio.linux.PacketConstants.*;
import static io.tulle.tapio.linux.SocketConstants.*;

import java.nio.ByteOrder;

import io.tulle.tapio.linux.Errno;
import io.tulle.tapio.linux.Fd;
import io.tulle.tapio.linux.LibC;
import io.tulle.tapio.linux.Linux;
import io.tulle.tapio.linux.LinuxException;
import io.tulle.tapio.linux.OffHeap;

/**
 * One packet socket on an interface: it sees what comes in, beside the host itself, and sends past the host's stack and
 * queueing disciplines, frames with their virtio-net header in front. Called by control threads.
 */
final class PacketSocket implements AutoCloseable
{
    private static final int RECEIVE_QUEUE_BYTES = 8 << 20; // 120 frames of 64 KiB, or 8,000 small ones

    /** A group does not heed what its sockets say of outgoing frames, only what it is made with. */
    private static final int FANOUT_MODE = PACKET_FANOUT_HASH | PACKET_FANOUT_FLAG_IGNORE_OUTGOING;

    private final LibC libC = Linux.libC();
    private final String interfaceName;
    private final Fd fd;

    /** Opens a socket that sees nothing until it is bound, in the namespace of the calling thread. */
    PacketSocket(final String interfaceName)
    {
        this.interfaceName = interfaceName;
        final int number = libC.socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (number < 0)
        {
            throw failed("socket", "packet socket for " + interfaceName, "");
        }
        fd = new Fd(number);
    }

    int number()
    {
        return fd.number();
    }

    /**
     * @param mayBeWide whether to ask for the header of 12 bytes, which newer kernels have
     * @return the bytes of the virtio-net header
     */
    int setOptions(final boolean mayBeWide)
    {
        final boolean isWide = mayBeWide && isOptionSet(PACKET_VNET_HDR_SZ, FdPort.VNET_HEADER_BYTES);
        if (!isWide)
        {
            option(SOL_PACKET, PACKET_VNET_HDR, 1, "PACKET_VNET_HDR", "");
        }
        option(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1, "PACKET_IGNORE_OUTGOING", "");
        option(SOL_PACKET, PACKET_QDISC_BYPASS, 1, "PACKET_QDISC_BYPASS", "");
        option(SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_QUEUE_BYTES, "SO_RCVBUFFORCE", "");
        return isWide ? FdPort.VNET_HEADER_BYTES : ShortVnetHeader.LENGTH;
    }

    /** From now on it sees frames. */
    void bind(final int interfaceIndex)
    {
        try (OffHeap address = new OffHeap(SOCKADDR_LL_LENGTH))
        {
            address.buffer().putShort(0, (short) AF_PACKET);
            address.buffer().putShort(SLL_PROTOCOL_OFFSET, (short) ETH_P_ALL, ByteOrder.BIG_ENDIAN);
            address.buffer().putInt(SLL_IFINDEX_OFFSET, interfaceIndex);
            if (libC.bind(fd.number(), address.address(), SOCKADDR_LL_LENGTH) < 0)
            {
                throw failed("bind", "packet socket to " + interfaceName, "");
            }
        }
    }

    /** Makes a new group that shares frames out by flow. @return its number, for the others to join */
    int makeFanout()
    {
        fanout(FANOUT_MODE | PACKET_FANOUT_FLAG_UNIQUEID, 0);
        try (OffHeap memory = new OffHeap(2 * Integer.BYTES))
        {
            query(PACKET_FANOUT, memory, Integer.BYTES);
            return memory.buffer().getInt(0) & 0xFFFF;
        }
    }

    void joinFanout(final int group)
    {
        fanout(FANOUT_MODE, group);
    }

    /** @return frames that were lost because the queue was full, since this was last asked. */
    long lost()
    {
        try (OffHeap memory = new OffHeap(4 * Integer.BYTES))
        {
            query(PACKET_STATISTICS, memory, 2 * Integer.BYTES); // struct tpacket_stats: packets, drops
            return Integer.toUnsignedLong(memory.buffer().getInt(Integer.BYTES));
        }
    }

    void attach(final OffHeap program)
    {
        set(SOL_SOCKET, SO_ATTACH_FILTER, program, "SO_ATTACH_FILTER", "");
    }

    @Override
    public void close()
    {
        fd.close();
    }

    private void fanout(final int mode, final int group)
    {
        option(SOL_PACKET, PACKET_FANOUT, mode << 16 | group, "PACKET_FANOUT", "");
    }

    private void query(final int option, final OffHeap memory, final int lengthBytes)
    {
        try (OffHeap length = new OffHeap(Integer.BYTES))
        {
            length.buffer().putInt(0, lengthBytes);
            libC.getsockopt(fd.number(), SOL_PACKET, option, memory.address(), length.address());
        }
    }

    private boolean isOptionSet(final int option, final int value)
    {
        try (OffHeap memory = new OffHeap(Integer.BYTES))
        {
            memory.buffer().putInt(0, value);
            return libC.setsockopt(fd.number(), SOL_PACKET, option, memory.address(), memory.lengthBytes()) >= 0;
        }
    }

    private void option(final int level, final int option, final int value, final String what, final String remedy)
    {
        try (OffHeap memory = new OffHeap(Integer.BYTES))
        {
            memory.buffer().putInt(0, value);
            set(level, option, memory, what, remedy);
        }
    }

    private void set(final int level, final int option, final OffHeap value, final String what, final String remedy)
    {
        if (libC.setsockopt(fd.number(), level, option, value.address(), value.lengthBytes()) < 0)
        {
            throw failed("setsockopt", what + " on " + interfaceName, remedy);
        }
    }

    private static LinuxException failed(final String call, final String what, final String remedy)
    {
        final int errno = Errno.last();
        final boolean isPermission = Errno.EPERM == errno;
        return new LinuxException(call, what, errno, isPermission ? "run as root, or with CAP_NET_RAW" : remedy);
    }
}
