package io.tulle.dataplane.wire;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells what work the kernel left to us for a frame: a checksum to complete, a payload to cut into segments
 * (virtio 1.2, 5.1.6; the 12-byte form that TUNSETVNETHDRSZ selects; little-endian). Called by the worker.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |     Flags     |    GSO type   |         Header length         |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |            GSO size           |        Checksum start         |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |        Checksum offset        |         Buffer count          |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class VnetHeader
{
    public static final int LENGTH = 12;

    public static final int NEEDS_CSUM = 1;
    public static final int DATA_VALID = 2;

    public static final int GSO_NONE = 0;
    public static final int GSO_TCPV4 = 1;
    public static final int GSO_UDP = 3;
    public static final int GSO_TCPV6 = 4;
    public static final int GSO_UDP_L4 = 5;
    /** A bit beside a TCP type: the first segment carries CWR, the others do not. */
    public static final int GSO_ECN = 0x80;

    private static final int FLAGS_OFFSET = 0;
    private static final int GSO_TYPE_OFFSET = 1;
    private static final int HEADER_LENGTH_OFFSET = 2;
    private static final int GSO_SIZE_OFFSET = 4;
    private static final int CHECKSUM_START_OFFSET = 6;
    private static final int CHECKSUM_OFFSET_OFFSET = 8;
    private static final int BUFFER_COUNT_OFFSET = 10;

    private UnsafeBuffer buffer;
    private int offset;

    public static boolean isValid(final UnsafeBuffer buffer, final int offset, final int availableLength)
    {
        return availableLength >= LENGTH;
    }

    public VnetHeader wrap(final UnsafeBuffer buffer, final int offset)
    {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    public int offset()
    {
        return offset;
    }

    /** Nothing left to do: checksum complete, one segment. */
    public VnetHeader clear()
    {
        buffer.putLong(offset, 0L);
        buffer.putInt(offset + CHECKSUM_OFFSET_OFFSET, 0);
        return this;
    }

    public boolean needsChecksum()
    {
        return 0 != (flags() & NEEDS_CSUM);
    }

    public boolean isGso()
    {
        return GSO_NONE != segmentation();
    }

    /** The GSO type without its ECN bit. */
    public int segmentation()
    {
        return gsoType() & ~GSO_ECN;
    }

    public int flags()
    {
        return buffer.getByte(offset + FLAGS_OFFSET) & 0xFF;
    }

    public VnetHeader flags(final int flags)
    {
        buffer.putByte(offset + FLAGS_OFFSET, (byte) flags);
        return this;
    }

    public int gsoType()
    {
        return buffer.getByte(offset + GSO_TYPE_OFFSET) & 0xFF;
    }

    public VnetHeader gsoType(final int gsoType)
    {
        buffer.putByte(offset + GSO_TYPE_OFFSET, (byte) gsoType);
        return this;
    }

    public int headerLength()
    {
        return unsignedShort(HEADER_LENGTH_OFFSET);
    }

    public VnetHeader headerLength(final int lengthBytes)
    {
        return putShort(HEADER_LENGTH_OFFSET, lengthBytes);
    }

    public int gsoSize()
    {
        return unsignedShort(GSO_SIZE_OFFSET);
    }

    public VnetHeader gsoSize(final int sizeBytes)
    {
        return putShort(GSO_SIZE_OFFSET, sizeBytes);
    }

    public int checksumStart()
    {
        return unsignedShort(CHECKSUM_START_OFFSET);
    }

    public VnetHeader checksumStart(final int start)
    {
        return putShort(CHECKSUM_START_OFFSET, start);
    }

    public int checksumOffset()
    {
        return unsignedShort(CHECKSUM_OFFSET_OFFSET);
    }

    public VnetHeader checksumOffset(final int checksumOffset)
    {
        return putShort(CHECKSUM_OFFSET_OFFSET, checksumOffset);
    }

    public int bufferCount()
    {
        return unsignedShort(BUFFER_COUNT_OFFSET);
    }

    public VnetHeader bufferCount(final int bufferCount)
    {
        return putShort(BUFFER_COUNT_OFFSET, bufferCount);
    }

    private int unsignedShort(final int field)
    {
        return buffer.getShort(offset + field, LITTLE_ENDIAN) & 0xFFFF;
    }

    private VnetHeader putShort(final int field, final int value)
    {
        buffer.putShort(offset + field, (short) value, LITTLE_ENDIAN);
        return this;
    }
}
