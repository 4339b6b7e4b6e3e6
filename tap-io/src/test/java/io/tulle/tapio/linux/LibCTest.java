package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.FileConstants.O_RDONLY;
import static io.tulle.tapio.linux.SocketConstants.AF_UNIX;
import static io.tulle.tapio.linux.SocketConstants.SOCK_DGRAM;
import static io.tulle.tapio.linux.SocketConstants.SOL_SOCKET;
import static io.tulle.tapio.linux.SocketConstants.SO_RCVTIMEO;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls with many arguments hand on every one of them: the library beneath has a fault with exactly six. */
class LibCTest
{
    private static final int PAGE_LENGTH = 65_536; // a multiple of any page size
    private static final int PROT_READ = 1;
    private static final int MAP_PRIVATE = 2;

    @Test
    void shouldMapTheAskedPageOfAFile(@TempDir final Path directory) throws IOException
    {
        final byte[] content = new byte[2 * PAGE_LENGTH];
        content[PAGE_LENGTH] = 42;
        final Path file = Files.write(directory.resolve("pages"), content);
        try (Fd fd = Fd.open(file.toString(), O_RDONLY))
        {
            final long address = Linux.libC().mmap(
                0, PAGE_LENGTH, PROT_READ, MAP_PRIVATE, fd.number(), PAGE_LENGTH, LibC.NO_ARGUMENT);
            assertNotEquals(-1, address);
            assertEquals(42, new UnsafeBuffer(address, PAGE_LENGTH).getByte(0));
            assertEquals(0, Linux.libC().munmap(address, PAGE_LENGTH));
        }
    }

    @Test
    void shouldReadBackASocketOptionOfSixteenBytes()
    {
        final int socket = Linux.libC().socket(AF_UNIX, SOCK_DGRAM, 0);
        try (Fd fd = new Fd(socket); OffHeap value = new OffHeap(16); OffHeap length = new OffHeap(4))
        {
            value.buffer().putLong(0, 7);
            length.buffer().putInt(0, 16);
            final LibC libC = Linux.libC();
            assertEquals(0, libC.setsockopt(fd.number(), SOL_SOCKET, SO_RCVTIMEO, value.address(), 16));
            value.buffer().putLong(0, 0);
            assertEquals(
                0, libC.getsockopt(fd.number(), SOL_SOCKET, SO_RCVTIMEO, value.address(), length.address()));
            assertEquals(7, value.buffer().getLong(0));
        }
    }

    @Test
    void shouldReadIntoOffHeapMemoryByAddress(@TempDir final Path directory) throws IOException
    {
        final byte[] content = {1, 2, 3};
        final Path file = Files.write(directory.resolve("bytes"), content);
        final byte[] read = new byte[content.length];
        try (Fd fd = Fd.open(file.toString(), O_RDONLY); OffHeap memory = new OffHeap(8))
        {
            assertEquals(3, Linux.hotLibC().read(fd.number(), memory.address(), 8));
            memory.buffer().getBytes(0, read);
        }
        assertArrayEquals(content, read);
    }
}
