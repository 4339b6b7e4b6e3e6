package io.tulle.nat.translate;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.Drop;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.nat.NatContext;
import io.tulle.nat.conntrack.FrameBytes;
import io.tulle.nat.conntrack.SessionDescriptor;
import io.tulle.nat.conntrack.SessionTable;
import io.tulle.nat.gateway.IcmpError;
import io.tulle.nat.gateway.IcmpErrors;
import io.tulle.nat.gateway.RouterPort;
import io.tulle.nat.gateway.RouterPorts;

/**
 * Rewrites a packet of a session to what it has to look like where it leaves, after a look whether it may: its time to
 * live and its size are judged before anything is changed, since the error that a sender gets quotes what it sent.
 * Called by the worker.
 */
public final class TranslateStage implements Stage
{
    private final Burst input = new Burst();
    private final Burst toEgress;
    private final Burst[] outputs;
    private final FrameDescriptor frames;
    private final FrameBytes bytes;
    private final Drop drop;
    private final IcmpErrors errors;
    private final RouterPorts ports;
    private final SessionDescriptor session;
    private final EgressMtu egressMtu;
    private final Rewrite rewrite;
    private final MssClamp mssClamp;

    public TranslateStage(final WorkerContext context, final NatContext nat, final IcmpErrors errors,
        final Burst toEgress)
    {
        this.errors = errors;
        this.toEgress = toEgress;
        outputs = new Burst[]{toEgress};
        frames = context.pool().frames();
        bytes = new FrameBytes(context.pool().buffer());
        drop = context.drop();
        ports = nat.ports();
        session = nat.sessions().descriptor();
        egressMtu = new EgressMtu(frames, bytes);
        rewrite = new Rewrite(context.pool());
        mssClamp = new MssClamp(context.pool());
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
            final RouterPort egress = ports.get(frames.egressPort(frame));
            if (null == egress)
            {
                drop.drop(frame, DropReason.PORT_GONE);
            }
            else
            {
                forward(frame, egress.mtu());
            }
        }
        input.clear();
        return size;
    }

    private void forward(final int frame, final int mtu)
    {
        final boolean isIpv4 = EtherType.IPV4 == frames.etherType(frame);
        // RFC 1812 5.3.1: time to live first, as only what would go on can be too big
        if (HeaderRewrite.timeToLive(bytes, frames.networkOffset(frame), isIpv4) <= 1)
        {
            errors.refuse(frame, IcmpError.TIME_EXCEEDED, 0, DropReason.TTL_EXCEEDED);
        }
        else if (egressMtu.admits(frame, isIpv4, mtu))
        {
            translate(frame, mtu);
        }
        else
        {
            errors.refuse(frame, IcmpError.TOO_BIG, mtu, DropReason.EGRESS_MTU);
        }
    }

    private void translate(final int frame, final int mtu)
    {
        final int reference = frames.session(frame);
        rewrite.apply(frame, session.wrap(SessionTable.session(reference)), SessionTable.direction(reference));
        if (mssClamp.concerns(frame))
        {
            final RouterPort ingress = ports.get(frames.ingressPort(frame));
            mssClamp.apply(frame, null == ingress ? mtu : Math.min(mtu, ingress.mtu()));
        }
        toEgress.add(frame);
    }
}
