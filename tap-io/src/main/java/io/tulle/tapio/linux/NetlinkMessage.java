package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.NetlinkConstants.ATTRIBUTE_HEADER_LENGTH;
import static io.tulle.tapio.linux.NetlinkConstants.HEADER_LENGTH;
import static io.tulle.tapio.linux.NetlinkConstants.NLM_F_ACK;
import static io.tulle.tapio.linux.NetlinkConstants.NLM_F_REQUEST;
import static io.tulle.tapio.linux.NetlinkConstants.align;

import java.nio.charset.StandardCharsets;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Builds one request to the kernel, in this machine's byte order. One thread, control path.
 * <pre>
 *   0                   1                   2                   3
 *  +---------------------------------------------------------------+
 *  |                      Length, this header too                  |
 *  +-------------------------------+-------------------------------+
 *  |             Type              |             Flags             |
 *  +-------------------------------+-------------------------------+
 *  |                       Sequence number                         |
 *  +---------------------------------------------------------------+
 *  |                Port id (0: the socket's own)                  |
 *  +---------------------------------------------------------------+
 *  |   fixed header of the type, then attributes, each of them:    |
 *  +-------------------------------+-------------------------------+
 *  |   Length, this header too     |    Type    |  value, padded   |
 *  +-------------------------------+-------------------------------+
 * </pre>
 */
final class NetlinkMessage
{
    static final int TYPE_OFFSET = 4;
    static final int FLAGS_OFFSET = 6;
    static final int SEQUENCE_OFFSET = 8;
    private static final int CAPACITY = 1024; // the longest request here, a veth pair, has about 150 bytes

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[CAPACITY]);
    private int length = HEADER_LENGTH;

    NetlinkMessage(final int type, final int flags)
    {
        buffer.putShort(TYPE_OFFSET, (short) type);
        buffer.putShort(FLAGS_OFFSET, (short) (NLM_F_REQUEST | NLM_F_ACK | flags));
    }

    NetlinkMessage u8(final int value)
    {
        buffer.putByte(length, (byte) value);
        length += Byte.BYTES;
        return this;
    }

    NetlinkMessage u16(final int value)
    {
        buffer.putShort(length, (short) value);
        length += Short.BYTES;
        return this;
    }

    NetlinkMessage u32(final int value)
    {
        buffer.putInt(length, value);
        length += Integer.BYTES;
        return this;
    }

    NetlinkMessage attribute(final int type, final byte[] value)
    {
        final int start = beginNest(type);
        buffer.putBytes(length, value);
        length += value.length;
        return endNest(start);
    }

    NetlinkMessage attribute(final int type, final int value)
    {
        final int start = beginNest(type);
        return u32(value).endNest(start);
    }

    /** A string with its zero at the end. */
    NetlinkMessage attribute(final int type, final String value)
    {
        return attribute(type, (value + '\0').getBytes(StandardCharsets.UTF_8));
    }

    /** Starts an attribute whose value is what is added next; the answer goes to {@link #endNest}. */
    int beginNest(final int type)
    {
        final int start = length;
        buffer.putShort(start + Short.BYTES, (short) type);
        length += ATTRIBUTE_HEADER_LENGTH;
        return start;
    }

    NetlinkMessage endNest(final int start)
    {
        buffer.putShort(start, (short) (length - start));
        length = align(length);
        return this;
    }

    /** Puts the finished request at the start of {@code target} and returns its length. */
    int encode(final UnsafeBuffer target, final int sequence)
    {
        buffer.putInt(0, length);
        buffer.putInt(SEQUENCE_OFFSET, sequence);
        target.putBytes(0, buffer, 0, length);
        return length;
    }
}
