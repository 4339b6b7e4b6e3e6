package io.tulle.tapio.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notifications arrive at a socket as systemd would make it. */
class SystemdNotifyTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldReachASocketWithAPath()
    {
        assertEquals("READY=1", sentTo(directory.resolve("notify").toString()));
    }

    @Test
    void shouldReachAnAbstractSocket()
    {
        assertEquals("READY=1", sentTo("@linux-notify-" + ProcessHandle.current().pid()));
    }

    @Test
    void shouldSayNothingWhenNobodyAsked()
    {
        assertFalse(System.getenv().containsKey("NOTIFY_SOCKET"), "this test is for an environment without it");
        assertFalse(SystemdNotify.send("READY=1"));
    }

    @Test
    void shouldNameASocketThatIsNotThere()
    {
        final String path = directory.resolve("gone").toString();
        final Exception ex = assertThrows(LinuxException.class, () -> SystemdNotify.send(path, "READY=1"));
        assertEquals("sendto NOTIFY_SOCKET " + path + ": No such file or directory (ENOENT)", ex.getMessage());
        assertThrows(IllegalArgumentException.class, () -> SystemdNotify.send("vsock:2:1", "READY=1"));
    }

    private static String sentTo(final String path)
    {
        final int number = Linux.libC().socket(SocketConstants.AF_UNIX, SocketConstants.SOCK_DGRAM, 0);
        try (Fd receiver = new Fd(number); OffHeap address = new OffHeap(128); OffHeap message = new OffHeap(64))
        {
            address.buffer().putShort(0, (short) SocketConstants.AF_UNIX);
            address.buffer().putStringWithoutLengthAscii(2, path.startsWith("@") ? "\0" + path.substring(1) : path);
            assertEquals(0, Linux.libC().bind(receiver.number(), address.address(), 2 + path.length()));
            SystemdNotify.send(path, "READY=1");
            final long length = Linux.libC().recv(receiver.number(), message.address(), message.lengthBytes(), 0);
            assertTrue(length > 0);
            return message.buffer().getStringWithoutLengthAscii(0, (int) length);
        }
    }
}
