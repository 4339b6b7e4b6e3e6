package io.tulle.dataplane.offload;

import io.tulle.dataplane.wire.InternetChecksum;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.dataplane.wire.TcpHeader;
import io.tulle.dataplane.wire.UdpHeader;
import io.tulle.dataplane.wire.VnetHeader;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Cuts a GSO frame into the frames a wire would have carried, each with its own lengths and complete checksums, for a
 * sink without offloads. Called by the worker or by the thread that captures; each has one of its own.
 * <pre>
 *   source  | Ethernet, tags | IP | TCP or UDP | payload ......................... |
 *   targets | Ethernet, tags | IP | TCP or UDP | gsoSize bytes |   and again, the last one shorter
 * </pre>
 * Every segment repeats the headers. IPv4 identification counts up, TCP's sequence number moves along; FIN and PSH go
 * with the last segment, CWR (RFC 3168 6.1.2) with the first.
 */
public final class SoftwareSegmenter
{
    /** What 64 KiB make in pieces of 8 bytes, fewer than Linux accepts; more is an attack on the sink. */
    public static final int MAX_SEGMENTS = 8192;

    private static final int MAX_PACKET_LENGTH = 65_535;

    private final GsoHeaders headers = new GsoHeaders();
    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final TcpHeader tcp = new TcpHeader();
    private final UdpHeader udp = new UdpHeader();

    private UnsafeBuffer source;
    private int dataOffset;
    private int endOffset;
    private int gsoSize;
    private int segment;
    private int segmentCount;

    /**
     * Begins a frame; source and vnet header must stay as they are until the last segment is taken.
     *
     * @return false, with no segment to take, if it is no GSO frame, its headers are malformed or do not match its GSO
     *     type, it would make more than {@link #MAX_SEGMENTS}, or one longer than an IP packet can be.
     */
    public boolean wrap(final UnsafeBuffer source, final int dataOffset, final int length, final VnetHeader vnet)
    {
        this.source = source;
        this.dataOffset = dataOffset;
        endOffset = dataOffset + length;
        segment = 0;
        segmentCount = 0;
        if (!headers.wrap(source, dataOffset, length, vnet))
        {
            return false;
        }
        gsoSize = vnet.gsoSize();
        // a frame that needs no cut is still one segment
        final int count = Math.max(1, (endOffset - headers.payloadOffset() + gsoSize - 1) / gsoSize);
        final int longestPacket = maxFrameLength() - (headers.ipOffset() - dataOffset);
        if (count > MAX_SEGMENTS || longestPacket > MAX_PACKET_LENGTH)
        {
            return false;
        }
        segmentCount = count;
        return true;
    }

    public boolean hasNext()
    {
        return segment < segmentCount;
    }

    public int segmentCount()
    {
        return segmentCount;
    }

    /** Length of the longest segment as a frame: what {@link #next} needs in its target. */
    public int maxFrameLength()
    {
        return headers.payloadOffset() - dataOffset + Math.min(gsoSize, endOffset - headers.payloadOffset());
    }

    /**
     * Writes the next segment.
     *
     * @param target not the source, or a range of it that does not overlap the frame.
     * @return length of the frame written at {@code targetOffset}.
     */
    public int next(final UnsafeBuffer target, final int targetOffset)
    {
        final int payloadBegin = headers.payloadOffset() + segment * gsoSize;
        final int payloadLength = Math.min(gsoSize, endOffset - payloadBegin);
        final int headersLength = headers.payloadOffset() - dataOffset;
        target.putBytes(targetOffset, source, dataOffset, headersLength);
        target.putBytes(targetOffset + headersLength, source, payloadBegin, payloadLength);
        final int shift = targetOffset - dataOffset;
        final int upperLayerLength = headers.payloadOffset() - headers.upperLayerOffset() + payloadLength;
        final int pseudoHeader = headers.isIpv6() ?
            finishIpv6(target, shift, upperLayerLength) : finishIpv4(target, shift, upperLayerLength);
        if (headers.isTcp())
        {
            finishTcp(target, headers.upperLayerOffset() + shift, upperLayerLength, pseudoHeader);
        }
        else
        {
            finishUdp(target, headers.upperLayerOffset() + shift, upperLayerLength, pseudoHeader);
        }
        segment++;
        return headersLength + payloadLength;
    }

    private int finishIpv4(final UnsafeBuffer target, final int shift, final int upperLayerLength)
    {
        ipv4.wrap(target, headers.ipOffset() + shift);
        ipv4.totalLength(ipv4.headerLength() + upperLayerLength)
            .identification(ipv4.identification() + segment)
            .computeChecksum();
        return InternetChecksum.pseudoHeader(ipv4.source(), ipv4.destination(), protocol(), upperLayerLength);
    }

    private int finishIpv6(final UnsafeBuffer target, final int shift, final int upperLayerLength)
    {
        final int extensionsLength = headers.upperLayerOffset() - headers.ipOffset() - Ipv6Header.LENGTH;
        ipv6.wrap(target, headers.ipOffset() + shift).payloadLength(extensionsLength + upperLayerLength);
        return InternetChecksum.pseudoHeader(ipv6.sourceHigh(), ipv6.sourceLow(),
            ipv6.destinationHigh(), ipv6.destinationLow(), protocol(), upperLayerLength);
    }

    private void finishTcp(final UnsafeBuffer target, final int offset, final int length, final int pseudoHeader)
    {
        final boolean isFirst = 0 == segment;
        final boolean isLast = segmentCount - 1 == segment;
        tcp.wrap(target, offset);
        tcp.sequenceNumber(tcp.sequenceNumber() + segment * gsoSize)
            .flags(tcp.flags() & ~(isFirst ? 0 : TcpHeader.CWR) & ~(isLast ? 0 : TcpHeader.FIN | TcpHeader.PSH))
            .checksum(0)
            .checksum(InternetChecksum.complement(pseudoHeader + InternetChecksum.sum(target, offset, length)));
    }

    private void finishUdp(final UnsafeBuffer target, final int offset, final int length, final int pseudoHeader)
    {
        udp.wrap(target, offset)
            .length(length)
            .checksum(0)
            .checksum(InternetChecksum.complementUdp(pseudoHeader + InternetChecksum.sum(target, offset, length)));
    }

    private int protocol()
    {
        return headers.isTcp() ? IpProtocol.TCP : IpProtocol.UDP;
    }
}
