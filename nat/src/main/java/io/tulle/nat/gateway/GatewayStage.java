package io.tulle.nat.gateway;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.nat.NatContext;

/** Skeleton: see the contract. */
public final class GatewayStage implements Stage
{
    private final Burst input = new Burst();

    public GatewayStage(final WorkerContext context, final NatContext nat, final IcmpErrors errors,
        final Burst toReassembly, final Burst toConntrack)
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
