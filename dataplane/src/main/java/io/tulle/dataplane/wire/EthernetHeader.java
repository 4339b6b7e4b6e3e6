package io.tulle.dataplane.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells who sent a frame, for whom, and what it carries. Called by the worker.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                          Destination                          |
 *  +                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                               |                               |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
 *  |                            Source                             |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |           EtherType           |  tag or payload ...
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class EthernetHeader
{
    public static final int LENGTH = 14;

    private static final int DESTINATION_OFFSET = 0;
    private static final int SOURCE_OFFSET = 6;
    private static final int ETHER_TYPE_OFFSET = 12;

    private UnsafeBuffer buffer;
    private int offset;

    public static boolean isValid(final UnsafeBuffer buffer, final int offset, final int availableLength)
    {
        return availableLength >= LENGTH;
    }

    public EthernetHeader wrap(final UnsafeBuffer buffer, final int offset)
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

    public long destination()
    {
        // the header is 14 bytes, so an 8-byte read at either address stays inside
        return buffer.getLong(offset + DESTINATION_OFFSET, BIG_ENDIAN) >>> 16;
    }

    public EthernetHeader destination(final long mac)
    {
        MacAddress.put(buffer, offset + DESTINATION_OFFSET, mac);
        return this;
    }

    public long source()
    {
        return buffer.getLong(offset + SOURCE_OFFSET, BIG_ENDIAN) >>> 16;
    }

    public EthernetHeader source(final long mac)
    {
        MacAddress.put(buffer, offset + SOURCE_OFFSET, mac);
        return this;
    }

    public int etherType()
    {
        return buffer.getShort(offset + ETHER_TYPE_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    public EthernetHeader etherType(final int etherType)
    {
        buffer.putShort(offset + ETHER_TYPE_OFFSET, (short) etherType, BIG_ENDIAN);
        return this;
    }
}
