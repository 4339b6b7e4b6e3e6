package io.tulle.vswitch;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.Drop;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;

/** Ends the way of frames for the router in a pipeline that has none. Called by the worker. */
public final class NoRouterStage implements Stage
{
    private static final Burst[] NONE = {};

    private final Burst input = new Burst();
    private final Drop drop;

    public NoRouterStage(final WorkerContext context)
    {
        drop = context.drop();
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
        final int size = input.size();
        for (int i = 0; i < size; i++)
        {
            drop.drop(input.frame(i), DropReason.NO_ROUTE);
        }
        input.clear();
        return size;
    }
}
