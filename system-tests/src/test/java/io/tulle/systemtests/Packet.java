package io.tulle.systemtests;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An IP packet of either family, as the bytes from its IP header on: made with lengths and checksums that are right,
 * and read. Called by tests.
 */
record Packet(byte[] bytes)
{
    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int FRAGMENT = 44;
    static final int ICMPV6 = 58;
    static final int SCTP = 132;
    static final int EXPERIMENTAL = 253; // RFC 3692: no kernel answers it

    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int ACK = 16;

    private static final int IPV6_HEADER = 40;
    private static final int MORE_FRAGMENTS = 0x2000;

    /** A packet with whatever payload; hop limit 64. */
    static Packet of(final String source, final String destination, final int protocol, final byte... payload)
    {
        return source.contains(":") ? ipv6(source, destination, protocol, payload) :
            ipv4(source, destination, protocol, 0, 0, payload);
    }

    private static Packet ipv4(final String source, final String destination, final int protocol,
        final int identification, final int fragment, final byte... payload)
    {
        return new Packet(ByteBuffer.allocate(20 + payload.length).putShort((short) 0x4500)
            .putShort((short) (20 + payload.length)).putShort((short) identification).putShort((short) fragment)
            .put((byte) 64).put((byte) protocol).putShort((short) 0).put(Frames.ip(source)).put(Frames.ip(destination))
            .put(payload).array()).repaired();
    }

    private static Packet ipv6(final String source, final String destination, final int protocol,
        final byte... payload)
    {
        return new Packet(ByteBuffer.allocate(IPV6_HEADER + payload.length).putInt(0x6000_0000)
            .putShort((short) payload.length).put((byte) protocol).put((byte) 64).put(Frames.ip(source))
            .put(Frames.ip(destination)).put(payload).array());
    }

    static Packet udp(final String source, final int sourcePort, final String destination, final int destinationPort,
        final byte... payload)
    {
        final ByteBuffer datagram = ByteBuffer.allocate(8 + payload.length).putShort((short) sourcePort)
            .putShort((short) destinationPort).putShort((short) (8 + payload.length)).putShort((short) 0).put(payload);
        return withChecksum(source, destination, UDP, 6, datagram.array());
    }

    static Packet tcp(final String source, final int sourcePort, final String destination, final int destinationPort,
        final int flags, final int sequence, final byte... payload)
    {
        final ByteBuffer segment = ByteBuffer.allocate(20 + payload.length).putShort((short) sourcePort)
            .putShort((short) destinationPort).putInt(sequence).putInt(0 == (flags & ACK) ? 0 : 1).put((byte) 0x50)
            .put((byte) flags).putShort((short) 8192).putInt(0).put(payload);
        return withChecksum(source, destination, TCP, 16, segment.array());
    }

    /** A ping's request with an identifier. */
    static Packet echo(final String source, final String destination, final int identifier, final byte... payload)
    {
        return icmp(source, destination, source.contains(":") ? 128 : 8, 0, identifier << 16 | 1, payload);
    }

    /** What answers it. */
    Packet echoReply()
    {
        final byte[] request = payload();
        return icmp(destination(), source(), isIpv4() ? 0 : 129, 0, ByteBuffer.wrap(request).getInt(4),
            Arrays.copyOfRange(request, 8, request.length));
    }

    /** Destination unreachable, port unreachable, from somebody who quotes this packet. */
    Packet portUnreachable(final String from)
    {
        return icmp(from, source(), isIpv4() ? 3 : 1, isIpv4() ? 3 : 4, 0, bytes);
    }

    static Packet icmp(final String source, final String destination, final int type, final int code, final int rest,
        final byte... payload)
    {
        final byte[] message = ByteBuffer.allocate(8 + payload.length).put((byte) type).put((byte) code)
            .putShort((short) 0).putInt(rest).put(payload).array();
        return withChecksum(source, destination, source.contains(":") ? ICMPV6 : ICMP, 2, message);
    }

