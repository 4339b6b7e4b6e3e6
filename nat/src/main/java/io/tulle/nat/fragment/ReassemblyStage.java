package io.tulle.nat.fragment;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.nat.gateway.IcmpErrors;

/** Skeleton: see the contract. */
public final class ReassemblyStage implements Stage
{
    private final Burst input = new Burst();

    public ReassemblyStage(final WorkerContext context, final IcmpErrors errors, final Burst toConntrack)
    {
    }

    @Override
    public Burst input()
    {
        return input;
    }

    @Override
    public Burst[] outputs()
    {
        return new Burst[0];
    }

    @Override
    public int process()
    {
        throw new UnsupportedOperationException("skeleton");
    }
}
