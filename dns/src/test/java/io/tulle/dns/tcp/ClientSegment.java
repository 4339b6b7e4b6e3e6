package io.tulle.dns.tcp;

import io.tulle.dataplane.test.FrameBuilder;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.InetText;
import io.tulle.dataplane.wire.TcpHeader;

import java.nio.ByteBuffer;

/** Makes the frame of a segment that a client sends, with an unfinished checksum as from a TAP. */
final class ClientSegment
{
    static final long CLIENT_MAC = 0x0242_AC11_0002L;
    static final long ROUTER_MAC = 0x0242_AC11_0001L;
    static final String CLIENT = "172.17.0.2";
    static final String GATEWAY = "172.17.0.1";
    static final String CLIENT_IPV6 = "fd00::2";
    static final String GATEWAY_IPV6 = "fd00::1";
    static final String CLIENT_LINK_LOCAL = "fe80::42:acff:fe11:2";
    static final String GATEWAY_LINK_LOCAL = "fe80::1";

    private static final int MSS_LENGTH = 4;
    private static final int TCP = 6;

    private int sourcePort = 40_000;
    private int flags = TcpHeader.ACK;
    private int sequenceNumber;
    private int acknowledgmentNumber;
    private int window = 0xFFFF;
    private byte[] options = {};
    private byte[] payload = {};
    private String source = CLIENT;
    private String destination = GATEWAY;
    private long sourceMac = CLIENT_MAC;

    ClientSegment from(final int port)
    {
        sourcePort = port;
        return this;
    }

    ClientSegment addresses(final String from, final String to)
    {
        source = from;
        destination = to;
        return this;
    }

    ClientSegment mac(final long mac)
    {
        sourceMac = mac;
        return this;
    }

    ClientSegment flags(final int bits)
    {
        flags = bits;
        return this;
    }

    ClientSegment sequence(final int number)
    {
        sequenceNumber = number;
        return this;
    }

    ClientSegment acknowledges(final int number)
    {
        acknowledgmentNumber = number;
        return this;
    }

    ClientSegment window(final int octets)
    {
        window = octets;
        return this;
    }

    ClientSegment maximumSegmentSize(final int octets)
    {
        return options(ByteBuffer.allocate(MSS_LENGTH).putShort((short) 0x0204).putShort((short) octets).array());
    }

    ClientSegment options(final byte[] bytes)
    {
        options = bytes;
        return this;
    }

    ClientSegment payload(final byte[] bytes)
    {
        payload = bytes;
        return this;
    }

    boolean isIpv6()
    {
        return source.contains(":");
    }

    byte[] frame()
    {
        final int headerLength = TcpHeader.MIN_LENGTH + options.length;
        final ByteBuffer segment = ByteBuffer.allocate(headerLength + payload.length)
            .putShort((short) sourcePort)
            .putShort((short) 53)
            .putInt(sequenceNumber)
            .putInt(acknowledgmentNumber)
            .put((byte) (headerLength << 2))
            .put((byte) flags)
            .putShort((short) window)
            .putInt(0xBAD0_0000)
            .put(options)
            .put(payload);
        return isIpv6() ?
            FrameBuilder.ipv6(ROUTER_MAC, sourceMac, source, destination, TCP, segment.array()) :
            FrameBuilder.ethernet(ROUTER_MAC, sourceMac, EtherType.IPV4, ipv4(segment.array()));
    }

    private byte[] ipv4(final byte[] segment)
    {
        return ByteBuffer.allocate(20 + segment.length)
            .putShort((short) 0x4500)
            .putShort((short) (20 + segment.length))
            .putInt(0x4000)
            .put((byte) 64)
            .put((byte) TCP)
            .putShort((short) 0)
            .putInt(InetText.parseIpv4(source))
            .putInt(InetText.parseIpv4(destination))
            .put(segment)
            .array();
    }
}
