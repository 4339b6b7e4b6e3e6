package io.tulle.dataplane.capture;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts frames by port. Written by one worker, read by any thread. */
final class CaptureCounts
{
    private final AtomicLongArray counts;

    CaptureCounts(final int maxPorts)
    {
        counts = new AtomicLongArray(maxPorts);
    }

    void increment(final int port)
    {
        counts.setRelease(port, counts.getPlain(port) + 1); // one writer, so no atomic add
    }

    long get(final int port)
    {
        return counts.getAcquire(port);
    }

    long total()
    {
        long total = 0;
        for (int port = 0; port < counts.length(); port++)
        {
            total += counts.getAcquire(port);
        }
        return total;
    }
}
