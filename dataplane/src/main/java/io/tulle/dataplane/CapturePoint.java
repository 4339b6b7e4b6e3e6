package io.tulle.dataplane;

/**
 * Shows frames to a packet capture while there is one; with none, it costs one comparison with null. One a worker,
 * used by that worker's thread only: captures come and go by worker commands.
 */
public final class CapturePoint
{
    private FrameSink sink;

    /** @param sink who sees frames from now on, or null for nobody. */
    public void sink(final FrameSink sink)
    {
        this.sink = sink;
    }

    public void received(final Burst burst)
    {
        if (null != sink)
        {
            for (int i = 0; i < burst.size(); i++)
            {
                sink.onReceived(burst.frame(i));
            }
        }
    }

    public void transmitted(final int frame, final int egressPort)
    {
        if (null != sink)
        {
            sink.onTransmitted(frame, egressPort);
        }
    }

    public void dropped(final int frame, final DropReason reason)
    {
        if (null != sink)
        {
            sink.onDropped(frame, reason);
        }
    }
}