    private static Packet withChecksum(final String source, final String destination, final int protocol,
        final int field, final byte[] transport)
    {
        final byte[] addresses =
            ICMP == protocol ? new byte[0] : concatenate(Frames.ip(source), Frames.ip(destination));
        final int sum = Frames.checksum(concatenate(addresses, transport), 0, addresses.length + transport.length,
            ICMP == protocol ? 0 : protocol + transport.length);
        ByteBuffer.wrap(transport).putShort(field, (short) (0 == sum && UDP == protocol ? 0xFFFF : sum));
        return of(source, destination, protocol, transport);
    }

    /** The part of this packet's payload from one byte to another, which are multiples of 8, as a fragment. */
    Packet fragment(final int identification, final int from, final int to)
    {
        final int end = Math.min(to, payload().length);
        final byte[] part = Arrays.copyOfRange(payload(), from, end);
        final boolean hasMore = end < payload().length;
        if (isIpv4())
        {
            return ipv4(source(), destination(), protocol(), identification,
                from >>> 3 | (hasMore ? MORE_FRAGMENTS : 0), part);
        }
        final byte[] header = ByteBuffer.allocate(8).putShort((short) (protocol() << 8))
            .putShort((short) (from | (hasMore ? 1 : 0))).putInt(identification).array();
        return ipv6(source(), destination(), FRAGMENT, concatenate(header, part));
    }

    /** The same with one byte changed, counted from the IP header on; no checksum follows. */
    Packet with(final int offset, final int value)
    {
        final byte[] changed = bytes.clone();
        changed[offset] = (byte) value;
        return new Packet(changed);
    }

    /** The same with the IPv4 header's checksum made right again. */
    Packet repaired()
    {
        if (!isIpv4())
        {
            return this;
        }
        final byte[] repaired = with(10, 0).with(11, 0).bytes;
        final int headerLength = Math.min(repaired.length, (repaired[0] & 0xF) << 2);
        ByteBuffer.wrap(repaired).putShort(10, (short) Frames.checksum(repaired, 0, headerLength, 0));
        return new Packet(repaired);
    }

    /** The same, cut off. */
    Packet first(final int length)
    {
        return new Packet(Arrays.copyOf(bytes, length));
    }

    boolean isIpv4()
    {
        return 4 == bytes[0] >>> 4;
    }

    int protocol()
    {
        return bytes[isIpv4() ? 9 : 6] & 0xFF;
    }

    String source()
    {
        return isIpv4() ? address(12, 4) : address(8, 16);
    }

    String destination()
    {
        return isIpv4() ? address(16, 4) : address(24, 16);
    }

    /** What follows the IP header. */
    byte[] payload()
    {
        return Arrays.copyOfRange(bytes, headerLength(), bytes.length);
    }

    int sourcePort()
    {
        return number(0);
    }

    int destinationPort()
    {
        return number(2);
    }

    /** An ICMP query's identifier. */
    int identifier()
    {
        return number(4);
    }

    int tcpFlags()
    {
        return bytes[headerLength() + 13] & 0xFF;
    }

    /** An ICMP message's type and code: type * 256 + code. */
    int typeAndCode()
    {
        return number(0);
    }

    /** The packet that an ICMP error is about. */
    Packet quote()
    {
        return new Packet(Arrays.copyOfRange(bytes, headerLength() + 8, bytes.length));
    }

    private int number(final int offset)
    {
        return ByteBuffer.wrap(bytes).getShort(headerLength() + offset) & 0xFFFF;
    }

    private int headerLength()
    {
        return isIpv4() ? (bytes[0] & 0xF) << 2 : IPV6_HEADER;
    }

    private String address(final int offset, final int length)
    {
        try
        {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, offset, offset + length)).getHostAddress();
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static byte[] concatenate(final byte[] one, final byte[] other)
    {
        return ByteBuffer.allocate(one.length + other.length).put(one).put(other).array();
    }
}
