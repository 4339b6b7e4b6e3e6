package io.tulle.nat.conntrack;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.dataplane.wire.TcpHeader;
import io.tulle.dataplane.wire.UdpHeader;
import io.tulle.nat.gateway.InetAddresses;

/**
 * Tells which tuple a routed frame belongs to, and checks its transport header's lengths, once for all that come after.
 * One for each stage that uses it; called by its worker.
 *
 * <p>The checksum of an ICMP query is not verified here: translation updates it by the difference, so that a wrong one
 * arrives wrong (RFC 5508 REQ-3 asks for errors only, which the related stage verifies).
 */
public final class TupleReader
{
    /** The tuple was read. */
    public static final int OK = 0;
    /** The transport header is cut off, lies about its length, or has the reserved port 0 (RFC 6335 6). */
    public static final int MALFORMED = 1;
    /** An ICMP or ICMPv6 error that a NAT translates (RFC 5508 REQ-4, REQ-10); the tuple is not read. */
    public static final int ICMP_ERROR = 2;
    /** An ICMP or ICMPv6 message that does not cross a NAT (RFC 5508 REQ-10b, REQ-11); the tuple is not read. */
    public static final int UNSUPPORTED = 3;

    /** RFC 4340. */
    public static final int DCCP = 33;
    /** RFC 3828. */
    public static final int UDP_LITE = 136;

    private static final int UDP_LENGTH_OFFSET = 4; // and UDP-Lite's checksum coverage
    private static final int TCP_DATA_OFFSET_OFFSET = 12;
    private static final int DCCP_DATA_OFFSET_OFFSET = 4;
    private static final int DCCP_MIN_LENGTH = 12;
    private static final int SCTP_HEADER_LENGTH = 12;
    private static final int GSO_TYPE_OFFSET = 1; // of the virtio-net header

    private final FrameDescriptor frames;
    private final FrameBytes bytes;

    public TupleReader(final FramePool pool)
    {
        frames = pool.frames();
        bytes = new FrameBytes(pool.buffer());
    }

    /**
     * Reads the tuple of a whole packet, whose network layer and transport offset are known and checked.
     *
     * @param realm of the port that it came in by
     * @return {@link #OK}, {@link #MALFORMED}, {@link #ICMP_ERROR} or {@link #UNSUPPORTED}
     */
    public int read(final int frame, final int realm, final Tuple tuple)
    {
        final int protocol = frames.protocol(frame);
        final boolean isIpv4 = EtherType.IPV4 == frames.etherType(frame);
        final int offset = frames.transportOffset(frame);
        final int result = check(frame, protocol, offset, isIpv4);
        if (OK == result)
        {
            read(bytes, frames.networkOffset(frame), isIpv4, protocol, offset, tuple.realm(realm));
        }
        return result;
    }

    /** Sets all but the realm from a packet whose headers, or what a quote has of them, were found good. */
    public static void read(final FrameBytes bytes, final int networkOffset, final boolean isIpv4, final int protocol,
        final int transportOffset, final Tuple tuple)
    {
        final int ports = ports(bytes, isIpv4, protocol, transportOffset);
        tuple.protocol(protocol);
        if (isIpv4)
        {
            tuple.source(0, InetAddresses.low(bytes.getInt(networkOffset + Ipv4Header.SOURCE_OFFSET)), ports >>> 16)
                .destination(0, InetAddresses.low(bytes.getInt(networkOffset + Ipv4Header.DESTINATION_OFFSET)),
                    ports & 0xFFFF);
        }
        else
        {
            final int source = networkOffset + Ipv6Header.SOURCE_OFFSET;
            final int destination = networkOffset + Ipv6Header.DESTINATION_OFFSET;
            tuple.source(bytes.getLong(source), bytes.getLong(source + Long.BYTES), ports >>> 16)
                .destination(bytes.getLong(destination), bytes.getLong(destination + Long.BYTES), ports & 0xFFFF);
        }
    }

    /** @return whether the protocol's header begins with a source and a destination port. */
    public static boolean hasPorts(final int protocol)
    {
        return switch (protocol)
        {
            case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.SCTP, DCCP, UDP_LITE -> true;
            default -> false;
        };
    }

    private static int ports(final FrameBytes bytes, final boolean isIpv4, final int protocol,
        final int transportOffset)
    {
        if (hasPorts(protocol))
        {
            return bytes.getInt(transportOffset);
        }
        return IpProtocol.ICMP == protocol || IpProtocol.ICMPV6 == protocol ?
            IcmpMessage.queryPorts(bytes, transportOffset, isIpv4) : 0;
    }

    private int check(final int frame, final int protocol, final int offset, final boolean isIpv4)
    {
        final int availableLength = frames.transportLength(frame);
        if (hasPorts(protocol))
        {
            return isWhole(frame, protocol, offset, availableLength) && arePorts(bytes.getInt(offset)) ?
                OK : MALFORMED;
        }
        return IpProtocol.ICMP == protocol || IpProtocol.ICMPV6 == protocol ?
            checkIcmp(offset, availableLength, isIpv4, protocol) : OK;
    }

    private static boolean arePorts(final int ports)
    {
        return 0 != ports >>> 16 && 0 != (ports & 0xFFFF);
    }

    private boolean isWhole(final int frame, final int protocol, final int offset, final int availableLength)
    {
        return switch (protocol)
        {
            case IpProtocol.TCP -> availableLength >= TcpHeader.MIN_LENGTH &&
                isWithin(bytes.getByte(offset + TCP_DATA_OFFSET_OFFSET) >>> 4 << 2, TcpHeader.MIN_LENGTH,
                    availableLength);
            case IpProtocol.UDP -> availableLength >= UdpHeader.LENGTH && (isGso(frame) ||
                isWithin(bytes.getShort(offset + UDP_LENGTH_OFFSET), UdpHeader.LENGTH, availableLength));
            case UDP_LITE -> availableLength >= UdpHeader.LENGTH && isCovered(offset, availableLength);
            case DCCP -> availableLength >= DCCP_MIN_LENGTH &&
                isWithin(bytes.getByte(offset + DCCP_DATA_OFFSET_OFFSET) << 2, DCCP_MIN_LENGTH, availableLength);
            default -> availableLength >= SCTP_HEADER_LENGTH;
        };
    }

    /** RFC 3828 3.1: a checksum coverage of 0 is the whole datagram, of 1 to 7 a mistake. */
    private boolean isCovered(final int offset, final int availableLength)
    {
        final int coverage = bytes.getShort(offset + UDP_LENGTH_OFFSET);
        return 0 == coverage || isWithin(coverage, UdpHeader.LENGTH, availableLength);
    }

    private static boolean isWithin(final int lengthBytes, final int min, final int max)
    {
        return lengthBytes >= min && lengthBytes <= max;
    }

    /** The length field of a GSO frame may be stale; what was received counts. */
    private boolean isGso(final int frame)
    {
        return 0 != bytes.getByte(frames.vnetHeaderOffset(frame) + GSO_TYPE_OFFSET);
    }

    private int checkIcmp(final int offset, final int availableLength, final boolean isIpv4, final int protocol)
    {
        if (availableLength < IcmpMessage.HEADER_LENGTH)
        {
            return MALFORMED;
        }
        final int type = bytes.getByte(offset);
        if (isIpv4 != (IpProtocol.ICMP == protocol)) // each family has its own
        {
            return UNSUPPORTED;
        }
        if (IcmpMessage.isTranslatedError(type, isIpv4))
        {
            return ICMP_ERROR;
        }
        return IcmpMessage.isQuery(type, isIpv4) ? OK : UNSUPPORTED;
    }
}
