package io.tulle.dns;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.Port;
import io.tulle.dataplane.WorkerContext;

/**
 * Where the resolver's answers enter a worker. They are whole frames that know their way, so they go to the port that
 * they leave by, past all stages but the last. One object a worker.
 */
public final class ResolverPort implements Port
{
    public ResolverPort(final int index, final WorkerContext context, final ResolverLink link)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public int index()
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public String name()
    {
        return "resolver";
    }

    @Override
    public int descriptor()
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public int mtu()
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean hasOffloads()
    {
        throw new UnsupportedOperationException();
    }

    /** Leaves the burst empty: its frames go to the egress queues. */
    @Override
    public int receive(final Burst burst, final int limit)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public DropReason transmit(final int frame)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close()
    {
        // nothing to close
    }
}
