package io.tulle.vswitch;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.Drop;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.EgressQueues;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerClock;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.wire.EthernetHeader;
import io.tulle.dataplane.wire.MacAddress;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * 802.1Q learning and forwarding: a frame to a known address leaves by that one port, the rest floods. Called by the
 * worker.
 */
public final class BridgeStage implements Stage
{
    private final Burst input = new Burst();
    private final Burst toFlood;
    private final Burst[] outputs;
    private final EgressQueues toPort;
    private final BridgePorts ports;
    private final FrameDescriptor frames;
    private final UnsafeBuffer buffer;
    private final Drop drop;
    private final WorkerClock clock;
    private final EthernetHeader ethernet = new EthernetHeader();

    public BridgeStage(final WorkerContext context, final BridgePorts ports, final Burst toFlood)
    {
        this.ports = ports;
        this.toFlood = toFlood;
        outputs = new Burst[]{toFlood};
        toPort = context.egressQueues();
        frames = context.pool().frames();
        buffer = context.pool().buffer();
        drop = context.drop();
        clock = context.clock();
    }

    @Override
    public Burst input()
    {
        return input;
    }

    @Override
    public Burst[] outputs()
    {
        return outputs;
    }

    @Override
    public int process()
    {
        final int size = input.size();
        final int nowS = clock.seconds();
        for (int i = 0; i < size; i++)
        {
            final int frame = input.frame(i);
            final BridgePort ingress = ports.get(frames.ingressPort(frame));
            ethernet.wrap(buffer, frames.dataOffset(frame));
            if (null == ingress)
            {
                drop.drop(frame, DropReason.NOT_ATTACHED); // detached since the frame came in
            }
            else
            {
                learn(ingress, nowS);
                next(frame, ingress, ethernet.destination());
            }
        }
        input.clear();
        return size;
    }

    private void learn(final BridgePort ingress, final int nowS)
    {
        final Learned learned = ingress.domain().fdb().learn(ethernet.source(), ingress.index(), nowS);
        if (Learned.REFRESHED != learned)
        {
            ingress.domain().counters().count(learned);
        }
    }

    private void next(final int frame, final BridgePort ingress, final long destination)
    {
        // group addresses are never learned: no look-up can find one
        final int egressPort =
            MacAddress.isGroup(destination) ? Fdb.UNKNOWN : ingress.domain().fdb().lookup(destination);
        if (Fdb.UNKNOWN == egressPort)
        {
            toFlood.add(frame);
        }
        else
        {
            forward(frame, ingress, egressPort);
        }
    }

    private void forward(final int frame, final BridgePort ingress, final int egressPort)
    {
        final BridgePort egress = ports.get(egressPort);
        // an index may have gone to another network since; nothing may cross
        if (null == egress || ingress.domain() != egress.domain())
        {
            drop.drop(frame, DropReason.PORT_GONE);
        }
        else if (ingress.index() == egressPort)
        {
            drop.drop(frame, DropReason.SAME_PORT);
        }
        else if (ingress.mayReach(egress))
        {
            toPort.add(frame, egressPort);
        }
        else
        {
            drop.drop(frame, DropReason.PORT_ISOLATED);
        }
    }
}
