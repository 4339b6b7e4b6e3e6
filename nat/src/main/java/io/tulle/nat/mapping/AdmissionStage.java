package io.tulle.nat.mapping;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.nat.NatContext;
import io.tulle.nat.gateway.IcmpErrors;

/** Skeleton: see the contract. */
public final class AdmissionStage implements Stage
{
    private final Burst input = new Burst();

    public AdmissionStage(final WorkerContext context, final NatContext nat, final IcmpErrors errors,
        final Burst toTranslate)
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
