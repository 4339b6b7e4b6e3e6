package io.tulle.dns.tcp;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts what happens to connections. Written by the resolver's thread, read by any. */
final class TcpCounters
{
    private final AtomicLongArray counts = new AtomicLongArray(TcpEvent.values().length);

    void add(final TcpEvent event)
    {
        final int index = event.ordinal();
        counts.setRelease(index, counts.getPlain(index) + 1); // one writer
    }

    long count(final TcpEvent event)
    {
        return counts.getAcquire(event.ordinal());
    }
}
