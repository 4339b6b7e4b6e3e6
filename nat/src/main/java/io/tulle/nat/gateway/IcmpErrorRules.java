package io.tulle.nat.gateway;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.wire.IcmpHeader;
import io.tulle.dataplane.wire.Icmpv6Header;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6ExtensionHeaders;
import io.tulle.dataplane.wire.MacAddress;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells whether an ICMP error may be sent about a packet: never about an error, a fragment but the first, a packet for
 * many, or one whose source is not one host (RFC 1122 3.2.2, RFC 1812 4.3.2.7, RFC 4443 2.4(e)). Used by the worker.
 */
final class IcmpErrorRules
{
    private final FrameDescriptor frames;
    private final UnsafeBuffer buffer;
    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6ExtensionHeaders extensions = new Ipv6ExtensionHeaders();

    IcmpErrorRules(final FrameDescriptor frames)
    {
        this.frames = frames;
        buffer = frames.buffer();
    }

    /** @param packet that was read from the frame. */
    boolean mayTell(final int frame, final PacketReader packet)
    {
        return !MacAddress.isGroup(frames.destination(frame)) &&
            AddressScope.isUnicast(packet.sourceHigh(), packet.sourceLow()) &&
            AddressScope.isUnicast(packet.destinationHigh(), packet.destinationLow()) &&
            (packet.isIpv4() ? mayTellIpv4(frame) : mayTellIpv6(frame));
    }

    private boolean mayTellIpv4(final int frame)
    {
        ipv4.wrap(buffer, frames.networkOffset(frame));
        if (0 != ipv4.fragmentOffset())
        {
            return false;
        }
        final int type = type(ipv4.payloadOffset(), frame);
        return IpProtocol.ICMP != ipv4.protocol() || type >= 0 && !IcmpHeader.isError(type);
    }

    private boolean mayTellIpv6(final int frame)
    {
        if (!extensions.wrap(buffer, frames.networkOffset(frame), frames.networkLength(frame)) ||
            extensions.isLaterFragment())
        {
            return false;
        }
        final int type = type(extensions.upperLayerOffset(), frame);
        return IpProtocol.ICMPV6 != extensions.protocol() ||
            type >= 0 && !Icmpv6Header.isError(type) && Icmpv6Header.REDIRECT != type;
    }

    /** @return the first byte there, or -1 when the frame ends before. */
    private int type(final int offset, final int frame)
    {
        final int end = frames.dataOffset(frame) + frames.length(frame);
        return offset < end ? buffer.getByte(offset) & 0xFF : -1;
    }
}
