package io.tulle.nat.translate;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.Drop;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.nat.NatContext;
import io.tulle.nat.gateway.RouterPort;
import io.tulle.nat.gateway.RouterPorts;

/**
 * Passes an ICMP error about a packet of a session to the one who sent the packet, and no other error (RFC 5508 REQ-4,
 * REQ-5). Called by the worker.
 */
public final class RelatedStage implements Stage
{
    private final Burst input = new Burst();
    private final Burst toEgress;
    private final Burst[] outputs;
    private final FrameDescriptor frames;
    private final Drop drop;
    private final RouterPorts ports;
    private final IcmpErrorTranslator translator;

    public RelatedStage(final WorkerContext context, final NatContext nat,
        final Burst toEgress)
    {
        this.toEgress = toEgress;
        outputs = new Burst[]{toEgress};
        frames = context.pool().frames();
        drop = context.drop();
        ports = nat.ports();
        translator = new IcmpErrorTranslator(context.pool(), nat.sessions());
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
            final RouterPort ingress = ports.get(frames.ingressPort(frame));
            final DropReason reason =
                null == ingress ? DropReason.NOT_ATTACHED : translator.translate(frame, ingress);
            if (DropReason.NONE == reason)
            {
                next(frame);
            }
            else
            {
                drop.drop(frame, isHosts(reason, ingress) ? DropReason.LEFT_TO_HOST : reason);
            }
        }
        input.clear();
        return size;
    }

    private void next(final int frame)
    {
        if (null == ports.get(frames.egressPort(frame)))
        {
            drop.drop(frame, DropReason.PORT_GONE);
        }
        else
        {
            toEgress.add(frame);
        }
    }

    /** An error about a packet of the host itself, where Tulle shares its address. */
    private static boolean isHosts(final DropReason reason, final RouterPort ingress)
    {
        return DropReason.ICMP_UNRELATED == reason && ingress.isUplink() && ingress.uplink().isShared();
    }
}
