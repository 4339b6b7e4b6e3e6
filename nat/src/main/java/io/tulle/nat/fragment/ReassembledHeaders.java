package io.tulle.nat.fragment;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.dataplane.wire.VnetHeader;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Keeps the headers of a packet's first fragment, and writes them as those of the whole packet (RFC 791 3.2, RFC 8200
 * 4.5). Used by one worker.
 */
final class ReassembledHeaders
{
    /** Ethernet and IP headers; only IPv6 options that nobody sends are longer. */
    static final int CAPACITY_BYTES = 2048;

    /** Of IPv4 with its header, of IPv6 without. */
    private static final int MAX_PACKET_LENGTH = 65_535;

    private final UnsafeBuffer memory;
    private final int offset;
    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final VnetHeader vnet = new VnetHeader();

    private boolean isIpv6;
    private int linkLength;
    private int headerLength;
    private int nextHeaderField;
    private byte nextHeader;
    private int protocol;
    private int transportDistance;

    ReassembledHeaders(final UnsafeBuffer memory, final int offset)
    {
        this.memory = memory;
        this.offset = offset;
    }

    /** @return false if the headers are longer than there is room for. */
    boolean keep(final Fragment first, final FrameDescriptor frames, final int frame)
    {
        isIpv6 = first.isIpv6();
        linkLength = frames.networkOffset(frame) - frames.dataOffset(frame);
        headerLength = first.headerLength();
        protocol = first.protocol();
        transportDistance = first.transportOffset() - first.payloadOffset();
        if (linkLength + headerLength > CAPACITY_BYTES)
        {
            return false;
        }
        if (isIpv6)
        {
            nextHeaderField = first.nextHeaderField();
            nextHeader =
                frames.buffer().getByte(first.payloadOffset() - UnfragmentablePart.FRAGMENT_HEADER_LENGTH);
        }
        memory.putBytes(offset, frames.buffer(), frames.dataOffset(frame), linkLength + headerLength);
        return true;
    }

    /** @return whether they and so much payload are none too long for one packet. */
    boolean fits(final int payloadLength)
    {
        return (isIpv6 ? headerLength - Ipv6Header.LENGTH : headerLength) + payloadLength <= MAX_PACKET_LENGTH;
    }

    /**
     * Makes a frame's headers and descriptor those of the whole packet.
     *
     * @param congestion what to set of ECN's two bits (RFC 3168 5.3)
     * @return where its payload is to begin.
     */
    int put(final FrameDescriptor frames, final int frame, final int payloadLength, final int congestion)
    {
        final int dataOffset = frames.dataOffset(frame);
        final int networkOffset = dataOffset + linkLength;
        final int payloadOffset = networkOffset + headerLength;
        final UnsafeBuffer buffer = frames.buffer();
        vnet.wrap(buffer, frames.vnetHeaderOffset(frame)).clear();
        buffer.putBytes(dataOffset, memory, offset, linkLength + headerLength);
        frames.length(frame, linkLength + headerLength + payloadLength);
        frames.parsed(frame, isIpv6 ? EtherType.IPV6 : EtherType.IPV4, networkOffset);
        frames.transport(frame, protocol, payloadOffset + transportDistance);
        if (isIpv6)
        {
            finishIpv6(buffer, networkOffset, payloadLength, congestion);
        }
        else
        {
            finishIpv4(buffer, networkOffset, payloadLength, congestion);
        }
        return payloadOffset;
    }

    private void finishIpv4(final UnsafeBuffer buffer, final int networkOffset, final int payloadLength,
        final int congestion)
    {
        ipv4.wrap(buffer, networkOffset);
        ipv4.fragment(ipv4.dontFragment(), false, 0)
            .totalLength(headerLength + payloadLength)
            .trafficClass(ipv4.trafficClass() | congestion)
            .computeChecksum();
    }

    private void finishIpv6(final UnsafeBuffer buffer, final int networkOffset, final int payloadLength,
        final int congestion)
    {
        ipv6.wrap(buffer, networkOffset);
        ipv6.payloadLength(headerLength - Ipv6Header.LENGTH + payloadLength)
            .trafficClassAndFlowLabel(ipv6.trafficClass() | congestion, ipv6.flowLabel());
        buffer.putByte(networkOffset + nextHeaderField, nextHeader);
    }
}
