package io.tulle.dataplane.offload;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv6Header;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds the headers of an IPv6 packet that every fragment repeats, and writes them with the fragment header behind
 * (RFC 8200 4.5): the IPv6 header, hop-by-hop options, and all up to a routing header. Called by the worker.
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |  Next Header  |   Reserved    |      Fragment Offset    |Res|M|
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *   |                         Identification                        |
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
final class PerFragmentHeaders
{
    static final int FRAGMENT_HEADER_LENGTH = 8;

    private static final int FRAGMENT_FIELD_OFFSET = 2;
    private static final int IDENTIFICATION_OFFSET = 4;
    private static final int UNIT = 8;
    private static final int MORE_FRAGMENTS = 1;

    private UnsafeBuffer buffer;
    private int offset;
    private int length;
    private int nextHeaderField;

    /** @return false if a header is cut off, or there is a fragment header already; the IPv6 header is valid. */
    boolean wrap(final UnsafeBuffer buffer, final int offset, final int availableLength)
    {
        this.buffer = buffer;
        this.offset = offset;
        length = Ipv6Header.LENGTH;
        nextHeaderField = Ipv6Header.NEXT_HEADER_OFFSET;
        int protocol = buffer.getByte(offset + nextHeaderField) & 0xFF;
        int position = length;
        while (isBeforeFragment(protocol))
        {
            if (availableLength - position < UNIT)
            {
                return false;
            }
            final int header = position;
            position += ((buffer.getByte(offset + header + 1) & 0xFF) + 1) * UNIT;
            if (IpProtocol.DESTINATION_OPTIONS != protocol) // these are repeated only if a routing header follows
            {
                length = position;
                nextHeaderField = header;
            }
            protocol = buffer.getByte(offset + header) & 0xFF;
        }
        return position <= availableLength && IpProtocol.FRAGMENT != protocol;
    }

    /** @return length of the headers that are repeated, without the fragment header, in bytes. */
    int length()
    {
        return length;
    }

    void put(final UnsafeBuffer target, final int targetOffset, final int fragmentOffset, final boolean moreFragments,
        final int identification)
    {
        target.putBytes(targetOffset, buffer, offset, length);
        final int fragmentHeader = targetOffset + length;
        target.putByte(fragmentHeader, buffer.getByte(offset + nextHeaderField));
        target.putByte(fragmentHeader + 1, (byte) 0);
        target.putShort(fragmentHeader + FRAGMENT_FIELD_OFFSET,
            (short) (fragmentOffset | (moreFragments ? MORE_FRAGMENTS : 0)), BIG_ENDIAN);
        target.putInt(fragmentHeader + IDENTIFICATION_OFFSET, identification, BIG_ENDIAN);
        target.putByte(targetOffset + nextHeaderField, (byte) IpProtocol.FRAGMENT);
    }

    private static boolean isBeforeFragment(final int protocol)
    {
        return IpProtocol.HOP_BY_HOP == protocol || IpProtocol.DESTINATION_OPTIONS == protocol ||
            IpProtocol.ROUTING == protocol;
    }
}
