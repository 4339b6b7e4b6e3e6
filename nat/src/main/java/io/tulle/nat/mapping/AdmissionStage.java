package io.tulle.nat.mapping;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.Drop;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.nat.NatContext;
import io.tulle.nat.conntrack.TupleReader;
import io.tulle.nat.gateway.IcmpErrors;
import io.tulle.nat.gateway.LocalDelivery;
import io.tulle.nat.gateway.RouterPort;
import io.tulle.nat.gateway.RouterPorts;

/**
 * Decides for each packet that no session knows whether it may have one and how it is translated, and sends it on with
 * its session; tells a container that may not, and lets go without a word what comes from outside. Called by the
 * worker.
 */
public final class AdmissionStage implements Stage
{
    private final Burst input = new Burst();
    private final Burst toTranslate;
    private final Burst[] outputs;
    private final FrameDescriptor frames;
    private final Drop drop;
    private final RouterPorts ports;
    private final TupleReader reader;
    private final SessionOpener opener;
    private final OutboundAdmission outbound;
    private final InboundAdmission inbound;
    private final NewSession wanted = new NewSession();

    public AdmissionStage(final WorkerContext context, final NatContext nat, final IcmpErrors errors,
        final Burst toTranslate)
    {
        this.toTranslate = toTranslate;
        outputs = new Burst[]{toTranslate};
        frames = context.pool().frames();
        drop = context.drop();
        ports = nat.ports();
        reader = new TupleReader(context.pool());
        opener = new SessionOpener(context, nat);
        final LocalDelivery local = new LocalDelivery(context, nat, errors);
        outbound = new OutboundAdmission(context, nat, errors, local, opener);
        inbound = new InboundAdmission(context, nat, local, opener);
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
            final RouterPort from = ports.get(frames.ingressPort(frame));
            if (null == from || RouterPort.Kind.HOST == from.kind())
            {
                drop.drop(frame, DropReason.NOT_ATTACHED);
            }
            else if (TupleReader.OK != reader.read(frame, from.realm(), wanted.original()))
            {
                drop.drop(frame, DropReason.TRANSPORT_MALFORMED); // conntrack lets none through
            }
            else if (isAdmitted(frame, from))
            {
                toTranslate.add(frame);
            }
        }
        input.clear();
        return size;
    }

    private boolean isAdmitted(final int frame, final RouterPort from)
    {
        // a burst is looked up before it comes here: the packet before this one may have begun the session
        return opener.join(frame, wanted.original()) ||
            (from.isUplink() ? inbound.admit(frame, from, wanted) : outbound.admit(frame, from, wanted));
    }
}
