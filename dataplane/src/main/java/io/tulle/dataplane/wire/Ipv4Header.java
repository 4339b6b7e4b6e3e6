package io.tulle.dataplane.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells an IPv4 packet's addresses, lengths and upper-layer protocol (RFC 791). Called by the worker.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |Version|  IHL  |    DSCP   |ECN|          Total Length         |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |         Identification        |Flags|      Fragment Offset    |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |  Time to Live |    Protocol   |         Header Checksum       |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                       Source Address                          |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                    Destination Address                        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                    Options (0 to 40 bytes)                    |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Ipv4Header
{
    public static final int MIN_LENGTH = 20;
    public static final int CHECKSUM_OFFSET = 10;
    public static final int SOURCE_OFFSET = 12;
    public static final int DESTINATION_OFFSET = 16;

    private static final int VERSION_OFFSET = 0;
    private static final int TRAFFIC_CLASS_OFFSET = 1;
    private static final int TOTAL_LENGTH_OFFSET = 2;
    private static final int IDENTIFICATION_OFFSET = 4;
    private static final int FRAGMENT_OFFSET = 6;
    private static final int TIME_TO_LIVE_OFFSET = 8;
    private static final int PROTOCOL_OFFSET = 9;
    private static final int VERSION = 4;
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int FRAGMENT_OFFSET_MASK = 0x1FFF;

    private UnsafeBuffer buffer;
    private int offset;

    /** The header is whole and the packet it announces was received whole; bytes after it are Ethernet padding. */
    public static boolean isValid(final UnsafeBuffer buffer, final int offset, final int availableLength)
    {
        if (!isValidHeader(buffer, offset, availableLength))
        {
            return false;
        }
        final int totalLength = buffer.getShort(offset + TOTAL_LENGTH_OFFSET, BIG_ENDIAN) & 0xFFFF;
        return totalLength >= headerLength(buffer, offset) && totalLength <= availableLength;
    }

    /** Only the header is whole: for GSO frames, whose total length may be stale or zero. */
    public static boolean isValidHeader(final UnsafeBuffer buffer, final int offset, final int availableLength)
    {
        if (availableLength < MIN_LENGTH || VERSION != (buffer.getByte(offset) & 0xF0) >>> 4)
        {
            return false;
        }
        final int headerLength = headerLength(buffer, offset);
        return headerLength >= MIN_LENGTH && headerLength <= availableLength;
    }

    public Ipv4Header wrap(final UnsafeBuffer buffer, final int offset)
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
        return offset + headerLength();
    }

    /** From the total length; do not ask of a GSO frame. */
    public int payloadLength()
    {
        return totalLength() - headerLength();
    }

    public int headerLength()
    {
        return headerLength(buffer, offset);
    }

    /** Writes the version and the header length, which share a byte. */
    public Ipv4Header headerLength(final int lengthBytes)
    {
        buffer.putByte(offset + VERSION_OFFSET, (byte) (VERSION << 4 | lengthBytes >>> 2));
        return this;
    }

    /** DSCP and ECN. */
    public int trafficClass()
    {
        return buffer.getByte(offset + TRAFFIC_CLASS_OFFSET) & 0xFF;
    }

    public Ipv4Header trafficClass(final int trafficClass)
    {
        buffer.putByte(offset + TRAFFIC_CLASS_OFFSET, (byte) trafficClass);
        return this;
    }

    public int totalLength()
    {
        return unsignedShort(TOTAL_LENGTH_OFFSET);
    }

    public Ipv4Header totalLength(final int lengthBytes)
    {
        return putShort(TOTAL_LENGTH_OFFSET, lengthBytes);
    }

    public int identification()
    {
        return unsignedShort(IDENTIFICATION_OFFSET);
    }

    public Ipv4Header identification(final int identification)
    {
        return putShort(IDENTIFICATION_OFFSET, identification);
    }

    public boolean dontFragment()
    {
        return 0 != (unsignedShort(FRAGMENT_OFFSET) & DONT_FRAGMENT);
    }

    public boolean moreFragments()
    {
        return 0 != (unsignedShort(FRAGMENT_OFFSET) & MORE_FRAGMENTS);
    }

    /** Where this fragment's payload stands in the whole payload, in bytes. */
    public int fragmentOffset()
    {
        return (unsignedShort(FRAGMENT_OFFSET) & FRAGMENT_OFFSET_MASK) << 3;
    }

    public boolean isFragment()
    {
        return 0 != (unsignedShort(FRAGMENT_OFFSET) & (MORE_FRAGMENTS | FRAGMENT_OFFSET_MASK));
    }

    public Ipv4Header fragment(final boolean dontFragment, final boolean moreFragments, final int offsetBytes)
    {
        return putShort(FRAGMENT_OFFSET,
            (dontFragment ? DONT_FRAGMENT : 0) | (moreFragments ? MORE_FRAGMENTS : 0) | offsetBytes >>> 3);
    }

    public int timeToLive()
    {
        return buffer.getByte(offset + TIME_TO_LIVE_OFFSET) & 0xFF;
    }

    public Ipv4Header timeToLive(final int timeToLive)
    {
        buffer.putByte(offset + TIME_TO_LIVE_OFFSET, (byte) timeToLive);
        return this;
    }

    public int protocol()
    {
        return buffer.getByte(offset + PROTOCOL_OFFSET) & 0xFF;
    }

    public Ipv4Header protocol(final int protocol)
    {
        buffer.putByte(offset + PROTOCOL_OFFSET, (byte) protocol);
        return this;
    }

    public int checksum()
    {
        return unsignedShort(CHECKSUM_OFFSET);
    }

    public Ipv4Header checksum(final int checksum)
    {
        return putShort(CHECKSUM_OFFSET, checksum);
    }

    public Ipv4Header computeChecksum()
    {
        checksum(0);
        return checksum(InternetChecksum.checksum(buffer, offset, headerLength()));
    }

    public boolean isChecksumCorrect()
    {
        return 0 == InternetChecksum.checksum(buffer, offset, headerLength());
    }

    public int source()
    {
        return buffer.getInt(offset + SOURCE_OFFSET, BIG_ENDIAN);
    }

    public Ipv4Header source(final int address)
    {
        buffer.putInt(offset + SOURCE_OFFSET, address, BIG_ENDIAN);
        return this;
    }

    public int destination()
    {
        return buffer.getInt(offset + DESTINATION_OFFSET, BIG_ENDIAN);
    }

    public Ipv4Header destination(final int address)
    {
        buffer.putInt(offset + DESTINATION_OFFSET, address, BIG_ENDIAN);
        return this;
    }

    private static int headerLength(final UnsafeBuffer buffer, final int offset)
    {
        return (buffer.getByte(offset + VERSION_OFFSET) & 0x0F) << 2;
    }

    private int unsignedShort(final int field)
    {
        return buffer.getShort(offset + field, BIG_ENDIAN) & 0xFFFF;
    }

    private Ipv4Header putShort(final int field, final int value)
    {
        buffer.putShort(offset + field, (short) value, BIG_ENDIAN);
        return this;
    }
}
