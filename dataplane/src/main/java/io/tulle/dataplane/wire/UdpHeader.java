package io.tulle.dataplane.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells a UDP datagram's ports and length (RFC 768). Called by the worker.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |          Source Port          |       Destination Port        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |            Length             |           Checksum            |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class UdpHeader
{
    public static final int LENGTH = 8;
    public static final int CHECKSUM_OFFSET = 6;
    /** Over IPv4: the sender computed none. */
    public static final int NO_CHECKSUM = 0;

    private static final int SOURCE_PORT_OFFSET = 0;
    private static final int DESTINATION_PORT_OFFSET = 2;
    private static final int LENGTH_OFFSET = 4;

    private UnsafeBuffer buffer;
    private int offset;

    /** The datagram it announces is whole; not for GSO frames, whose length field may be stale. */
    public static boolean isValid(final UnsafeBuffer buffer, final int offset, final int availableLength)
    {
        if (!isValidHeader(buffer, offset, availableLength))
        {
            return false;
        }
        final int length = buffer.getShort(offset + LENGTH_OFFSET, BIG_ENDIAN) & 0xFFFF;
        return length >= LENGTH && length <= availableLength;
    }

    /** Only the header is whole: for GSO frames, first fragments, and what an ICMP error quotes. */
    public static boolean isValidHeader(final UnsafeBuffer buffer, final int offset, final int availableLength)
    {
        return availableLength >= LENGTH;
    }

    public UdpHeader wrap(final UnsafeBuffer buffer, final int offset)
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

    public int sourcePort()
    {
        return unsignedShort(SOURCE_PORT_OFFSET);
    }

    public UdpHeader sourcePort(final int port)
    {
        return putShort(SOURCE_PORT_OFFSET, port);
    }

    public int destinationPort()
    {
        return unsignedShort(DESTINATION_PORT_OFFSET);
    }

    public UdpHeader destinationPort(final int port)
    {
        return putShort(DESTINATION_PORT_OFFSET, port);
    }

    /** Header and payload. */
    public int length()
    {
        return unsignedShort(LENGTH_OFFSET);
    }

    public UdpHeader length(final int lengthBytes)
    {
        return putShort(LENGTH_OFFSET, lengthBytes);
    }

    public int checksum()
    {
        return unsignedShort(CHECKSUM_OFFSET);
    }

    public UdpHeader checksum(final int checksum)
    {
        return putShort(CHECKSUM_OFFSET, checksum);
    }

    private int unsignedShort(final int field)
    {
        return buffer.getShort(offset + field, BIG_ENDIAN) & 0xFFFF;
    }

    private UdpHeader putShort(final int field, final int value)
    {
        buffer.putShort(offset + field, (short) value, BIG_ENDIAN);
        return this;
    }
}
