package io.tulle.dataplane.capture;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.FrameSink;
import io.tulle.dataplane.WorkerClock;

/**
 * Offers each frame that a worker receives, transmits or drops to every running capture. One a worker; every method is
 * called by that worker, {@link #add} and {@link #remove} as commands between two bursts.
 */
public final class CaptureFrameSink implements FrameSink
{
    private static final CaptureQueue[] NONE = {};

    private final FrameDescriptor frames;
    private final WorkerClock clock;
    private CaptureQueue[] queues = NONE;

    public CaptureFrameSink(final FrameDescriptor frames, final WorkerClock clock)
    {
        this.frames = frames;
        this.clock = clock;
    }

    public void add(final CaptureQueue queue)
    {
        final CaptureQueue[] more = new CaptureQueue[queues.length + 1];
        System.arraycopy(queues, 0, more, 0, queues.length);
        more[queues.length] = queue;
        queues = more;
    }

    public void remove(final CaptureQueue queue)
    {
        final CaptureQueue[] before = queues;
        queues = NONE;
        for (final CaptureQueue other : before)
        {
            if (other != queue)
            {
                add(other);
            }
        }
    }

    @Override
    public void onReceived(final int frame)
    {
        offer(frame, frames.ingressPort(frame), CaptureEvent.RECEIVED, DropReason.NONE);
    }

    @Override
    public void onTransmitted(final int frame, final int egressPort)
    {
        offer(frame, egressPort, CaptureEvent.TRANSMITTED, DropReason.NONE);
    }

    @Override
    public void onDropped(final int frame, final DropReason reason)
    {
        offer(frame, frames.ingressPort(frame), CaptureEvent.DROPPED, reason);
    }

    private void offer(final int frame, final int port, final CaptureEvent event, final DropReason reason)
    {
        for (final CaptureQueue queue : queues)
        {
            queue.offer(frames, frame, port, event, reason, clock);
        }
    }
}
