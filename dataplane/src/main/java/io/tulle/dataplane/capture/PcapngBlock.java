package io.tulle.dataplane.capture;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Builds pcapng blocks one behind the other and passes them on in large pieces. Used by one thread.
 * <pre>
 *    0            4                8                                                    length - 4
 *   +------------+----------------+-----------------------+--------------------------+----------------+
 *   | block type | block length   | body, in 4-byte steps | options: code, length,   | block length   |
 *   |            | (of it all)    |                       | value in 4-byte steps    | (again)        |
 *   +------------+----------------+-----------------------+--------------------------+----------------+
 * </pre>
 */
final class PcapngBlock
{
    /** A batch that grows beyond this is written before it is flushed. */
    private static final int WRITE_BYTES = 256 * 1024;
    private static final int LENGTH_OFFSET = 4;
    private static final int END_OF_OPTIONS = 0;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(WRITE_BYTES + WRITE_BYTES / 2);
    private final OutputStream out;
    private int start;
    private int position;

    PcapngBlock(final OutputStream out)
    {
        this.out = out;
    }

    PcapngBlock begin(final int type)
    {
        start = position;
        return putInt(type).putInt(0);
    }

    /** Ends the block, which has no options. */
    void end() throws IOException
    {
        final int lengthBytes = position - start + Integer.BYTES;
        putInt(lengthBytes);
        buffer.putInt(start + LENGTH_OFFSET, lengthBytes, LITTLE_ENDIAN);
        if (position >= WRITE_BYTES)
        {
            write();
        }
    }

    /** Ends the options, and the block. */
    void endOptions() throws IOException
    {
        putShort(END_OF_OPTIONS).putShort(0).end();
    }

    PcapngBlock putShort(final int value)
    {
        buffer.putShort(position, (short) value, LITTLE_ENDIAN);
        position += Short.BYTES;
        return this;
    }

    PcapngBlock putInt(final int value)
    {
        buffer.putInt(position, value, LITTLE_ENDIAN);
        position += Integer.BYTES;
        return this;
    }

    PcapngBlock putLong(final long value)
    {
        buffer.putLong(position, value, LITTLE_ENDIAN);
        position += Long.BYTES;
        return this;
    }

    /** A time stamp is two words, the high one first whatever the byte order. */
    PcapngBlock putTime(final long timeNs)
    {
        return putInt((int) (timeNs >>> 32)).putInt((int) timeNs);
    }

    PcapngBlock putBytes(final UnsafeBuffer source, final int offset, final int lengthBytes)
    {
        buffer.putBytes(position, source, offset, lengthBytes);
        return padded(lengthBytes);
    }

    PcapngBlock option(final int code, final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        putShort(code).putShort(bytes.length);
        buffer.putBytes(position, bytes);
        return padded(bytes.length);
    }

    PcapngBlock optionByte(final int code, final int value)
    {
        putShort(code).putShort(Byte.BYTES);
        buffer.putByte(position, (byte) value);
        return padded(Byte.BYTES);
    }

    PcapngBlock optionInt(final int code, final int value)
    {
        return putShort(code).putShort(Integer.BYTES).putInt(value);
    }

    PcapngBlock optionLong(final int code, final long value)
    {
        return putShort(code).putShort(Long.BYTES).putLong(value);
    }

    PcapngBlock optionTime(final int code, final long timeNs)
    {
        return putShort(code).putShort(Long.BYTES).putTime(timeNs);
    }

    void flush() throws IOException
    {
        write();
        out.flush();
    }

    private void write() throws IOException
    {
        final int lengthBytes = position;
        position = 0; // also when it fails: what cannot be written must not pile up
        out.write(buffer.byteArray(), 0, lengthBytes);
    }

    private PcapngBlock padded(final int lengthBytes)
    {
        final int paddedBytes = (lengthBytes + 3) & -4;
        buffer.setMemory(position + lengthBytes, paddedBytes - lengthBytes, (byte) 0);
        position += paddedBytes;
        return this;
    }
}
