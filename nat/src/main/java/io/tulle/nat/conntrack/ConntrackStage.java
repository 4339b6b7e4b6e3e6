package io.tulle.nat.conntrack;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.nat.NatContext;

/** Skeleton: see the contract. */
public final class ConntrackStage implements Stage
{
    private final Burst input = new Burst();

    public ConntrackStage(final WorkerContext context, final NatContext nat,
        final Burst toRelated, final Burst toAdmission, final Burst toTranslate)
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
