package io.tulle.vswitch;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.Drop;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.EgressQueues;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerClock;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.wire.MacAddress;

/**
 * 802.1Q learning and forwarding: a frame to a known address leaves by that one port, one to the router's address or
 * from an uplink goes to the router, the rest floods. Called by the worker.
 */
public final class BridgeStage implements Stage
{
    private static final long NONE = -1; // no MAC address
    private static final int ROUTER = -2; // no port, and not Fdb.UNKNOWN

    private final Burst input = new Burst();
    private final Burst toFlood;
    private final Burst toRouter;
    private final Burst[] outputs;
    private final EgressQueues toPort;
    private final BridgePorts ports;
    private final FrameDescriptor frames;
    private final Drop drop;
    private final WorkerClock clock;
    private final IngressLookup ingressLookup;
    private BridgeDomain domain;
    private long destination;
    private int egressPort;

    public BridgeStage(final WorkerContext context, final BridgePorts ports, final Burst toFlood, final Burst toRouter)
    {
        this.ports = ports;
        this.toFlood = toFlood;
        this.toRouter = toRouter;
        outputs = new Burst[]{toFlood, toRouter};
        toPort = context.egressQueues();
        frames = context.pool().frames();
        drop = context.drop();
        clock = context.clock();
        ingressLookup = new IngressLookup(ports, frames);
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
        ingressLookup.begin();
        destination = NONE;
        for (int i = 0; i < size; i++)
        {
            final int frame = input.frame(i);
            final BridgePort ingress = ingressLookup.port(frame);
            if (null == ingress)
            {
                drop.drop(frame, DropReason.NOT_ATTACHED); // detached since the frame came in
            }
            else if (ingress.isRouted())
            {
                toRouter.add(frame);
            }
            else
            {
                if (null == ingress.guard()) // what a source guard lets through is pinned to its port
                {
                    learn(ingress, frames.source(frame), nowS);
                }
                next(frame, ingress, egressPort(ingress, frames.destination(frame)));
            }
        }
        input.clear();
        return size;
    }

    private void learn(final BridgePort ingress, final long source, final int nowS)
    {
        final Learned learned = ingress.domain().fdb().learn(source, ingress.index(), nowS);
        if (Learned.REFRESHED != learned)
        {
            ingress.domain().counters().count(learned);
        }
    }

    /** A burst is a stream's as a rule: what was found for the frame before holds for the next one. */
    private int egressPort(final BridgePort ingress, final long frameDestination)
    {
        if (destination != frameDestination || domain != ingress.domain())
        {
            destination = frameDestination;
            domain = ingress.domain();
            egressPort = lookup();
        }
        return egressPort;
    }

    private int lookup()
    {
        if (domain.isRouter(destination))
        {
            return ROUTER; // whatever the table says
        }
        // group addresses are never learned: no look-up can find one
        return MacAddress.isGroup(destination) ? Fdb.UNKNOWN : domain.fdb().lookup(destination);
    }

    private void next(final int frame, final BridgePort ingress, final int egressPort)
    {
        if (egressPort >= 0)
        {
            forward(frame, ingress, egressPort);
        }
        else if (Fdb.UNKNOWN == egressPort)
        {
            toFlood.add(frame);
        }
        else
        {
            toRouter.add(frame);
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
