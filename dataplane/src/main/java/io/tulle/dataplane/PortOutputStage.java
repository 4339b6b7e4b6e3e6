package io.tulle.dataplane;

import io.tulle.dataplane.cnc.PortCounters;

/**
 * Sends each frame by the port that it was queued for, after a look whether it fits there, counts and captures it:
 * once, even when it leaves as several segments or fragments. Called by the worker, last in the pipeline.
 */
public final class PortOutputStage implements Stage
{
    private static final Burst[] NONE = {};

    private final Burst input = new Burst(); // the pipeline's shape only: frames come by the egress queues
    private final EgressQueues queues;
    private final PortTable ports;
    private final FramePool pool;
    private final FrameDescriptor frames;
    private final PortCounters counters;
    private final CapturePoint capture;
    private final Drop drop;
    private final MtuCheck fit;
    private final SoftwareOffload offload;
    private final SoftwareFragmentation fragmentation;

    public PortOutputStage(final EgressQueues queues, final PortTable ports, final FramePool pool,
        final PortCounters counters, final CapturePoint capture, final Drop drop)
    {
        this.queues = queues;
        this.ports = ports;
        this.pool = pool;
        this.frames = pool.frames();
        this.counters = counters;
        this.capture = capture;
        this.drop = drop;
        this.fit = new MtuCheck(frames);
        this.offload = new SoftwareOffload(pool);
        this.fragmentation = new SoftwareFragmentation(pool);
    }

    @Override
    public Burst input()
    {
        return input;
    }

    @Override
    public Burst[] outputs()
    {
        return NONE;
    }

    @Override
    public int process()
    {
        int sent = 0;
        for (int i = 0; i < queues.size(); i++)
        {
            final int port = queues.port(i);
            final Burst burst = queues.burst(port);
            sent += burst.size();
            send(burst, ports.get(port), port);
            burst.clear();
        }
        queues.clear();
        return sent;
    }

    private void send(final Burst burst, final Port port, final int portIndex)
    {
        int sentFrames = 0;
        long sentBytes = 0;
        for (int i = 0; i < burst.size(); i++)
        {
            final int frame = burst.frame(i);
            final DropReason reason = null == port ? DropReason.PORT_GONE : transmit(frame, port);
            if (DropReason.NONE == reason)
            {
                sentFrames++;
                sentBytes += frames.length(frame);
                capture.transmitted(frame, portIndex);
                pool.release(frame);
            }
            else
            {
                drop.drop(frame, reason);
            }
        }
        if (sentFrames > 0) // else the port may be gone, and its record another port's
        {
            counters.transmitted(portIndex, sentFrames, sentBytes);
        }
    }

    private DropReason transmit(final int frame, final Port port)
    {
        if (fragmentation.isNeeded(frame, port.mtu()))
        {
            return fragmentation.transmit(frame, port);
        }
        if (!fit.fits(frame, port.mtu()))
        {
            return DropReason.EGRESS_MTU;
        }
        return port.hasOffloads() ? port.transmit(frame) : offload.transmit(frame, port);
    }
}
