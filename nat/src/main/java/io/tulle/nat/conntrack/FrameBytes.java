package io.tulle.nat.conntrack;

import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads and writes headers of frames in network byte order. Used by the worker that owns the pool. Whoever calls has
 * checked that the bytes are the frame's.
 *
 * <p>By address and not by buffer, as {@link io.tulle.dataplane.FrameDescriptor} does, and for its reason.
 */
public final class FrameBytes
{
    private final UnsafeBuffer buffer;
    private final long address;

    /** @param buffer the pool's, off the heap; offsets point into it. */
    public FrameBytes(final UnsafeBuffer buffer)
    {
        this.buffer = buffer;
        address = buffer.addressOffset();
    }

    public UnsafeBuffer buffer()
    {
        return buffer;
    }

    /** @return an unsigned 8-bit field. */
    public int getByte(final int offset)
    {
        return UnsafeApi.getByte(checked(offset, Byte.BYTES)) & 0xFF;
    }

    /** @return an unsigned 16-bit field. */
    public int getShort(final int offset)
    {
        return Short.reverseBytes(UnsafeApi.getShort(checked(offset, Short.BYTES))) & 0xFFFF;
    }

    public int getInt(final int offset)
    {
        return Integer.reverseBytes(UnsafeApi.getInt(checked(offset, Integer.BYTES)));
    }

    public long getLong(final int offset)
    {
        return Long.reverseBytes(UnsafeApi.getLong(checked(offset, Long.BYTES)));
    }

    public void putByte(final int offset, final int value)
    {
        UnsafeApi.putByte(checked(offset, Byte.BYTES), (byte) value);
    }

    public void putShort(final int offset, final int value)
    {
        UnsafeApi.putShort(checked(offset, Short.BYTES), Short.reverseBytes((short) value));
    }

    public void putInt(final int offset, final int value)
    {
        UnsafeApi.putInt(checked(offset, Integer.BYTES), Integer.reverseBytes(value));
    }

    public void putLong(final int offset, final long value)
    {
        UnsafeApi.putLong(checked(offset, Long.BYTES), Long.reverseBytes(value));
    }

    private long checked(final int offset, final int lengthBytes)
    {
        if (UnsafeBuffer.SHOULD_BOUNDS_CHECK)
        {
            buffer.boundsCheck(offset, lengthBytes);
        }
        return address + offset;
    }
}
