package io.tulle.dataplane.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds where an IPv6 packet's upper layer begins, past at most {@link #MAX_HEADERS} extension headers (RFC 8200 4).
 * {@link #wrap} walks and checks in one go, since the walk is the check. Called by the worker.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |  Next Header  | Length/8 - 1  |        (every other kind)     |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |  Next Header  |   Reserved    |      Fragment Offset    |Res|M|
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                         Identification            (kind 44)   |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Ipv6ExtensionHeaders
{
    /** RFC 8883 lets a node limit the chain; every kind RFC 8200 4.1 lists, once each, fits. */
    public static final int MAX_HEADERS = 8;
    public static final int NO_FRAGMENT = -1;

    private static final int UNIT = 8;
    private static final int FRAGMENT_FIELD_OFFSET = 2;
    private static final int IDENTIFICATION_OFFSET = 4;
    private static final int FRAGMENT_OFFSET_MASK = 0xFFF8;
    private static final int MORE_FRAGMENTS = 1;

    private UnsafeBuffer buffer;
    private int protocol;
    private int upperLayerOffset;
    private int fragmentHeaderOffset;

    /**
     * Walks the packet whose IPv6 header at {@code offset} was found valid.
     *
     * @param availableLength bytes from the IPv6 header to the end of the packet.
     * @return false if a header is cut off, hop-by-hop options do not come first, or the chain is too long.
     */
    public boolean wrap(final UnsafeBuffer buffer, final int offset, final int availableLength)
    {
        this.buffer = buffer;
        protocol = buffer.getByte(offset + Ipv6Header.NEXT_HEADER_OFFSET) & 0xFF;
        upperLayerOffset = offset + Ipv6Header.LENGTH;
        fragmentHeaderOffset = NO_FRAGMENT;
        final int endOffset = offset + availableLength;
        int count = 0;
        while (isExtension(protocol) && !isLaterFragment())
        {
            // RFC 8200 4.1: hop-by-hop options only directly behind the IPv6 header
            if (MAX_HEADERS == count || IpProtocol.HOP_BY_HOP == protocol && 0 < count || !step(endOffset))
            {
                return false;
            }
            count++;
        }
        return true;
    }

    /** What stands at {@link #upperLayerOffset()}; may be a protocol nobody knows, ESP, or no next header. */
    public int protocol()
    {
        return protocol;
    }

    /** Past the extension headers; in a fragment other than the first, past its fragment header. */
    public int upperLayerOffset()
    {
        return upperLayerOffset;
    }

    public boolean isFragment()
    {
        return NO_FRAGMENT != fragmentHeaderOffset && 0 != (fragmentField() & (FRAGMENT_OFFSET_MASK | MORE_FRAGMENTS));
    }

    /** Only such a packet has no upper-layer header at {@link #upperLayerOffset()}. */
    public boolean isLaterFragment()
    {
        return NO_FRAGMENT != fragmentHeaderOffset && 0 != (fragmentField() & FRAGMENT_OFFSET_MASK);
    }

    /** Where this fragment's payload stands in the whole payload, in bytes; 0 without a fragment header. */
    public int fragmentOffset()
    {
        return NO_FRAGMENT == fragmentHeaderOffset ? 0 : fragmentField() & FRAGMENT_OFFSET_MASK;
    }

    public boolean moreFragments()
    {
        return NO_FRAGMENT != fragmentHeaderOffset && 0 != (fragmentField() & MORE_FRAGMENTS);
    }

    /** Of the fragment header, or 0 without one. */
    public int identification()
    {
        return NO_FRAGMENT == fragmentHeaderOffset ? 0 :
            buffer.getInt(fragmentHeaderOffset + IDENTIFICATION_OFFSET, BIG_ENDIAN);
    }

    /** Of the last fragment header, or {@link #NO_FRAGMENT}. */
    public int fragmentHeaderOffset()
    {
        return fragmentHeaderOffset;
    }

    private boolean step(final int endOffset)
    {
        if (endOffset - upperLayerOffset < UNIT)
        {
            return false;
        }
        final int length = length();
        if (endOffset - upperLayerOffset < length)
        {
            return false;
        }
        if (IpProtocol.FRAGMENT == protocol)
        {
            fragmentHeaderOffset = upperLayerOffset;
        }
        protocol = buffer.getByte(upperLayerOffset) & 0xFF;
        upperLayerOffset += length;
        return true;
    }

    private int length()
    {
        final int field = buffer.getByte(upperLayerOffset + 1) & 0xFF;
        return switch (protocol)
        {
            case IpProtocol.FRAGMENT -> UNIT;
            // RFC 4302 2.2: in 4-byte words, minus 2
            case IpProtocol.AUTHENTICATION -> Math.max(UNIT, (field + 2) << 2);
            default -> (field + 1) * UNIT;
        };
    }

    private int fragmentField()
    {
        return buffer.getShort(fragmentHeaderOffset + FRAGMENT_FIELD_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    private static boolean isExtension(final int protocol)
    {
        return switch (protocol)
        {
            case IpProtocol.HOP_BY_HOP, IpProtocol.ROUTING, IpProtocol.FRAGMENT, IpProtocol.AUTHENTICATION,
                IpProtocol.DESTINATION_OPTIONS, IpProtocol.MOBILITY, IpProtocol.HIP, IpProtocol.SHIM6 -> true;
            default -> false;
        };
    }
}
