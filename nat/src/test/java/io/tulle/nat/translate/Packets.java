package io.tulle.nat.translate;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.tulle.dataplane.test.FrameBuilder;
import io.tulle.dataplane.test.NaiveChecksum;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.InetText;
import io.tulle.dataplane.wire.VnetHeader;
import io.tulle.nat.gateway.InetAddresses;
import org.agrona.concurrent.UnsafeBuffer;

/** Makes frames of whole packets with right checksums, and takes them apart again, by none of the code under test. */
public final class Packets
{
    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int DCCP = 33;
    public static final int ICMPV6 = 58;
    public static final int SCTP = 132;
    public static final int UDP_LITE = 136;

    private static final int ETHERNET = 14;
    private static final long MAC = 0x0242_0A00_0001L;
    private static final long GATEWAY_MAC = 0x0242_0A00_00FEL;

    private Packets()
    {
    }

    /** @return both halves of an address of either family. */
    public static long[] address(final String text)
    {
        return text.indexOf(':') >= 0 ? InetText.parseIpv6(text) :
            new long[]{0, InetAddresses.low(InetText.parseIpv4(text))};
    }

    /** A frame with time to live 64 and DF, around a transport header whose checksum is computed here. */
    public static byte[] frame(final String source, final String destination, final int protocol,
        final byte[] transport)
    {
        final byte[] frame = FrameBuilder.ethernet(GATEWAY_MAC, MAC,
            source.indexOf(':') >= 0 ? EtherType.IPV6 : EtherType.IPV4,
            packet(source, destination, protocol, transport));
        fillTransportChecksum(frame);
        return frame;
    }

    private static byte[] packet(final String source, final String destination, final int protocol,
        final byte[] transport)
    {
        final boolean isIpv4 = source.indexOf(':') < 0;
        final int headerLength = isIpv4 ? 20 : 40;
        final byte[] bytes = new byte[headerLength + transport.length];
        final UnsafeBuffer packet = new UnsafeBuffer(bytes);
        if (isIpv4)
        {
            packet.putInt(0, 0x4500_0000 | bytes.length, BIG_ENDIAN);
            packet.putInt(4, 0x1234_4000, BIG_ENDIAN);
            packet.putInt(8, 64 << 24 | protocol << 16, BIG_ENDIAN);
            packet.putInt(12, InetText.parseIpv4(source), BIG_ENDIAN);
            packet.putInt(16, InetText.parseIpv4(destination), BIG_ENDIAN);
        }
        else
        {
            packet.putInt(0, 0x6000_0000, BIG_ENDIAN);
            packet.putInt(4, transport.length << 16 | protocol << 8 | 64, BIG_ENDIAN);
            putAddress(packet, 8, source);
            putAddress(packet, 24, destination);
        }
        packet.putBytes(headerLength, transport);
        if (isIpv4)
        {
            fillIpv4Checksum(packet, 0);
        }
        return bytes;
    }

    private static void putAddress(final UnsafeBuffer buffer, final int offset, final String address)
    {
        final long[] halves = address(address);
        buffer.putLong(offset, halves[0], BIG_ENDIAN);
        buffer.putLong(offset + 8, halves[1], BIG_ENDIAN);
    }

    public static byte[] udp(final int sourcePort, final int destinationPort, final int payloadBytes)
    {
        final byte[] datagram = counting(8, payloadBytes);
        final UnsafeBuffer buffer = new UnsafeBuffer(datagram);
        buffer.putInt(0, sourcePort << 16 | destinationPort, BIG_ENDIAN);
        buffer.putShort(4, (short) datagram.length, BIG_ENDIAN);
        return datagram;
    }

    public static byte[] tcp(final int sourcePort, final int destinationPort, final int flags, final byte[] options,
        final int payloadBytes)
    {
        final byte[] segment = counting(20 + options.length, payloadBytes);
        final UnsafeBuffer buffer = new UnsafeBuffer(segment);
        buffer.putInt(0, sourcePort << 16 | destinationPort, BIG_ENDIAN);
        buffer.putInt(4, 0x0102_0304, BIG_ENDIAN);
        buffer.putByte(12, (byte) (20 + options.length << 2));
        buffer.putByte(13, (byte) flags);
        buffer.putShort(14, (short) 0xFAF0, BIG_ENDIAN);
        buffer.putBytes(20, options);
        return segment;
    }

