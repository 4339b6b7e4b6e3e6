package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.EventConstants.EPOLLIN;
import static io.tulle.tapio.linux.EventConstants.EPOLLOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readiness and wake-ups, as a worker waits for them. */
class EpollTest
{
    private static final long TOKEN = 0x1122334455667788L;
    private final Epoll epoll = new Epoll(4);
    private final EventFd first = new EventFd();
    private final EventFd second = new EventFd();

    @AfterEach
    void close()
    {
        first.close();
        second.close();
        epoll.close();
    }

    @Test
    void shouldTellTokensOfReadyDescriptorsOnly()
    {
        epoll.add(first.fd(), EPOLLIN, TOKEN);
        epoll.add(second.fd(), EPOLLIN, 2);
        assertEquals(0, epoll.await(0));
        first.signal();
        assertEquals(1, epoll.await(0));
        assertEquals(TOKEN, epoll.token(0));
        assertEquals(EPOLLIN, epoll.events(0));
        second.signal();
        assertEquals(2, epoll.await(0));
        assertEquals(TOKEN + 2, epoll.token(0) + epoll.token(1));
    }

    @Test
    void shouldModifyInterestAndToken()
    {
        epoll.add(first.fd(), EPOLLIN, 1);
        epoll.modify(first.fd(), EPOLLOUT, 7);
        assertEquals(1, epoll.await(0));
        assertEquals(7, epoll.token(0));
        assertEquals(EPOLLOUT, epoll.events(0));
    }

    @Test
    void shouldForgetARemovedDescriptor()
    {
        epoll.add(first.fd(), EPOLLIN, 1);
        first.signal();
        epoll.remove(first.fd());
        assertEquals(0, epoll.await(0));
    }

    @Test
    void shouldReturnNoMoreEventsThanThereIsRoomFor()
    {
        final EventFd[] many = new EventFd[9];
        for (int i = 0; i < many.length; i++)
        {
            many[i] = new EventFd();
            many[i].signal();
            epoll.add(many[i].fd(), EPOLLIN, i);
        }
        assertEquals(4, epoll.await(0));
        for (final EventFd eventFd : many)
        {
            eventFd.close();
        }
    }

    @Test
    void shouldWakeABlockedWaiter() throws InterruptedException
    {
        epoll.add(first.fd(), EPOLLIN, TOKEN);
        final Thread signaller = new Thread(first::signal);
        signaller.start();
        assertEquals(1, epoll.await(-1));
        signaller.join();
    }

    @Test
    void shouldDrainSeveralSignalsAsOne()
    {
        assertFalse(first.drain());
        first.signal();
        first.signal();
        assertTrue(first.drain());
        assertFalse(first.drain());
    }

    @Test
    void shouldSayWhichDescriptorWasRefused()
    {
        epoll.add(first.fd(), EPOLLIN, 1);
        final Exception twice = assertThrows(LinuxException.class, () -> epoll.add(first.fd(), EPOLLIN, 1));
        assertEquals("epoll_ctl add descriptor " + first.fd() + ": File exists (EEXIST)", twice.getMessage());
    }

    @Test
    void shouldThrowRatherThanSpinAfterClose()
    {
        final Epoll closed = new Epoll(1);
        closed.close();
        final LinuxException ex = assertThrows(LinuxException.class, () -> closed.await(0));
        assertEquals(Errno.EBADF, ex.errno());
    }
}
