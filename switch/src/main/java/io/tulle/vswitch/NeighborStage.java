package io.tulle.vswitch;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.EgressQueues;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.EthernetHeader;

/**
 * Answers ARP requests and neighbor solicitations for endpoints that the switch knows, so that they are not flooded
 * (RFC 9161 calls it proxy ARP/ND with suppression), and for the router, which nobody else speaks for. Everything else
 * goes on to the bridge. Called by the worker.
 */
public final class NeighborStage implements Stage
{
    private final Burst input = new Burst();
    private final Burst next;
    private final Burst[] outputs;
    private final EgressQueues toPort;
    private final BridgePorts ports;
    private final FrameDescriptor frames;
    private final ArpProxy arpProxy;
    private final NdpProxy ndpProxy;

    public NeighborStage(final WorkerContext context, final BridgePorts ports, final Burst next)
    {
        this.ports = ports;
        this.next = next;
        outputs = new Burst[]{next};
        toPort = context.egressQueues();
        frames = context.pool().frames();
        arpProxy = new ArpProxy(frames);
        ndpProxy = new NdpProxy(frames);
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
        for (int i = 0; i < size; i++)
        {
            final int frame = input.frame(i);
            if (answered(frame))
            {
                toPort.add(frame, frames.ingressPort(frame));
            }
            else
            {
                next.add(frame);
            }
        }
        input.clear();
        return size;
    }

    private boolean answered(final int frame)
    {
        if (frames.dataOffset(frame) + EthernetHeader.LENGTH != frames.networkOffset(frame))
        {
            return false; // a tag: the addresses of another VLAN are not the network's, even if they look alike
        }
        switch (frames.etherType(frame))
        {
            case EtherType.ARP:
                return answered(frame, true);
            case EtherType.IPV6:
                return answered(frame, false);
            default:
                return false;
        }
    }

    private boolean answered(final int frame, final boolean isArp)
    {
        final BridgePort port = ports.get(frames.ingressPort(frame));
        if (null == port)
        {
            return false;
        }
        final BridgeDomain domain = port.domain();
        return isArp ? arpProxy.answer(frame, domain.neighbors(), domain.routerMac()) :
            ndpProxy.answer(frame, domain.neighbors(), domain.routerMac());
    }
}
