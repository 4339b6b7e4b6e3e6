package io.tulle.vswitch;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.wire.Icmpv6Header;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv6ExtensionHeaders;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.dataplane.wire.MacAddress;
import io.tulle.dataplane.wire.NeighborDiscovery;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Refuses neighbor discovery that claims an address or MAC of somebody else: an advertisement's target, a link-layer
 * address option, a router's messages, a redirect. Looks behind extension headers, where such messages like to hide
 * (RFC 7113 2). Used by the worker.
 */
final class NdpGuard
{
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final Ipv6ExtensionHeaders extensions = new Ipv6ExtensionHeaders();
    private final NeighborDiscovery discovery = new NeighborDiscovery();

    /** @param offset of an IPv6 header that is there whole. */
    DropReason check(final UnsafeBuffer buffer, final int offset, final int lengthBytes, final PortGuard guard)
    {
        ipv6.wrap(buffer, offset);
        int messageOffset = ipv6.payloadOffset();
        if (IpProtocol.ICMPV6 != ipv6.nextHeader())
        {
            if (!mayHideIcmp(ipv6.nextHeader()))
            {
                return DropReason.NONE;
            }
            if (!extensions.wrap(buffer, offset, lengthBytes))
            {
                return DropReason.IPV6_HEADER_CHAIN; // RFC 7113 2.2: what cannot be read to its end may hide a message
            }
            if (IpProtocol.ICMPV6 != extensions.protocol())
            {
                return DropReason.NONE;
            }
            if (extensions.isFragment())
            {
                return isDiscoveryPossible(buffer, offset + lengthBytes) ? DropReason.NDP_SPOOFED : DropReason.NONE;
            }
            messageOffset = extensions.upperLayerOffset();
        }
        final int messageBytes = offset + lengthBytes - messageOffset;
        return messageBytes < 1 ? DropReason.TRUNCATED : checkMessage(buffer, messageOffset, messageBytes, guard);
    }

    private static boolean mayHideIcmp(final int nextHeader)
    {
        return IpProtocol.TCP != nextHeader && IpProtocol.UDP != nextHeader;
    }

    /** RFC 6980 5: neighbor discovery is never fragmented. */
    private boolean isDiscoveryPossible(final UnsafeBuffer buffer, final int end)
    {
        final int offset = extensions.upperLayerOffset();
        return !extensions.isLaterFragment() && offset < end && isDiscovery(buffer.getByte(offset) & 0xFF);
    }

    private static boolean isDiscovery(final int type)
    {
        return type >= Icmpv6Header.ROUTER_SOLICITATION && type <= Icmpv6Header.REDIRECT;
    }

    private DropReason checkMessage(final UnsafeBuffer buffer, final int offset, final int lengthBytes,
        final PortGuard guard)
    {
        switch (buffer.getByte(offset) & 0xFF)
        {
            case Icmpv6Header.ROUTER_ADVERTISEMENT:
            case Icmpv6Header.REDIRECT:
                return DropReason.NDP_SPOOFED; // RFC 6105: an endpoint is no router
            case Icmpv6Header.NEIGHBOR_SOLICITATION:
            case Icmpv6Header.NEIGHBOR_ADVERTISEMENT:
                return NeighborDiscovery.isValid(buffer, offset, lengthBytes) ?
                    checkClaims(buffer, offset, lengthBytes, guard) : DropReason.NDP_MALFORMED;
            default:
                return DropReason.NONE;
        }
    }

    private DropReason checkClaims(final UnsafeBuffer buffer, final int offset, final int lengthBytes,
        final PortGuard guard)
    {
        discovery.wrap(buffer, offset, lengthBytes);
        final long claimedMac = discovery.linkLayerAddress();
        final boolean isMacOwn = MacAddress.NONE == claimedMac || guard.mac() == claimedMac;
        final boolean isTargetOwn = discovery.isSolicitation() ||
            guard.owns(discovery.targetHigh(), discovery.targetLow());
        return isMacOwn && isTargetOwn ? DropReason.NONE : DropReason.NDP_SPOOFED;
    }
}
