package io.tulle.daemon.names;

import io.tulle.dns.Wakeup;
import io.tulle.tapio.linux.EventFd;

/** Ends a worker's wait when the resolver has an answer for it. */
final class WorkerWakeup implements Wakeup, AutoCloseable
{
    private final EventFd event = new EventFd();

    @Override
    public int descriptor()
    {
        return event.fd();
    }

    @Override
    public void signal()
    {
        event.signal();
    }

    @Override
    public void clear()
    {
        event.drain();
    }

    @Override
    public void close()
    {
        event.close();
    }
}
