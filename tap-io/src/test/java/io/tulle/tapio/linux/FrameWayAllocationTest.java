package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.EventConstants.EPOLLIN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.Test;

/** What a worker calls for every burst leaves nothing for the collector, with errno saved or not. */
class FrameWayAllocationTest
{
    private static final int ROUNDS = 20_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void shouldNotAllocateWhenReadingAndAskingWhyNothingCame()
    {
        try (EventFd eventFd = new EventFd(); OffHeap memory = new OffHeap(Long.BYTES))
        {
            final int fd = eventFd.fd();
            final long address = memory.address();
            assertAllocatesNothing(() ->
            {
                Linux.hotLibC().read(fd, address, Long.BYTES);
                Linux.libC().read(fd, address, Long.BYTES);
                assertEquals(Errno.EAGAIN, Errno.last());
            });
        }
    }

    @Test
    void shouldNotAllocateWhenWaitingAndWaking()
    {
        try (Epoll epoll = new Epoll(4); EventFd eventFd = new EventFd())
        {
            epoll.add(eventFd.fd(), EPOLLIN, 7);
            assertAllocatesNothing(() ->
            {
                eventFd.signal();
                assertEquals(1, epoll.await(0));
                assertEquals(7, epoll.token(0));
                eventFd.drain();
            });
        }
    }

    private static void assertAllocatesNothing(final Runnable work)
    {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++)
        {
            least = Math.min(least, allocatedBytes(work)); // loading and compiling allocate once, a call every time
        }
        assertEquals(0, least);
    }

    private static long allocatedBytes(final Runnable work)
    {
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++)
        {
            work.run();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
