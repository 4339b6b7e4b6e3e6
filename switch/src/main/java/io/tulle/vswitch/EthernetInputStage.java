package io.tulle.vswitch;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.Drop;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.MtuCheck;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.wire.Dot1qTag;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.EthernetHeader;
import io.tulle.dataplane.wire.MacAddress;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Checks each frame's Ethernet header once, and notes what lies behind it and any VLAN tags. Called by the worker,
 * first in the pipeline.
 */
public final class EthernetInputStage implements Stage
{
    private static final int MAX_TAGS = 2; // a service tag and a customer tag (802.1ad)
    /** A tag begins with the type that announces it. */
    private static final int TAG_TYPE_BYTES = 2;

    private final Burst input = new Burst();
    private final Burst next;
    private final Burst[] outputs;
    private final IngressLookup ingressLookup;
    private final FrameDescriptor frames;
    private final UnsafeBuffer buffer;
    private final Drop drop;
    private final Dot1qTag tag = new Dot1qTag();
    private final MtuCheck mtuCheck;

    public EthernetInputStage(final WorkerContext context, final BridgePorts ports, final Burst next)
    {
        this.next = next;
        outputs = new Burst[]{next};
        frames = context.pool().frames();
        ingressLookup = new IngressLookup(ports, frames);
        buffer = context.pool().buffer();
        drop = context.drop();
        mtuCheck = new MtuCheck(frames);
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
        ingressLookup.begin();
        for (int i = 0; i < size; i++)
        {
            final int frame = input.frame(i);
            final DropReason reason = check(frame);
            if (DropReason.NONE == reason)
            {
                next.add(frame);
            }
            else
            {
                drop.drop(frame, reason);
            }
        }
        input.clear();
        return size;
    }

    private DropReason check(final int frame)
    {
        final int lengthBytes = frames.length(frame);
        final BridgePort port = ingressLookup.port(frame);
        if (lengthBytes < EthernetHeader.LENGTH || null == port)
        {
            return null == port ? DropReason.NOT_ATTACHED : DropReason.RUNT;
        }
        final long sourceAndType = frames.sourceAndType(frame);
        final DropReason addresses = checkAddresses(sourceAndType >>> 16, frames.destination(frame));
        return DropReason.NONE == addresses ?
            parse(frame, (int) sourceAndType & 0xFFFF, lengthBytes, port.mtu()) : addresses;
    }

    private static DropReason checkAddresses(final long source, final long destination)
    {
        if (MacAddress.isGroup(source) || 0 == source)
        {
            return DropReason.BAD_SOURCE_MAC; // 802.1Q 8.7: never learned, and nobody could answer
        }
        return MacAddress.isReserved(destination) ? DropReason.RESERVED_MULTICAST : DropReason.NONE;
    }

    private DropReason parse(final int frame, final int outerType, final int lengthBytes, final int mtu)
    {
        final int dataOffset = frames.dataOffset(frame);
        final int end = dataOffset + lengthBytes;
        int etherType = outerType;
        int offset = dataOffset + EthernetHeader.LENGTH;
        int tags = 0;
        while (EtherType.isTag(etherType))
        {
            if (++tags > MAX_TAGS || end - offset < Dot1qTag.LENGTH)
            {
                return tags > MAX_TAGS ? DropReason.TOO_MANY_TAGS : DropReason.TRUNCATED;
            }
            etherType = tag.wrap(buffer, offset - TAG_TYPE_BYTES).etherType();
            offset += Dot1qTag.LENGTH;
        }
        frames.parsed(frame, etherType, offset);
        return mtuCheck.fits(frame, mtu) ? DropReason.NONE : DropReason.OVERSIZE;
    }
}
