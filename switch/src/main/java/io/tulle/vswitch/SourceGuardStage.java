package io.tulle.vswitch;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.Drop;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.wire.ArpPacket;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6Header;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Lets a container send only from its own MAC and IP addresses, in frames, ARP and neighbor discovery alike, unless the
 * network's source guard is off; and the host from its own. Nobody else sends as the router. Called by the worker.
 */
public final class SourceGuardStage implements Stage
{
    private final Burst input = new Burst();
    private final Burst next;
    private final Burst[] outputs;
    private final IngressLookup ingressLookup;
    private final FrameDescriptor frames;
    private final UnsafeBuffer buffer;
    private final Drop drop;
    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final ArpPacket arp = new ArpPacket();
    private final NdpGuard ndpGuard = new NdpGuard();
    private final RouterGuard routerGuard;

    public SourceGuardStage(final WorkerContext context, final BridgePorts ports, final Burst next)
    {
        this.next = next;
        outputs = new Burst[]{next};
        frames = context.pool().frames();
        ingressLookup = new IngressLookup(ports, frames);
        buffer = context.pool().buffer();
        drop = context.drop();
        routerGuard = new RouterGuard(frames);
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
            final DropReason reason = check(frame, ingressLookup.port(frame));
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

    private DropReason check(final int frame, final BridgePort port)
    {
        if (null == port)
        {
            return DropReason.NOT_ATTACHED;
        }
        final PortGuard guard = port.guard();
        if (null == guard)
        {
            return port.isRouted() ? DropReason.NONE : routerGuard.check(frame, port.domain());
        }
        final DropReason reason = guard.mac() == frames.source(frame) ?
            checkNetworkLayer(frame, guard) : DropReason.MAC_SPOOFED;
        return DropReason.NONE != reason && guard instanceof HostGuard ? ofHost(reason) : reason;
    }

    private static DropReason ofHost(final DropReason reason)
    {
        switch (reason)
        {
            case MAC_SPOOFED:
            case IPV4_SPOOFED:
            case IPV6_SPOOFED:
            case ARP_SPOOFED:
            case NDP_SPOOFED:
                return DropReason.HOST_PORT_SPOOFED;
            default:
                return reason;
        }
    }

    private DropReason checkNetworkLayer(final int frame, final PortGuard guard)
    {
        final int offset = frames.networkOffset(frame);
        final int lengthBytes = frames.networkLength(frame);
        switch (frames.etherType(frame))
        {
            case EtherType.IPV4:
                return checkIpv4(offset, lengthBytes, guard);
            case EtherType.IPV6:
                return checkIpv6(offset, lengthBytes, guard);
            case EtherType.ARP:
                return checkArp(offset, lengthBytes, guard);
            default:
                return DropReason.NONE;
        }
    }

    private DropReason checkIpv4(final int offset, final int lengthBytes, final PortGuard guard)
    {
        if (lengthBytes < Ipv4Header.MIN_LENGTH)
        {
            return DropReason.TRUNCATED;
        }
        return guard.owns(ipv4.wrap(buffer, offset).source()) ? DropReason.NONE : DropReason.IPV4_SPOOFED;
    }

    private DropReason checkIpv6(final int offset, final int lengthBytes, final PortGuard guard)
    {
        if (lengthBytes < Ipv6Header.LENGTH)
        {
            return DropReason.TRUNCATED;
        }
        ipv6.wrap(buffer, offset);
        return guard.owns(ipv6.sourceHigh(), ipv6.sourceLow()) ?
            ndpGuard.check(buffer, offset, lengthBytes, guard) : DropReason.IPV6_SPOOFED;
    }

    private DropReason checkArp(final int offset, final int lengthBytes, final PortGuard guard)
    {
        if (!ArpPacket.isValid(buffer, offset, lengthBytes))
        {
            return DropReason.ARP_MALFORMED;
        }
        arp.wrap(buffer, offset);
        final boolean isOwn = guard.mac() == arp.senderMac() && guard.owns(arp.senderAddress());
        return isOwn ? DropReason.NONE : DropReason.ARP_SPOOFED;
    }
}
