package io.tulle.tapio.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** A failed call tells place, value and remedy. */
class LinuxExceptionTest
{
    @Test
    void shouldSayWhatFailedWhyAndWhatToDo()
    {
        final LinuxException ex = assertThrows(LinuxException.class, () -> Fd.open(
            "/dev/net/none", FileConstants.O_RDWR, "load the tun module or pass the device into this container"));
        assertEquals("open /dev/net/none: No such file or directory (ENOENT); " +
            "load the tun module or pass the device into this container", ex.getMessage());
        assertEquals(Errno.ENOENT, ex.errno());
    }

    @Test
    void shouldNameErrorsAsTheKernelDoes()
    {
        assertEquals("File descriptor in bad state (EBADFD)", Errno.text(Errno.EBADFD));
        assertEquals("Operation not supported (EOPNOTSUPP)", Errno.text(Errno.EOPNOTSUPP));
        assertEquals("Resource temporarily unavailable (EAGAIN)", Errno.text(Errno.EAGAIN));
        assertEquals("Unknown error 4711 (errno 4711)", Errno.text(4711));
    }

    @Test
    void shouldKeepErrnoAcrossHotCalls()
    {
        assertEquals(-1, Linux.libC().close(-1));
        assertEquals(-1, Linux.hotLibC().read(0, 0, -1));
        assertEquals(Errno.EBADF, Errno.last());
    }
}