    /** Twelve bytes of DCCP header: ports, data offset and coverage, type and sequence number. */
    public static byte[] dccp(final int sourcePort, final int destinationPort, final int payloadBytes)
    {
        final byte[] packet = counting(12, payloadBytes);
        final UnsafeBuffer buffer = new UnsafeBuffer(packet);
        buffer.putInt(0, sourcePort << 16 | destinationPort, BIG_ENDIAN);
        buffer.putByte(4, (byte) 3);
        return packet;
    }

    public static byte[] sctp(final int sourcePort, final int destinationPort)
    {
        final byte[] packet = counting(12, 16);
        final UnsafeBuffer buffer = new UnsafeBuffer(packet);
        buffer.putInt(0, sourcePort << 16 | destinationPort, BIG_ENDIAN);
        buffer.putInt(8, 0xCAFE_BABE, BIG_ENDIAN);
        return packet;
    }

    public static byte[] query(final int type, final int identifier, final int payloadBytes)
    {
        final byte[] message = counting(8, payloadBytes);
        final UnsafeBuffer buffer = new UnsafeBuffer(message);
        buffer.putByte(0, (byte) type);
        buffer.putShort(4, (short) identifier, BIG_ENDIAN);
        buffer.putShort(6, (short) 7, BIG_ENDIAN);
        return message;
    }

    /** An ICMP error that quotes as many bytes of a frame's packet as it is told. */
    public static byte[] error(final int type, final int code, final int word, final byte[] about,
        final int quotedBytes)
    {
        final byte[] message = new byte[8 + quotedBytes];
        message[0] = (byte) type;
        message[1] = (byte) code;
        new UnsafeBuffer(message).putInt(4, word, BIG_ENDIAN);
        System.arraycopy(about, ETHERNET, message, 8, quotedBytes);
        return message;
    }

    /** The packet that an ICMP error quotes, in a frame as if it were one itself. */
    public static byte[] quoted(final byte[] frame)
    {
        final int offset = transportOffset(frame) + 8;
        final byte[] quote = new byte[ETHERNET + frame.length - offset];
        System.arraycopy(frame, 0, quote, 0, ETHERNET);
        System.arraycopy(frame, offset, quote, ETHERNET, frame.length - offset);
        return quote;
    }

    private static byte[] counting(final int headerBytes, final int payloadBytes)
    {
        final byte[] bytes = new byte[headerBytes + payloadBytes];
        for (int i = headerBytes; i < bytes.length; i++)
        {
            bytes[i] = (byte) (i * 7);
        }
        return bytes;
    }

    public static boolean isIpv4(final byte[] frame)
    {
        return 4 == (frame[ETHERNET] & 0xF0) >>> 4;
    }

    public static int protocol(final byte[] frame)
    {
        return frame[ETHERNET + (isIpv4(frame) ? 9 : 6)] & 0xFF;
    }

    public static int timeToLive(final byte[] frame)
    {
        return frame[ETHERNET + (isIpv4(frame) ? 8 : 7)] & 0xFF;
    }

    /** As sent: the frame's own time to live or hop limit, header checksum included. */
    public static byte[] withTimeToLive(final byte[] frame, final int timeToLive)
    {
        frame[ETHERNET + (isIpv4(frame) ? 8 : 7)] = (byte) timeToLive;
        return withIpv4Checksum(frame);
    }

    /** May be fragmented, header checksum included. */
    public static byte[] withoutDontFragment(final byte[] frame)
    {
        frame[ETHERNET + 6] = 0;
        return withIpv4Checksum(frame);
    }

    public static byte[] withIpv4Checksum(final byte[] frame)
    {
        if (isIpv4(frame))
        {
            fillIpv4Checksum(new UnsafeBuffer(frame), ETHERNET);
        }
        return frame;
    }

    private static void fillIpv4Checksum(final UnsafeBuffer packet, final int offset)
    {
        packet.putShort(offset + 10, (short) 0);
        final int headerLength = (packet.getByte(offset) & 0x0F) * 4;
        packet.putShort(offset + 10, (short) ~NaiveChecksum.sum(packet, offset, headerLength), BIG_ENDIAN);
    }

