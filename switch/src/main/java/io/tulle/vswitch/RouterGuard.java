package io.tulle.vswitch;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.wire.ArpPacket;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.Icmpv6Header;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv6ExtensionHeaders;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.dataplane.wire.NeighborDiscovery;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Keeps a container whose source guard is off from posing as the network's router: from its MAC address, and from its
 * IP addresses in ARP and neighbor discovery. Tags do not hide it: some hosts take a priority tag for none. Used by the
 * worker.
 */
final class RouterGuard
{
    private final FrameDescriptor frames;
    private final UnsafeBuffer buffer;
    private final ArpPacket arp = new ArpPacket();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final Ipv6ExtensionHeaders extensions = new Ipv6ExtensionHeaders();
    private final NeighborDiscovery discovery = new NeighborDiscovery();

    RouterGuard(final FrameDescriptor frames)
    {
        this.frames = frames;
        buffer = frames.buffer();
    }

    DropReason check(final int frame, final BridgeDomain domain)
    {
        final long routerMac = domain.routerMac();
        if (BridgeDomain.NO_ROUTER == routerMac)
        {
            return DropReason.NONE;
        }
        if (routerMac == frames.source(frame))
        {
            return DropReason.MAC_SPOOFED;
        }
        switch (frames.etherType(frame))
        {
            case EtherType.ARP:
                return checkArp(frame, domain.neighbors(), routerMac);
            case EtherType.IPV6:
                return checkIpv6(frame, domain.neighbors(), routerMac);
            default:
                return DropReason.NONE;
        }
    }

    private DropReason checkArp(final int frame, final NeighborTable neighbors, final long routerMac)
    {
        final int offset = frames.networkOffset(frame);
        if (!ArpPacket.isValid(buffer, offset, frames.networkLength(frame)))
        {
            return DropReason.NONE; // without a guard, what is no ARP is the endpoints' affair
        }
        arp.wrap(buffer, offset);
        final boolean isRouter = routerMac == arp.senderMac() || routerMac == neighbors.lookup(arp.senderAddress());
        return isRouter ? DropReason.ARP_SPOOFED : DropReason.NONE;
    }

    private DropReason checkIpv6(final int frame, final NeighborTable neighbors, final long routerMac)
    {
        final int offset = frames.networkOffset(frame);
        final int lengthBytes = frames.networkLength(frame);
        final int messageOffset = lengthBytes < Ipv6Header.LENGTH ? 0 : icmpOffset(offset, lengthBytes);
        final int messageBytes = offset + lengthBytes - messageOffset;
        if (0 == messageOffset || messageBytes < 1 || !isDiscovery(buffer.getByte(messageOffset) & 0xFF))
        {
            return DropReason.NONE;
        }
        final boolean isRouter = routerMac == neighbors.lookup(ipv6.sourceHigh(), ipv6.sourceLow()) ||
            NeighborDiscovery.isValid(buffer, messageOffset, messageBytes) &&
            claimsRouter(messageOffset, messageBytes, neighbors, routerMac);
        return isRouter ? DropReason.NDP_SPOOFED : DropReason.NONE;
    }

    /** @return where the ICMPv6 message begins, or 0 for none; RFC 6980 5: discovery is never fragmented. */
    private int icmpOffset(final int offset, final int lengthBytes)
    {
        ipv6.wrap(buffer, offset);
        final int nextHeader = ipv6.nextHeader();
        if (IpProtocol.ICMPV6 == nextHeader)
        {
            return ipv6.payloadOffset();
        }
        final boolean isHidden = IpProtocol.TCP != nextHeader && IpProtocol.UDP != nextHeader &&
            extensions.wrap(buffer, offset, lengthBytes) && !extensions.isFragment() &&
            IpProtocol.ICMPV6 == extensions.protocol();
        return isHidden ? extensions.upperLayerOffset() : 0;
    }

    private boolean claimsRouter(final int offset, final int lengthBytes, final NeighborTable neighbors,
        final long routerMac)
    {
        discovery.wrap(buffer, offset, lengthBytes);
        return routerMac == discovery.linkLayerAddress() || !discovery.isSolicitation() &&
            routerMac == neighbors.lookup(discovery.targetHigh(), discovery.targetLow());
    }

    private static boolean isDiscovery(final int type)
    {
        return type >= Icmpv6Header.ROUTER_SOLICITATION && type <= Icmpv6Header.REDIRECT;
    }
}
