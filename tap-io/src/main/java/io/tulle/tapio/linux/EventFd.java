package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.EventConstants.EFD_CLOEXEC;
import static io.tulle.tapio.linux.EventConstants.EFD_NONBLOCK;

/**
 * Wakes a worker that blocks in {@link Epoll}: any thread signals, the worker drains. Neither allocates.
 * Several signals before a drain are one.
 */
public final class EventFd implements AutoCloseable
{
    private static final int VALUE_OFFSET = 64; // the drained value, on a cache line apart from the constant one

    private final OffHeap memory = new OffHeap(VALUE_OFFSET + Long.BYTES);
    private final HotLibC hotLibC = Linux.hotLibC();
    private final Fd fd;
    private final long address;

    public EventFd()
    {
        fd = new Fd(Linux.check(Linux.libC().eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd", "for a wake-up"));
        address = memory.address();
        memory.buffer().putLong(0, 1);
    }

    public int fd()
    {
        return fd.number();
    }

    /** Fails when 2^64 - 2 signals are pending, and then the worker is awake anyway, or after close. */
    public void signal()
    {
        hotLibC.write(fd.number(), address, Long.BYTES);
    }

    /** True if there was a signal. Called by the one thread that waits. */
    public boolean drain()
    {
        return Long.BYTES == hotLibC.read(fd.number(), address + VALUE_OFFSET, Long.BYTES);
    }

    @Override
    public void close()
    {
        fd.close();
        memory.close();
    }
}
