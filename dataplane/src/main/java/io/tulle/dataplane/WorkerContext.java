package io.tulle.dataplane;

import io.tulle.dataplane.cnc.PortCounters;

/** What the stages of one worker share. Made by the conductor, used by that worker only. */
public record WorkerContext(FramePool pool, PortTable ports, EgressQueues egressQueues, PortCounters counters,
    CapturePoint capture, Drop drop, WorkerClock clock)
{
    /** Makes the parts that hang together. */
    public static WorkerContext create(final FramePool pool, final int maxPorts, final PortCounters counters,
        final WorkerClock clock)
    {
        final CapturePoint capture = new CapturePoint();
        return new WorkerContext(pool, new PortTable(maxPorts), new EgressQueues(maxPorts), counters, capture,
            new Drop(pool, counters, capture), clock);
    }
}
