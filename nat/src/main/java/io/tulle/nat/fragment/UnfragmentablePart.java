package io.tulle.nat.fragment;

import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv6Header;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds the first fragment header of an IPv6 packet, whose chain of headers was found valid, and the field that names
 * it. Called by the worker.
 */
final class UnfragmentablePart
{
    static final int FRAGMENT_HEADER_LENGTH = 8;
    static final int NONE = -1;

    private static final int UNIT = 8;

    private int nextHeaderField;

    /** @return where the fragment header is, or {@link #NONE}. */
    int wrap(final UnsafeBuffer buffer, final int offset)
    {
        nextHeaderField = Ipv6Header.NEXT_HEADER_OFFSET;
        int position = Ipv6Header.LENGTH;
        int protocol = buffer.getByte(offset + nextHeaderField) & 0xFF;
        while (IpProtocol.HOP_BY_HOP == protocol || IpProtocol.DESTINATION_OPTIONS == protocol ||
            IpProtocol.ROUTING == protocol)
        {
            nextHeaderField = position;
            protocol = buffer.getByte(offset + position) & 0xFF;
            position += ((buffer.getByte(offset + position + 1) & 0xFF) + 1) * UNIT;
        }
        return IpProtocol.FRAGMENT == protocol ? offset + position : NONE;
    }

    /** @return in bytes from the IPv6 header on. */
    int nextHeaderField()
    {
        return nextHeaderField;
    }
}
