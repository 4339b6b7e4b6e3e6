package io.tulle.vswitch;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.Drop;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.EgressQueues;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.cnc.PortCounters;

/**
 * Sends a frame to every other port of its domain, once each and without copying it: the cell gets one reference a
 * port. Called by the worker.
 */
public final class FloodStage implements Stage
{
    private static final Burst[] NONE = {};

    private final Burst input = new Burst();
    private final BridgePorts ports;
    private final EgressQueues toPort;
    private final FramePool pool;
    private final FrameDescriptor frames;
    private final PortCounters counters;
    private final Drop drop;

    public FloodStage(final WorkerContext context, final BridgePorts ports)
    {
        this.ports = ports;
        toPort = context.egressQueues();
        pool = context.pool();
        frames = pool.frames();
        counters = context.counters();
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
            final int frame = input.frame(i);
            final BridgePort ingress = ports.get(frames.ingressPort(frame));
            if (null == ingress)
            {
                drop.drop(frame, DropReason.NOT_ATTACHED);
            }
            else
            {
                flood(frame, ingress);
            }
        }
        input.clear();
        return size;
    }

    private void flood(final int frame, final BridgePort ingress)
    {
        int others = 0;
        int copies = 0;
        for (final BridgePort egress : ingress.domain().members())
        {
            if (ingress.index() != egress.index())
            {
                others++;
                if (ingress.mayReach(egress))
                {
                    toPort.add(frame, egress.index());
                    copies++;
                }
            }
        }
        if (0 == copies)
        {
            drop.drop(frame, 0 == others ? DropReason.NO_OTHER_PORT : DropReason.PORT_ISOLATED);
        }
        else if (copies > 1)
        {
            pool.retain(frame, copies - 1);
            counters.copied(ingress.index(), copies - 1);
        }
    }
}
