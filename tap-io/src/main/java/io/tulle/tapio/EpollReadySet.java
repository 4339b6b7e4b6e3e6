package io.tulle.tapio;

import static io.tulle.tapio.linux.EventConstants.EPOLLIN;

import io.tulle.dataplane.Port;
import io.tulle.dataplane.ReadySet;
import io.tulle.tapio.linux.Epoll;
import io.tulle.tapio.linux.EventFd;

/**
 * Finds a worker's ready ports by epoll, level-triggered: a port that was not emptied is ready again in the next duty
 * cycle. Called by the worker, except {@link #wakeUp()}.
 */
public final class EpollReadySet implements ReadySet
{
    /** More than this many ready ports take turns, a duty cycle each. */
    private static final int MAX_EVENTS = 64;
    private static final long WAKE_UP = -1;

    private final Epoll epoll = new Epoll(MAX_EVENTS);
    private final EventFd wakeUp = new EventFd();
    private final int[] ready = new int[MAX_EVENTS];

    public EpollReadySet()
    {
        epoll.add(wakeUp.fd(), EPOLLIN, WAKE_UP);
    }

    @Override
    public void add(final Port port)
    {
        epoll.add(port.descriptor(), EPOLLIN, port.index());
    }

    @Override
    public void remove(final Port port)
    {
        epoll.remove(port.descriptor());
    }

    @Override
    public int poll(final int timeoutMs)
    {
        final int events = epoll.await(timeoutMs);
        int count = 0;
        for (int i = 0; i < events; i++)
        {
            final long token = epoll.token(i);
            if (WAKE_UP == token)
            {
                wakeUp.drain();
            }
            else
            {
                ready[count++] = (int) token;
            }
        }
        return count;
    }

    @Override
    public int ready(final int i)
    {
        return ready[i];
    }

    @Override
    public void wakeUp()
    {
        wakeUp.signal();
    }

    @Override
    public void close()
    {
        epoll.close();
        wakeUp.close();
    }
}
