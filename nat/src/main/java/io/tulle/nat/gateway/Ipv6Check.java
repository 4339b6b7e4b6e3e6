package io.tulle.nat.gateway;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv6ExtensionHeaders;
import io.tulle.dataplane.wire.Ipv6Header;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Checks an IPv6 header's length and walks the extension headers behind it; no source route passes (RFC 5095). Used by
 * the worker.
 * <pre>
 *   routing header:  +-------------+-------------+-------------+---------------+
 *                    | next header | length/8 -1 |    type     | segments left |
 *                    +-------------+-------------+-------------+---------------+
 * </pre>
 */
final class Ipv6Check
{
    private static final int UNIT = 8;
    private static final int ROUTING_TYPE_OFFSET = 2;
    private static final int SEGMENTS_LEFT_OFFSET = 3;
    private static final int SOURCE_ROUTE = 0; // the type that RFC 5095 abolished

    private final FrameDescriptor frames;
    private final UnsafeBuffer buffer;
    private final PacketLength packetLength;
    private final Ipv6ExtensionHeaders extensions = new Ipv6ExtensionHeaders();
    private boolean isFragment;

    Ipv6Check(final FrameDescriptor frames)
    {
        this.frames = frames;
        buffer = frames.buffer();
        packetLength = new PacketLength(frames);
    }

    /** @param ipv6 of a header that is there whole. */
    DropReason check(final int frame, final Ipv6Header ipv6)
    {
        if (!packetLength.fit(frame, Ipv6Header.LENGTH + ipv6.payloadLength(), Ipv6Header.LENGTH))
        {
            return DropReason.IPV6_MALFORMED;
        }
        final int protocol = ipv6.nextHeader();
        if (IpProtocol.TCP == protocol || IpProtocol.UDP == protocol || IpProtocol.ICMPV6 == protocol)
        {
            isFragment = false;
            frames.transport(frame, protocol, ipv6.payloadOffset());
            return DropReason.NONE;
        }
        return checkChain(frame, ipv6.offset());
    }

    /** Of the packet that was checked last; an atomic fragment (RFC 6946) is whole, so it is none. */
    boolean isFragment()
    {
        return isFragment;
    }

    private DropReason checkChain(final int frame, final int offset)
    {
        if (!extensions.wrap(buffer, offset, frames.networkLength(frame)))
        {
            return DropReason.IPV6_HEADER_CHAIN;
        }
        isFragment = extensions.isFragment();
        if (isFragment && packetLength.isGso(frame))
        {
            return DropReason.FRAGMENT_MALFORMED; // no kernel leaves a fragment to be segmented
        }
        frames.transport(frame, extensions.protocol(), extensions.upperLayerOffset());
        return isSourceRouted(offset) ? DropReason.SOURCE_ROUTED : DropReason.NONE;
    }

    /** Goes again along headers that were found whole. */
    private boolean isSourceRouted(final int packetOffset)
    {
        int header = buffer.getByte(packetOffset + Ipv6Header.NEXT_HEADER_OFFSET) & 0xFF;
        int offset = packetOffset + Ipv6Header.LENGTH;
        while (offset < extensions.upperLayerOffset())
        {
            if (IpProtocol.ROUTING == header && isStillRouted(offset))
            {
                return true;
            }
            final int length = length(header, offset);
            header = buffer.getByte(offset) & 0xFF;
            offset += length;
        }
        return false;
    }

    /** Whatever its type: addresses that are still to come cannot be translated, nor can they be checked. */
    private boolean isStillRouted(final int offset)
    {
        return SOURCE_ROUTE == buffer.getByte(offset + ROUTING_TYPE_OFFSET) ||
            0 != buffer.getByte(offset + SEGMENTS_LEFT_OFFSET);
    }

    private int length(final int header, final int offset)
    {
        final int field = buffer.getByte(offset + 1) & 0xFF;
        return switch (header)
        {
            case IpProtocol.FRAGMENT -> UNIT;
            case IpProtocol.AUTHENTICATION -> Math.max(UNIT, field + 2 << 2); // RFC 4302 2.2
            default -> (field + 1) * UNIT;
        };
    }
}
