package io.tulle.dataplane.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells an IPv6 packet's addresses, length and next header (RFC 8200); {@link Ipv6ExtensionHeaders} finds the upper
 * layer behind it. Called by the worker.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |Version| Traffic Class |           Flow Label                  |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |         Payload Length        |  Next Header  |   Hop Limit   |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                                                               |
 *  +                   Source Address (16 bytes)                   +
 *  |                                                               |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                                                               |
 *  +                Destination Address (16 bytes)                 +
 *  |                                                               |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Ipv6Header
{
    public static final int LENGTH = 40;
    public static final int NEXT_HEADER_OFFSET = 6;
    public static final int SOURCE_OFFSET = 8;
    public static final int DESTINATION_OFFSET = 24;

    private static final int VERSION_OFFSET = 0;
    private static final int PAYLOAD_LENGTH_OFFSET = 4;
    private static final int HOP_LIMIT_OFFSET = 7;
    private static final int VERSION = 6;
    private static final int TRAFFIC_CLASS_SHIFT = 20;
    private static final int FLOW_LABEL_MASK = 0xF_FFFF;

    private UnsafeBuffer buffer;
    private int offset;

    /** The header is whole and the packet it announces was received whole; bytes after it are Ethernet padding. */
    public static boolean isValid(final UnsafeBuffer buffer, final int offset, final int availableLength)
    {
        return isValidHeader(buffer, offset, availableLength) &&
            (buffer.getShort(offset + PAYLOAD_LENGTH_OFFSET, BIG_ENDIAN) & 0xFFFF) <= availableLength - LENGTH;
    }

    /** Only the header is whole: for GSO frames, whose payload length may be stale or zero. */
    public static boolean isValidHeader(final UnsafeBuffer buffer, final int offset, final int availableLength)
    {
        return availableLength >= LENGTH && VERSION == (buffer.getByte(offset) & 0xF0) >>> 4;
    }

    public Ipv6Header wrap(final UnsafeBuffer buffer, final int offset)
    {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    public int offset()
    {
        return offset;
    }

    public int payloadOffset()
    {
        return offset + LENGTH;
    }

    /** Writes the version with the two fields that share its word. */
    public Ipv6Header trafficClassAndFlowLabel(final int trafficClass, final int flowLabel)
    {
        final int word = VERSION << 28 | (trafficClass & 0xFF) << TRAFFIC_CLASS_SHIFT | flowLabel & FLOW_LABEL_MASK;
        buffer.putInt(offset + VERSION_OFFSET, word, BIG_ENDIAN);
        return this;
    }

    /** DSCP and ECN. */
    public int trafficClass()
    {
        return buffer.getInt(offset + VERSION_OFFSET, BIG_ENDIAN) >>> TRAFFIC_CLASS_SHIFT & 0xFF;
    }

    public int flowLabel()
    {
        return buffer.getInt(offset + VERSION_OFFSET, BIG_ENDIAN) & FLOW_LABEL_MASK;
    }

    public int payloadLength()
    {
        return buffer.getShort(offset + PAYLOAD_LENGTH_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    public Ipv6Header payloadLength(final int lengthBytes)
    {
        buffer.putShort(offset + PAYLOAD_LENGTH_OFFSET, (short) lengthBytes, BIG_ENDIAN);
        return this;
    }

    public int nextHeader()
    {
        return buffer.getByte(offset + NEXT_HEADER_OFFSET) & 0xFF;
    }

    public Ipv6Header nextHeader(final int protocol)
    {
        buffer.putByte(offset + NEXT_HEADER_OFFSET, (byte) protocol);
        return this;
    }

    public int hopLimit()
    {
        return buffer.getByte(offset + HOP_LIMIT_OFFSET) & 0xFF;
    }

    public Ipv6Header hopLimit(final int hopLimit)
    {
        buffer.putByte(offset + HOP_LIMIT_OFFSET, (byte) hopLimit);
        return this;
    }

    public long sourceHigh()
    {
        return buffer.getLong(offset + SOURCE_OFFSET, BIG_ENDIAN);
    }

    public long sourceLow()
    {
        return buffer.getLong(offset + SOURCE_OFFSET + 8, BIG_ENDIAN);
    }

    public Ipv6Header source(final long high, final long low)
    {
        return putAddress(SOURCE_OFFSET, high, low);
    }

    public long destinationHigh()
    {
        return buffer.getLong(offset + DESTINATION_OFFSET, BIG_ENDIAN);
    }

    public long destinationLow()
    {
        return buffer.getLong(offset + DESTINATION_OFFSET + 8, BIG_ENDIAN);
    }

    public Ipv6Header destination(final long high, final long low)
    {
        return putAddress(DESTINATION_OFFSET, high, low);
    }

    /** RFC 4291 2.7: ff00::/8. */
    public static boolean isMulticast(final long high)
    {
        return 0xFF == high >>> 56;
    }

    /** RFC 4291 2.5.6: fe80::/10. */
    public static boolean isLinkLocal(final long high)
    {
        return 0xFE80 >>> 6 == high >>> 54;
    }

    private Ipv6Header putAddress(final int field, final long high, final long low)
    {
        buffer.putLong(offset + field, high, BIG_ENDIAN);
        buffer.putLong(offset + field + 8, low, BIG_ENDIAN);
        return this;
    }
}
