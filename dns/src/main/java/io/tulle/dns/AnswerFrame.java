package io.tulle.dns;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.tulle.dataplane.wire.InternetChecksum;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.dataplane.wire.MacAddress;
import io.tulle.dataplane.wire.UdpHeader;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Turns the frame of a question by UDP round, so that it carries the answer back: gateway and client change places in
 * every header. IPv4 options and IPv6 extension headers do not go back: the answer moves up to where they were. One
 * object a thread; used by workers in their pool and by the resolver's thread in memory of its own.
 * <pre>
 *   question  | Ethernet, tags | IP | options | UDP | message          |
 *   answer    | Ethernet, tags | IP | UDP | message, shorter or longer ...  |
 * </pre>
 * Headers are written as whole words: this is a sixth of what an answer costs.
 */
public final class AnswerFrame
{
    /** Octets of the headers from the network layer on, before the message of an answer. */
    public static final int IPV4_HEADERS_LENGTH = Ipv4Header.MIN_LENGTH + UdpHeader.LENGTH;
    public static final int IPV6_HEADERS_LENGTH = Ipv6Header.LENGTH + UdpHeader.LENGTH;

    private static final int TIME_TO_LIVE = 64;
    // version, header length, no traffic class; RFC 6864 4.1: with DF set, the identification says nothing
    private static final long IPV4_START = 0x4500_0000_0000_4000L;
    private static final long IPV4_TTL_AND_PROTOCOL = (long) (TIME_TO_LIVE << 8 | IpProtocol.UDP) << 48;
    private static final int IPV4_CONSTANTS_SUM = 0x4500 + 0x4000 + (TIME_TO_LIVE << 8 | IpProtocol.UDP);
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private final Ipv6Header ipv6 = new Ipv6Header();
    private int frame;
    private int udpOffset;

    /** @return octets of the headers before an answer to a packet that begins there. */
    public static int headersLength(final UnsafeBuffer buffer, final int networkOffset)
    {
        return isIpv4(buffer, networkOffset) ? IPV4_HEADERS_LENGTH : IPV6_HEADERS_LENGTH;
    }

    /**
     * Turns a checked frame round whose message, behind the UDP header, was overwritten by the answer. The checksum is
     * left to who has offloads: the pseudo-header's sum stands in its place, see {@link #checksumStart}.
     *
     * @param frame         offset of the Ethernet header in the buffer, as all offsets here
     * @param messageLength of the answer
     * @param routerMac     that the answer comes from
     * @return length of the frame
     */
    public int turn(final UnsafeBuffer buffer, final int frame, final int networkOffset, final int transportOffset,
        final int messageLength, final long routerMac)
    {
        this.frame = frame;
        final boolean isIpv4 = isIpv4(buffer, networkOffset);
        final int length = UdpHeader.LENGTH + messageLength;
        udpOffset = networkOffset + (isIpv4 ? Ipv4Header.MIN_LENGTH : Ipv6Header.LENGTH);
        if (udpOffset != transportOffset)
        {
            buffer.putBytes(udpOffset, buffer, transportOffset, length);
        }
        turnEthernet(buffer, frame, routerMac);
        final int pseudoHeader = isIpv4 ? turnIpv4(buffer, networkOffset, length) :
            turnIpv6(buffer, networkOffset, length);
        turnUdp(buffer, udpOffset, length, pseudoHeader);
        return udpOffset + length - frame;
    }

    /** As above, with the checksum complete: for a frame that no virtio-net header goes with. */
    public int turnWithChecksum(final UnsafeBuffer buffer, final int frame, final int networkOffset,
        final int transportOffset, final int messageLength, final long routerMac)
    {
        final int length = turn(buffer, frame, networkOffset, transportOffset, messageLength, routerMac);
        final int sum = InternetChecksum.sum(buffer, udpOffset, length - checksumStart());
        // the sum of the pseudo-header was in it
        buffer.putShort(udpOffset + UdpHeader.CHECKSUM_OFFSET, (short) InternetChecksum.complementUdp(sum), BIG_ENDIAN);
        return length;
    }

    /** @return where in the frame that was turned last the checksum's range begins: at the UDP header. */
    public int checksumStart()
    {
        return udpOffset - frame;
    }

    private static boolean isIpv4(final UnsafeBuffer buffer, final int networkOffset)
    {
        return 4 == buffer.getByte(networkOffset) >> 4;
    }

    private static int turnIpv4(final UnsafeBuffer buffer, final int networkOffset, final int length)
    {
        final int source = buffer.getInt(networkOffset + Ipv4Header.DESTINATION_OFFSET, BIG_ENDIAN);
        final int destination = buffer.getInt(networkOffset + Ipv4Header.SOURCE_OFFSET, BIG_ENDIAN);
        final int totalLength = Ipv4Header.MIN_LENGTH + length;
        // the header's sum is like a pseudo-header's: both addresses, and some words beside
        final int sum = InternetChecksum.pseudoHeader(source, destination, IPV4_CONSTANTS_SUM, totalLength);
        final long checksum = InternetChecksum.complement(sum);
        buffer.putLong(networkOffset, IPV4_START | (long) totalLength << 32, BIG_ENDIAN);
        buffer.putLong(networkOffset + 8, IPV4_TTL_AND_PROTOCOL | checksum << 32 | source & LOW_HALF, BIG_ENDIAN);
        buffer.putInt(networkOffset + Ipv4Header.DESTINATION_OFFSET, destination, BIG_ENDIAN);
        return InternetChecksum.pseudoHeader(source, destination, IpProtocol.UDP, length);
    }

    private int turnIpv6(final UnsafeBuffer buffer, final int networkOffset, final int length)
    {
        ipv6.wrap(buffer, networkOffset);
        final long sourceHigh = ipv6.destinationHigh();
        final long sourceLow = ipv6.destinationLow();
        final long destinationHigh = ipv6.sourceHigh();
        final long destinationLow = ipv6.sourceLow();
        ipv6.trafficClassAndFlowLabel(0, 0).payloadLength(length).nextHeader(IpProtocol.UDP).hopLimit(TIME_TO_LIVE)
            .source(sourceHigh, sourceLow).destination(destinationHigh, destinationLow);
        return InternetChecksum.pseudoHeader(sourceHigh, sourceLow, destinationHigh, destinationLow,
            IpProtocol.UDP, length);
    }

    private static void turnUdp(final UnsafeBuffer buffer, final int udpOffset, final int length,
        final int pseudoHeader)
    {
        final int ports = buffer.getInt(udpOffset, BIG_ENDIAN);
        final long turned = Integer.rotateLeft(ports, Short.SIZE); // source and destination
        buffer.putLong(udpOffset, turned << 32 | (long) length << 16 | pseudoHeader, BIG_ENDIAN);
    }

    private static void turnEthernet(final UnsafeBuffer buffer, final int frame, final long routerMac)
    {
        final long client = MacAddress.get(buffer, frame + MacAddress.LENGTH);
        buffer.putLong(frame, client << 16 | routerMac >>> 32, BIG_ENDIAN);
        buffer.putInt(frame + Long.BYTES, (int) routerMac, BIG_ENDIAN);
    }
}