    public static int transportOffset(final byte[] frame)
    {
        return ETHERNET + (isIpv4(frame) ? (frame[ETHERNET] & 0x0F) * 4 : 40);
    }

    /** Where the checksum is, or -1. */
    public static int checksumOffset(final int protocol)
    {
        return switch (protocol)
        {
            case TCP -> 16;
            case UDP, UDP_LITE, DCCP -> 6;
            case ICMP, ICMPV6 -> 2;
            default -> -1;
        };
    }

    /** The bare sum of what stands before a transport header. */
    public static int pseudoHeader(final byte[] frame)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final int length = frame.length - transportOffset(frame);
        final int addresses = isIpv4(frame) ?
            NaiveChecksum.sum(buffer, ETHERNET + 12, 8) : NaiveChecksum.sum(buffer, ETHERNET + 8, 32);
        return fold(addresses + length + protocol(frame));
    }

    /** The sum of all that a transport checksum covers: 0xFFFF when it is right. */
    public static int transportSum(final byte[] frame)
    {
        final int offset = transportOffset(frame);
        return fold(NaiveChecksum.sum(new UnsafeBuffer(frame), offset, frame.length - offset) +
            (ICMP == protocol(frame) ? 0 : pseudoHeader(frame)));
    }

    public static byte[] fillTransportChecksum(final byte[] frame)
    {
        final int field = checksumOffset(protocol(frame));
        if (field >= 0)
        {
            final UnsafeBuffer buffer = new UnsafeBuffer(frame);
            buffer.putShort(transportOffset(frame) + field, (short) 0);
            buffer.putShort(transportOffset(frame) + field, (short) ~transportSum(frame), BIG_ENDIAN);
        }
        return frame;
    }

    /** The frame behind a virtio-net header, its checksum field a bare pseudo-header sum. */
    public static byte[] partial(final byte[] frame)
    {
        final byte[] whole = new byte[VnetHeader.LENGTH + frame.length];
        final int field = checksumOffset(protocol(frame));
        System.arraycopy(frame, 0, whole, VnetHeader.LENGTH, frame.length);
        final UnsafeBuffer buffer = new UnsafeBuffer(whole);
        new VnetHeader().wrap(buffer, 0).flags(VnetHeader.NEEDS_CSUM)
            .checksumStart(transportOffset(frame)).checksumOffset(field);
        buffer.putShort(VnetHeader.LENGTH + transportOffset(frame) + field, (short) pseudoHeader(frame), BIG_ENDIAN);
        return whole;
    }

    public static int word(final byte[] frame, final int offset)
    {
        return (frame[offset] & 0xFF) << 8 | frame[offset + 1] & 0xFF;
    }

    /** "source:port > destination:port", with an ICMP query's identifier for both. */
    public static String flow(final byte[] frame)
    {
        final int transport = transportOffset(frame);
        final int protocol = protocol(frame);
        final boolean isIcmp = ICMP == protocol || ICMPV6 == protocol;
        final int source = ETHERNET + (isIpv4(frame) ? 12 : 8);
        final int destination = ETHERNET + (isIpv4(frame) ? 16 : 24);
        return text(frame, source) + " " + word(frame, transport + (isIcmp ? 4 : 0)) + " > " +
            text(frame, destination) + " " + word(frame, transport + (isIcmp ? 4 : 2));
    }

    /** "source > destination". */
    public static String addresses(final byte[] frame)
    {
        return text(frame, ETHERNET + (isIpv4(frame) ? 12 : 8)) + " > " +
            text(frame, ETHERNET + (isIpv4(frame) ? 16 : 24));
    }

    private static String text(final byte[] frame, final int offset)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        return isIpv4(frame) ? InetText.formatIpv4(buffer.getInt(offset, BIG_ENDIAN)) :
            InetText.formatIpv6(buffer.getLong(offset, BIG_ENDIAN), buffer.getLong(offset + 8, BIG_ENDIAN));
    }

    private static int fold(final int sum)
    {
        final int once = (sum & 0xFFFF) + (sum >>> 16);
        return (once & 0xFFFF) + (once >>> 16);
    }
}
