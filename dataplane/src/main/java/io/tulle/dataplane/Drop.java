package io.tulle.dataplane;

import io.tulle.dataplane.cnc.PortCounters;

/** Ends a frame's way, and counts the reason at the port that it came in by. Called by the worker. */
public final class Drop
{
    private final FramePool pool;
    private final FrameDescriptor frames;
    private final PortCounters counters;
    private final CapturePoint capture;

    public Drop(final FramePool pool, final PortCounters counters, final CapturePoint capture)
    {
        this.pool = pool;
        this.frames = pool.frames();
        this.counters = counters;
        this.capture = capture;
    }

    /** Gives back one reference of the frame. */
    public void drop(final int frame, final DropReason reason)
    {
        counters.dropped(frames.ingressPort(frame), reason);
        capture.dropped(frame, reason);
        pool.release(frame);
    }

    /** Ends the way of every frame that is on its way, after an error: afterwards the whole pool is free again. */
    void dropAll(final DropReason reason)
    {
        for (final int frame : pool.claimed())
        {
            for (int references = frames.references(frame); references > 0; references--)
            {
                drop(frame, reason);
            }
        }
    }
}
