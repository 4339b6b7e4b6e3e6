package io.tulle.nat.gateway;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.Arrays;

import io.tulle.dataplane.test.FrameBuilder;
import io.tulle.dataplane.test.Hex;
import io.tulle.dataplane.test.NaiveChecksum;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.InetText;
import io.tulle.dataplane.wire.MacAddress;
import org.agrona.concurrent.UnsafeBuffer;

/** Makes packets with right checksums, by none of the code under test, and takes answers apart. */
final class Packets
{
    static final int ICMP = 1;
    static final int UDP = 17;
    static final int ICMPV6 = 58;
    static final int ETHERNET = 14;

    private Packets()
    {
    }

    /** An IPv4 packet with TTL 64. */
    static byte[] ipv4(final long destinationMac, final long sourceMac, final String source, final String destination,
        final int protocol, final byte[] payload)
    {
        final byte[] packet = new byte[20 + payload.length];
        final UnsafeBuffer buffer = new UnsafeBuffer(packet);
        buffer.putByte(0, (byte) 0x45);
        buffer.putShort(2, (short) packet.length, BIG_ENDIAN);
        buffer.putShort(4, (short) 0x1234, BIG_ENDIAN);
        buffer.putByte(8, (byte) 64);
        buffer.putByte(9, (byte) protocol);
        buffer.putInt(12, InetText.parseIpv4(source), BIG_ENDIAN);
        buffer.putInt(16, InetText.parseIpv4(destination), BIG_ENDIAN);
        System.arraycopy(payload, 0, packet, 20, payload.length);
        return withIpv4Checksum(FrameBuilder.ethernet(destinationMac, sourceMac, EtherType.IPV4, packet));
    }

    /** An IPv6 packet with hop limit 255. */
    static byte[] ipv6(final long destinationMac, final long sourceMac, final String source, final String destination,
        final int protocol, final byte[] payload)
    {
        return FrameBuilder.ipv6(destinationMac, sourceMac, source, destination, protocol, payload);
    }

    /** The payload of a UDP packet without checksum. */
    static byte[] udp(final int sourcePort, final int destinationPort, final int dataBytes)
    {
        final byte[] datagram = new byte[8 + dataBytes];
        final UnsafeBuffer buffer = new UnsafeBuffer(datagram);
        buffer.putShort(0, (short) sourcePort, BIG_ENDIAN);
        buffer.putShort(2, (short) destinationPort, BIG_ENDIAN);
        buffer.putShort(4, (short) datagram.length, BIG_ENDIAN);
        for (int i = 8; i < datagram.length; i++)
        {
            datagram[i] = (byte) i;
        }
        return datagram;
    }

    /** An ICMP message whose checksum is right for IPv4. */
    static byte[] icmp(final int type, final int dataBytes)
    {
        final byte[] message = udp(type << 8, 0, dataBytes);
        message[4] = 0x56; // the identifier
        message[5] = 0x78;
        final UnsafeBuffer buffer = new UnsafeBuffer(message);
        buffer.putShort(2, (short) ~NaiveChecksum.sum(buffer, 0, message.length), BIG_ENDIAN);
        return message;
    }

    /** The frame with its ICMPv6 checksum put right; there are no extension headers. */
    static byte[] withIcmpv6Checksum(final byte[] frame)
    {
        return withIcmpv6Checksum(frame, ETHERNET + 40);
    }

    static byte[] withIcmpv6Checksum(final byte[] frame, final int offset)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final int length = frame.length - offset;
        buffer.putShort(offset + 2, (short) 0);
        final byte[] sums = Arrays.copyOf(Arrays.copyOfRange(frame, ETHERNET + 8, ETHERNET + 40), 40);
        sums[34] = (byte) (length >>> 8);
        sums[35] = (byte) length;
        sums[39] = ICMPV6;
        final UnsafeBuffer pseudoHeader = new UnsafeBuffer(sums);
        final int sum = NaiveChecksum.sum(pseudoHeader, 0, 40) + NaiveChecksum.sum(buffer, offset, length);
        buffer.putShort(offset + 2, (short) ~((sum & 0xFFFF) + (sum >>> 16)), BIG_ENDIAN);
        return frame;
    }

    static byte[] withIpv4Checksum(final byte[] frame)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        buffer.putShort(ETHERNET + 10, (short) 0);
        final int sum = NaiveChecksum.sum(buffer, ETHERNET, (frame[ETHERNET] & 0x0F) * 4);
        buffer.putShort(ETHERNET + 10, (short) ~sum, BIG_ENDIAN);
        return frame;
    }

    /** The frame with one byte of its IPv4 header changed and the header's checksum put right. */
    static byte[] withIpv4Byte(final byte[] frame, final int offset, final int value)
    {
        frame[ETHERNET + offset] = (byte) value;
        return withIpv4Checksum(frame);
    }

    /** The frame with options behind its IPv4 header; their length is a multiple of four. */
    static byte[] withOptions(final byte[] frame, final String options)
    {
        final byte[] bytes = Hex.bytes(options);
        final byte[] longer = new byte[frame.length + bytes.length];
        System.arraycopy(frame, 0, longer, 0, ETHERNET + 20);
        System.arraycopy(bytes, 0, longer, ETHERNET + 20, bytes.length);
        System.arraycopy(frame, ETHERNET + 20, longer, ETHERNET + 20 + bytes.length, frame.length - ETHERNET - 20);
        longer[ETHERNET] = (byte) (0x45 + bytes.length / 4);
        new UnsafeBuffer(longer).putShort(ETHERNET + 2, (short) (longer.length - ETHERNET), BIG_ENDIAN);
        return withIpv4Checksum(longer);
    }

    /** The frame behind an empty virtio-net header. */
    static byte[] behindVnetHeader(final byte[] frame)
    {
        final byte[] whole = new byte[12 + frame.length];
        System.arraycopy(frame, 0, whole, 12, frame.length);
        return whole;
    }

    static boolean isIntact(final byte[] frame)
    {
        return NaiveChecksum.isIntact(new UnsafeBuffer(frame), 0, frame.length);
    }

    static long destinationMac(final byte[] frame)
    {
        return MacAddress.get(new UnsafeBuffer(frame), 0);
    }

    static long sourceMac(final byte[] frame)
    {
        return MacAddress.get(new UnsafeBuffer(frame), 6);
    }

    static int word(final byte[] frame, final int offset)
    {
        return new UnsafeBuffer(frame).getShort(offset, BIG_ENDIAN) & 0xFFFF;
    }

    /** "source > destination" of either family. */
    static String addresses(final byte[] frame)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        if (EtherType.IPV4 == word(frame, 12))
        {
            return InetText.formatIpv4(buffer.getInt(ETHERNET + 12, BIG_ENDIAN)) + " > " +
                InetText.formatIpv4(buffer.getInt(ETHERNET + 16, BIG_ENDIAN));
        }
        return InetText.formatIpv6(buffer.getLong(22, BIG_ENDIAN), buffer.getLong(30, BIG_ENDIAN)) + " > " +
            InetText.formatIpv6(buffer.getLong(38, BIG_ENDIAN), buffer.getLong(46, BIG_ENDIAN));
    }
}
