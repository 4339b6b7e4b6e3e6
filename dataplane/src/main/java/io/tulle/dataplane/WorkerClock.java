package io.tulle.dataplane;

import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/** The time of a worker's duty cycle, read from the system once a cycle and not once a frame. Used by the worker. */
public final class WorkerClock
{
    private static final long NANOS_A_SECOND = 1_000_000_000L;

    private final NanoClock clock;
    private final EpochNanoClock epochClock;
    private long nowNs;

    public WorkerClock(final NanoClock clock, final EpochNanoClock epochClock)
    {
        this.clock = clock;
        this.epochClock = epochClock;
        update();
    }

    /** Called at the start of each duty cycle. */
    public void update()
    {
        nowNs = clock.nanoTime();
    }

    /** @return monotonic nanoseconds of the cycle's start. */
    public long nanoTime()
    {
        return nowNs;
    }

    /** @return monotonic seconds of the cycle's start: what tables age by. */
    public int seconds()
    {
        return (int) (nowNs / NANOS_A_SECOND);
    }

    /** @return nanoseconds since 1970 now, for a capture's time stamps. */
    public long epochNanos()
    {
        return epochClock.nanoTime();
    }
}
