package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.SocketConstants.AF_UNIX;
import static io.tulle.tapio.linux.SocketConstants.MSG_NOSIGNAL;
import static io.tulle.tapio.linux.SocketConstants.SOCK_CLOEXEC;
import static io.tulle.tapio.linux.SocketConstants.SOCK_DGRAM;

import java.nio.charset.StandardCharsets;

/** Tells systemd {@code READY=1} and the like, as sd_notify(3) does; silent where systemd did not ask. Any thread. */
public final class SystemdNotify
{
    private static final String VARIABLE = "NOTIFY_SOCKET";
    private static final int PATH_OFFSET = 2; // struct sockaddr_un: family, then 108 bytes of path
    private static final int PATH_LENGTH = 108;

    private SystemdNotify()
    {
    }

    /** True if there was somebody to tell. */
    public static boolean send(final String state)
    {
        final String socketPath = System.getenv(VARIABLE);
        if (null == socketPath || socketPath.isEmpty())
        {
            return false;
        }

        send(socketPath, state);
        return true;
    }

    static void send(final String socketPath, final String state)
    {
        final byte[] path = socketPath.getBytes(StandardCharsets.UTF_8);
        final byte[] text = state.getBytes(StandardCharsets.UTF_8);
        if (path.length >= PATH_LENGTH || '/' != path[0] && '@' != path[0])
        {
            throw new IllegalArgumentException(
                VARIABLE + "=" + socketPath + " must start with / or @ and have less than " + PATH_LENGTH + " bytes");
        }

        final int socket = Linux.libC().socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        try (Fd fd = new Fd(Linux.check(socket, "socket", "AF_UNIX"));
            OffHeap address = address(path);
            OffHeap message = new OffHeap(Math.max(1, text.length)))
        {
            message.buffer().putBytes(0, text);
            final long sent = Linux.libC().sendto(fd.number(), message.address(), text.length, MSG_NOSIGNAL,
                address.address(), PATH_OFFSET + path.length, LibC.NO_ARGUMENT);
            Linux.check((int) sent, "sendto", () -> VARIABLE + " " + socketPath);
        }
    }

    /** The length ends the path; an abstract name has a zero where its @ is written. */
    private static OffHeap address(final byte[] path)
    {
        final OffHeap address = new OffHeap(PATH_OFFSET + PATH_LENGTH);
        address.buffer().putShort(0, (short) AF_UNIX);
        address.buffer().putBytes(PATH_OFFSET, path);
        if ('@' == path[0])
        {
            address.buffer().putByte(PATH_OFFSET, (byte) 0);
        }
        return address;
    }
}
