package io.tulle.nat.fragment;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.util.Arrays;

import io.tulle.dataplane.test.FrameBuilder;
import io.tulle.dataplane.test.NaiveChecksum;
import org.agrona.concurrent.UnsafeBuffer;

/** Makes whole UDP packets, and cuts them by hand: by none of the code under test. */
final class Packets
{
    static final int ETHERNET = 14;
    static final int IPV4 = 20;
    static final int IPV6 = 40;
    static final int UDP = 8;
    static final int IDENTIFICATION = 0x4711;

    private static final long MAC_A = 0x0242_0A00_0002L;
    private static final long MAC_B = 0x0242_0A00_0001L;

    private Packets()
    {
    }

    static byte[] udp4(final String source, final int payloadBytes)
    {
        final byte[] frame = FrameBuilder.ipv4(MAC_B, MAC_A, source, "192.0.2.9", UDP + payloadBytes);
        put(frame, ETHERNET + 4, IDENTIFICATION);
        putUdp(frame, ETHERNET + IPV4, UDP + payloadBytes, ETHERNET + 12, 8);
        sum4(frame);
        return frame;
    }

    static byte[] udp6(final String source, final int payloadBytes)
    {
        final byte[] datagram = new byte[UDP + payloadBytes];
        for (int i = UDP; i < datagram.length; i++)
        {
            datagram[i] = (byte) i;
        }
        final byte[] frame = FrameBuilder.ipv6(MAC_B, MAC_A, source, "2001:db8::9", 17, datagram);
        putUdp(frame, ETHERNET + IPV6, datagram.length, ETHERNET + 8, 32);
        return frame;
    }

    /** Part of an IPv4 packet's payload as a fragment. */
    static byte[] fragment4(final byte[] whole, final int offset, final int length, final boolean hasMore)
    {
        final byte[] frame = Arrays.copyOf(whole, ETHERNET + IPV4 + length);
        final int available = Math.max(0, Math.min(length, whole.length - ETHERNET - IPV4 - offset));
        System.arraycopy(whole, Math.min(whole.length, ETHERNET + IPV4 + offset), frame, ETHERNET + IPV4, available);
        put(frame, ETHERNET + 2, IPV4 + length);
        put(frame, ETHERNET + 6, get(whole, ETHERNET + 6) & 0x4000 | (hasMore ? 0x2000 : 0) | offset >>> 3);
        sum4(frame);
        return frame;
    }

    /** Part of an IPv6 packet's payload behind the headers that each fragment has, as a fragment. */
    static byte[] fragment6(final byte[] whole, final int headersLength, final int nextHeaderField, final int offset,
        final int length, final boolean hasMore)
    {
        final int headersEnd = ETHERNET + headersLength;
        final byte[] frame = new byte[headersEnd + 8 + length];
        System.arraycopy(whole, 0, frame, 0, headersEnd);
        frame[headersEnd] = frame[ETHERNET + nextHeaderField];
        frame[ETHERNET + nextHeaderField] = 44;
        put(frame, headersEnd + 2, offset | (hasMore ? 1 : 0));
        put(frame, headersEnd + 6, IDENTIFICATION);
        System.arraycopy(whole, headersEnd + offset, frame, headersEnd + 8, length);
        put(frame, ETHERNET + 4, frame.length - ETHERNET - IPV6);
        return frame;
    }

    static byte[] fragment6(final byte[] whole, final int offset, final int length, final boolean hasMore)
    {
        return fragment6(whole, IPV6, 6, offset, length, hasMore);
    }

    /** An IPv6 packet with extension headers of any bytes put in before its payload. */
    static byte[] withExtensions(final byte[] whole, final int firstProtocol, final byte[] extensions)
    {
        final ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(whole, 0, ETHERNET + IPV6);
        frame.writeBytes(extensions);
        frame.write(whole, ETHERNET + IPV6, whole.length - ETHERNET - IPV6);
        final byte[] bytes = frame.toByteArray();
        bytes[ETHERNET + 6] = (byte) firstProtocol;
        put(bytes, ETHERNET + 4, bytes.length - ETHERNET - IPV6);
        return bytes;
    }

    static void sum4(final byte[] frame)
    {
        put(frame, ETHERNET + 10, 0);
        put(frame, ETHERNET + 10, ~NaiveChecksum.sum(new UnsafeBuffer(frame), ETHERNET, (frame[ETHERNET] & 15) * 4));
    }

    static void put(final byte[] frame, final int offset, final int value)
    {
        new UnsafeBuffer(frame).putShort(offset, (short) value, ByteOrder.BIG_ENDIAN);
    }

    static int get(final byte[] frame, final int offset)
    {
        return new UnsafeBuffer(frame).getShort(offset, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }

    private static void putUdp(final byte[] frame, final int offset, final int length, final int addressesOffset,
        final int addressesLength)
    {
        put(frame, offset, 4000);
        put(frame, offset + 2, 53);
        put(frame, offset + 4, length);
        put(frame, offset + 6, 0);
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        final int sum = NaiveChecksum.sum(buffer, addressesOffset, addressesLength) + 17 + length +
            NaiveChecksum.sum(buffer, offset, length);
        put(frame, offset + 6, ~((sum & 0xFFFF) + (sum >>> 16)));
    }
}
