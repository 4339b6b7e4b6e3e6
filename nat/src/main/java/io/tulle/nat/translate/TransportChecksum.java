package io.tulle.nat.translate;

import io.tulle.dataplane.wire.InternetChecksum;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.TcpHeader;
import io.tulle.dataplane.wire.UdpHeader;
import io.tulle.nat.conntrack.FrameBytes;
import io.tulle.nat.conntrack.IcmpMessage;
import io.tulle.nat.conntrack.TupleReader;

/**
 * Knows where each transport protocol has its checksum, and what the checksum covers. Called by the worker.
 * <pre>
 *                       field at   addresses in it   0 means none
 *   TCP                 16         yes               no
 *   UDP, UDP-Lite       6          yes               yes (UDP-Lite never sends 0)
 *   DCCP                6          yes               no
 *   ICMP                2          no                no
 *   ICMPv6              2          yes               no
 *   SCTP and the rest   -          no                -
 * </pre>
 */
final class TransportChecksum
{
    /** Nothing that translation changes is under a checksum of 16 bits; SCTP's CRC32c covers no address. */
    static final int NONE = -1;

    private static final int DCCP_CHECKSUM_OFFSET = 6;

    private TransportChecksum()
    {
    }

    /** @return where in the transport header the field is, or {@link #NONE}. */
    static int offset(final int protocol)
    {
        return switch (protocol)
        {
            case IpProtocol.TCP -> TcpHeader.CHECKSUM_OFFSET;
            case IpProtocol.UDP, TupleReader.UDP_LITE -> UdpHeader.CHECKSUM_OFFSET;
            case TupleReader.DCCP -> DCCP_CHECKSUM_OFFSET;
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> IcmpMessage.CHECKSUM_OFFSET;
            default -> NONE;
        };
    }

    static boolean coversAddresses(final int protocol)
    {
        return IpProtocol.ICMP != protocol;
    }

    /** Updates a complete checksum. */
    static void apply(final FrameBytes bytes, final int protocol, final int fieldOffset, final int delta)
    {
        final int checksum = bytes.getShort(fieldOffset);
        final boolean zeroIsNone = IpProtocol.UDP == protocol || TupleReader.UDP_LITE == protocol;
        bytes.putShort(fieldOffset, zeroIsNone ?
            InternetChecksum.applyUdp(checksum, delta) : InternetChecksum.apply(checksum, delta));
    }

    /** Updates the pseudo-header sum that a NEEDS_CSUM frame has in its field. */
    static void applyPartial(final FrameBytes bytes, final int fieldOffset, final int delta)
    {
        bytes.putShort(fieldOffset, InternetChecksum.applyPartial(bytes.getShort(fieldOffset), delta));
    }
}
