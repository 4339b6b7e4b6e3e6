package io.tulle.dataplane.test;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells whether an untagged or tagged frame's checksums are right, by RFC 1071 word for word and by none of the code
 * under test.
 */
public final class NaiveChecksum
{
    private static final int TCP = 6;
    private static final int UDP = 17;

    private NaiveChecksum()
    {
    }

    /** The folded sum of big-endian words. */
    public static int sum(final UnsafeBuffer buffer, final int offset, final int length)
    {
        int sum = 0;
        for (int i = 0; i < length; i++)
        {
            sum += (buffer.getByte(offset + i) & 0xFF) << (0 == (i & 1) ? 8 : 0);
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return sum;
    }

    /** The IPv4 header's and the upper layer's, for TCP, UDP, ICMP and ICMPv6 without extension headers. */
    public static boolean isIntact(final UnsafeBuffer frame, final int offset, final int length)
    {
        int ip = offset + 14;
        while (0x8100 == word(frame, ip - 2) || 0x88A8 == word(frame, ip - 2))
        {
            ip += 4;
        }
        if (6 == (frame.getByte(ip) & 0xF0) >>> 4)
        {
            final int upperLayerLength = word(frame, ip + 4);
            return ip + 40 + upperLayerLength == offset + length &&
                0xFFFF == fold(sum(frame, ip + 8, 32 + upperLayerLength) + upperLayerLength + frame.getByte(ip + 6));
        }
        final int headerLength = (frame.getByte(ip) & 0x0F) * 4;
        final int upperLayerLength = word(frame, ip + 2) - headerLength;
        final int protocol = frame.getByte(ip + 9);
        final int pseudoHeader =
            TCP == protocol || UDP == protocol ? sum(frame, ip + 12, 8) + protocol + upperLayerLength : 0;
        return ip + headerLength + upperLayerLength == offset + length &&
            0xFFFF == sum(frame, ip, headerLength) &&
            0xFFFF == fold(sum(frame, ip + headerLength, upperLayerLength) + pseudoHeader);
    }

    private static int word(final UnsafeBuffer buffer, final int offset)
    {
        return sum(buffer, offset, 2);
    }

    private static int fold(final int sum)
    {
        final int once = (sum & 0xFFFF) + (sum >>> 16);
        return (once & 0xFFFF) + (once >>> 16);
    }
}
