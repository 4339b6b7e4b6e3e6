package io.tulle.tapio;

import static io.tulle.tapio.linux.SocketConstants.AF_PACKET;
import static io.tulle.tapio.linux.SocketConstants.SOCK_CLOEXEC;
import static io.tulle.tapio.linux.SocketConstants.SOCK_RAW;
import static io.tulle.tapio.linux.SocketConstants.SOL_SOCKET;
import static io.tulle.tapio.linux.SocketConstants.SO_RCVTIMEO;

import java.nio.ByteOrder;

import io.tulle.tapio.linux.Errno;
import io.tulle.tapio.linux.Fd;
import io.tulle.tapio.linux.Linux;
import io.tulle.tapio.linux.LinuxException;
import io.tulle.tapio.linux.OffHeap;

/** Whoever sits behind an interface: sends and sees raw frames of one ether type by a packet socket. */
final class PacketPeer implements AutoCloseable
{
    private static final int ADDRESS_BYTES = 20;
    private static final int FRAME_BYTES = 70_000;
    private static final int TIMEOUT_S = 5;

    private final Fd fd;

    /** Called inside the interface's namespace. */
    PacketPeer(final int interfaceIndex, final int etherType)
    {
        final int networkOrder = Short.toUnsignedInt(Short.reverseBytes((short) etherType));
        fd = new Fd(checked("socket", Linux.libC().socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, networkOrder)));
        try (OffHeap address = new OffHeap(ADDRESS_BYTES); OffHeap timeout = new OffHeap(2 * Long.BYTES))
        {
            address.buffer().putShort(0, (short) AF_PACKET);
            address.buffer().putShort(2, (short) etherType, ByteOrder.BIG_ENDIAN);
            address.buffer().putInt(4, interfaceIndex);
            checked("bind", Linux.libC().bind(fd.number(), address.address(), ADDRESS_BYTES));
            timeout.buffer().putLong(0, TIMEOUT_S);
            checked("setsockopt", Linux.libC().setsockopt(
                fd.number(), SOL_SOCKET, SO_RCVTIMEO, timeout.address(), 2 * Long.BYTES));
        }
    }

    void send(final byte[] frame)
    {
        try (OffHeap memory = new OffHeap(frame.length))
        {
            memory.buffer().putBytes(0, frame);
            checked("send", (int) Linux.libC().send(fd.number(), memory.address(), frame.length, 0));
        }
    }

    byte[] receive()
    {
        try (OffHeap memory = new OffHeap(FRAME_BYTES))
        {
            final byte[] frame =
                new byte[checked("recv", (int) Linux.libC().recv(fd.number(), memory.address(), FRAME_BYTES, 0))];
            memory.buffer().getBytes(0, frame);
            return frame;
        }
    }

    @Override
    public void close()
    {
        fd.close();
    }

    private static int checked(final String call, final int result)
    {
        if (result < 0)
        {
            throw new LinuxException(call, "packet socket of a test", Errno.last(), "run the tests as root");
        }
        return result;
    }
}
