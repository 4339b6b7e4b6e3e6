package io.tulle.dns;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;

/**
 * Answers questions to the gateway: local names and cached answers in place, all else by way of the resolver's thread.
 * Takes whole IP packets for port 53 of the gateway, UDP and TCP, whose transport layer was noted. Called by the
 * worker.
 */
public final class DnsStage implements Stage
{
    public DnsStage(final WorkerContext context, final DnsContext dns, final ResolverLink link)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public int process()
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public Burst input()
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public Burst[] outputs()
    {
        throw new UnsupportedOperationException();
    }

    /** Read by the conductor. */
    public DnsStatistics statistics()
    {
        throw new UnsupportedOperationException();
    }
}
