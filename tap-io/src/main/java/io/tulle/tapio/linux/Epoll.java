package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.EventConstants.*;

import org.agrona.concurrent.UnsafeBuffer;

import jnr.ffi.Platform;

/**
 * Tells a worker which ports have frames, at a cost by ready ports. One thread waits and reads the events, without
 * allocating; any thread may add, modify and remove.
 * <pre>
 *  struct epoll_event, packed on x86-64 only:
 *   0               4               8              12              16
 *  +---------------+---------------+---------------+---------------+
 *  |    events     |             token             |                  x86-64
 *  +---------------+---------------+---------------+---------------+
 *  |    events     |   (padding)   |             token             |  elsewhere
 *  +---------------+---------------+---------------+---------------+
 * </pre>
 */
public final class Epoll implements AutoCloseable
{
    private static final boolean IS_PACKED = Platform.CPU.X86_64 == Platform.getNativePlatform().getCPU();
    private static final int TOKEN_OFFSET = IS_PACKED ? 4 : 8;
    private static final int EVENT_LENGTH = TOKEN_OFFSET + Long.BYTES;

    private final HotLibC hotLibC = Linux.hotLibC();
    private final OffHeap memory;
    private final UnsafeBuffer events;
    private final Fd fd;
    private final long eventsAddress;
    private final int maxEvents;

    public Epoll(final int maxEvents)
    {
        this.maxEvents = maxEvents;
        fd = new Fd(Linux.check(Linux.libC().epoll_create1(EPOLL_CLOEXEC), "epoll_create1", "for readiness"));
        memory = new OffHeap(maxEvents * EVENT_LENGTH);
        events = memory.buffer();
        eventsAddress = memory.address();
    }

    public void add(final int watchedFd, final int interest, final long token)
    {
        control(EPOLL_CTL_ADD, "add", watchedFd, interest, token);
    }

    public void modify(final int watchedFd, final int interest, final long token)
    {
        control(EPOLL_CTL_MOD, "modify", watchedFd, interest, token);
    }

    /** Before the descriptor is closed: afterwards its number may mean another port. */
    public void remove(final int watchedFd)
    {
        control(EPOLL_CTL_DEL, "remove", watchedFd, 0, 0);
    }

    /** Waits (0: not at all, -1: for ever) and returns how many events there are to read. */
    public int await(final int timeoutMs)
    {
        final int count = hotLibC.epoll_wait(fd.number(), eventsAddress, maxEvents, timeoutMs);
        return count >= 0 ? count : askAgain();
    }

    public long token(final int event)
    {
        return events.getLong(event * EVENT_LENGTH + TOKEN_OFFSET);
    }

    public int events(final int event)
    {
        return events.getInt(event * EVENT_LENGTH);
    }

    /** After the waiting thread has stopped. */
    @Override
    public void close()
    {
        fd.close();
        memory.close();
    }

    /** The hot call does not save errno: asked again without waiting, only a signal lets it succeed. */
    private int askAgain()
    {
        final int count = Linux.libC().epoll_wait(fd.number(), eventsAddress, maxEvents, 0);
        if (count < 0 && Errno.EINTR != Errno.last())
        {
            throw new LinuxException("epoll_wait", "descriptor " + fd.number(), Errno.last());
        }

        return Math.max(0, count);
    }

    private void control(
        final int operation, final String name, final int watchedFd, final int interest, final long token)
    {
        try (OffHeap event = new OffHeap(EVENT_LENGTH))
        {
            event.buffer().putInt(0, interest);
            event.buffer().putLong(TOKEN_OFFSET, token);
            final int result = Linux.libC().epoll_ctl(fd.number(), operation, watchedFd, event.address());
            Linux.check(result, "epoll_ctl", () -> name + " descriptor " + watchedFd);
        }
    }
}
