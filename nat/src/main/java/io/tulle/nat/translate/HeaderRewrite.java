package io.tulle.nat.translate;

import io.tulle.dataplane.wire.InternetChecksum;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.nat.conntrack.FrameBytes;
import io.tulle.nat.conntrack.IcmpMessage;
import io.tulle.nat.conntrack.TupleReader;

/**
 * Puts other addresses and ports into headers, of a packet or of one quoted in an ICMP error, and answers what that
 * changed for checksums (RFC 1624). Called by the worker.
 */
final class HeaderRewrite
{
    private static final int TTL_AND_PROTOCOL_OFFSET = 8; // of IPv4
    private static final int HOP_LIMIT_OFFSET = 7; // of IPv6

    private HeaderRewrite()
    {
    }

    /** @return time to live or hop limit. */
    static int timeToLive(final FrameBytes bytes, final int networkOffset, final boolean isIpv4)
    {
        return bytes.getByte(networkOffset + (isIpv4 ? TTL_AND_PROTOCOL_OFFSET : HOP_LIMIT_OFFSET));
    }

    /** Takes one off a time to live that is more than zero. */
    static void decrementTimeToLive(final FrameBytes bytes, final int networkOffset, final boolean isIpv4)
    {
        if (isIpv4)
        {
            final int field = networkOffset + TTL_AND_PROTOCOL_OFFSET;
            final int old = bytes.getShort(field);
            bytes.putShort(field, old - 0x100);
            updateHeaderChecksum(bytes, networkOffset, InternetChecksum.delta16(old, old - 0x100));
        }
        else
        {
            bytes.putByte(networkOffset + HOP_LIMIT_OFFSET, bytes.getByte(networkOffset + HOP_LIMIT_OFFSET) - 1);
        }
    }

    /** IPv4 addresses, with the header checksum. @return the delta of both, for a pseudo header. */
    static int addresses(final FrameBytes bytes, final int networkOffset, final int source, final int destination)
    {
        final int sourceOffset = networkOffset + Ipv4Header.SOURCE_OFFSET;
        final int destinationOffset = networkOffset + Ipv4Header.DESTINATION_OFFSET;
        final int delta = InternetChecksum.plus(InternetChecksum.delta32(bytes.getInt(sourceOffset), source),
            InternetChecksum.delta32(bytes.getInt(destinationOffset), destination));
        bytes.putInt(sourceOffset, source);
        bytes.putInt(destinationOffset, destination);
        updateHeaderChecksum(bytes, networkOffset, delta);
        return delta;
    }

    /** An IPv6 address. @return its delta, for a pseudo header. */
    static int address(final FrameBytes bytes, final int offset, final long high, final long low)
    {
        final int delta = InternetChecksum.delta128(
            bytes.getLong(offset), bytes.getLong(offset + Long.BYTES), high, low);
        bytes.putLong(offset, high);
        bytes.putLong(offset + Long.BYTES, low);
        return delta;
    }

    /** IPv6 addresses. @return the delta of both. */
    static int addresses(final FrameBytes bytes, final int networkOffset, final long sourceHigh, final long sourceLow,
        final long destinationHigh, final long destinationLow)
    {
        return InternetChecksum.plus(
            address(bytes, networkOffset + Ipv6Header.SOURCE_OFFSET, sourceHigh, sourceLow),
            address(bytes, networkOffset + Ipv6Header.DESTINATION_OFFSET, destinationHigh, destinationLow));
    }

    /**
     * Ports, or a query's identifier. An identifier is one of the ports, and the other is zero; a request's goes where
     * an answer's goes. SCTP's ports are the session's anyway.
     *
     * @return the delta
     */
    static int ports(final FrameBytes bytes, final int protocol, final int transportOffset, final int sourcePort,
        final int destinationPort)
    {
        if (IpProtocol.ICMP == protocol || IpProtocol.ICMPV6 == protocol)
        {
            final int field = transportOffset + IcmpMessage.IDENTIFIER_OFFSET;
            final int identifier = sourcePort | destinationPort;
            final int delta = InternetChecksum.delta16(bytes.getShort(field), identifier);
            bytes.putShort(field, identifier);
            return delta;
        }
        if (IpProtocol.SCTP == protocol || !TupleReader.hasPorts(protocol))
        {
            return 0;
        }
        final int ports = sourcePort << 16 | destinationPort;
        final int delta = InternetChecksum.delta32(bytes.getInt(transportOffset), ports);
        bytes.putInt(transportOffset, ports);
        return delta;
    }

    /** Updates the checksum of an IPv4 header. */
    static void updateHeaderChecksum(final FrameBytes bytes, final int networkOffset, final int delta)
    {
        final int field = networkOffset + Ipv4Header.CHECKSUM_OFFSET;
        bytes.putShort(field, InternetChecksum.apply(bytes.getShort(field), delta));
    }
}
