package io.tulle.dataplane;

/**
 * Collects the frames of a pipeline run by the port that they leave by, so that each port gets its frames in one go
 * and in order. A stage that floods puts one frame, with as many references, into several. Used by one worker.
 */
public final class EgressQueues
{
    private final Burst[] bursts;
    private final int[] dirty;
    private int dirtyCount;

    public EgressQueues(final int maxPorts)
    {
        bursts = new Burst[maxPorts];
        dirty = new int[maxPorts];
    }

    /** Makes the room for a port before frames can go there: a control-path call, on the worker. */
    public void open(final int port)
    {
        if (null == bursts[port])
        {
            bursts[port] = new Burst();
        }
    }

    /** @return whether frames can go to a port. */
    public boolean isOpen(final int port)
    {
        return null != bursts[port];
    }

    /** A frame goes to a port at most once in a run, so a burst is never overfilled. */
    public void add(final int frame, final int port)
    {
        final Burst burst = bursts[port];
        if (burst.isEmpty())
        {
            dirty[dirtyCount++] = port;
        }
        burst.add(frame);
    }

    /** @return how many ports have frames. */
    public int size()
    {
        return dirtyCount;
    }

    /** @return the port of one of the bursts that hold frames, for i from 0 to the size. */
    public int port(final int i)
    {
        return dirty[i];
    }

    public Burst burst(final int port)
    {
        return bursts[port];
    }

    public void clear()
    {
        dirtyCount = 0;
    }

    /** Forgets the frames that are queued, after an error. */
    void discard()
    {
        for (int i = 0; i < dirtyCount; i++)
        {
            bursts[dirty[i]].clear();
        }
        clear();
    }
}
