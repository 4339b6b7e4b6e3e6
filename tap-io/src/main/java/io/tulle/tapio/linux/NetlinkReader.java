package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.NetlinkConstants.HEADER_LENGTH;
import static io.tulle.tapio.linux.NetlinkConstants.align;

import org.agrona.DirectBuffer;

/**
 * Walks over the messages of one datagram from the kernel; every length is checked before it is believed.
 * One thread, control path.
 */
final class NetlinkReader
{
    private final DirectBuffer buffer;
    private final int limit;
    private int offset;
    private int nextOffset;

    NetlinkReader(final DirectBuffer buffer, final int lengthBytes)
    {
        this.buffer = buffer;
        this.limit = lengthBytes;
    }

    /** Steps to the next whole message; false at the end, and at a message that is longer than the datagram. */
    boolean next()
    {
        offset = nextOffset;
        if (limit - offset < HEADER_LENGTH || length() < HEADER_LENGTH || length() > limit - offset)
        {
            return false;
        }

        nextOffset = Math.min(limit, offset + align(length()));
        return true;
    }

    private int length()
    {
        return buffer.getInt(offset);
    }

    int type()
    {
        return buffer.getShort(offset + NetlinkMessage.TYPE_OFFSET) & 0xffff;
    }

    int flags()
    {
        return buffer.getShort(offset + NetlinkMessage.FLAGS_OFFSET) & 0xffff;
    }

    int sequence()
    {
        return buffer.getInt(offset + NetlinkMessage.SEQUENCE_OFFSET);
    }

    int payloadLength()
    {
        return length() - HEADER_LENGTH;
    }

    int u8(final int payloadOffset)
    {
        return buffer.getByte(check(payloadOffset, Byte.BYTES)) & 0xff;
    }

    int u16(final int payloadOffset)
    {
        return buffer.getShort(check(payloadOffset, Short.BYTES)) & 0xffff;
    }

    int i32(final int payloadOffset)
    {
        return buffer.getInt(check(payloadOffset, Integer.BYTES));
    }

    /** The attributes that follow a fixed header of {@code headerLength} bytes. */
    NetlinkAttributes attributes(final int headerLength)
    {
        final int start = Math.min(align(headerLength), payloadLength());
        return new NetlinkAttributes(buffer, offset + HEADER_LENGTH + start, offset + length());
    }

    private int check(final int payloadOffset, final int size)
    {
        if (payloadOffset + size > payloadLength())
        {
            throw new IllegalStateException("netlink message of type " + type() + " has " + payloadLength() +
                " bytes, too short for a field at " + payloadOffset);
        }

        return offset + HEADER_LENGTH + payloadOffset;
    }
}
