package io.tulle.dns.tcp;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;

/**
 * The octets of one direction of a connection that are still wanted, first in, first out. Holds memory only while it
 * holds octets, so that thousands of quiet connections are small. Used by the resolver's thread.
 */
final class ByteQueue
{
    private static final byte[] EMPTY = {};
    private static final int SMALLEST = 512;

    private byte[] bytes = EMPTY;
    private int head;
    private int length;

    int length()
    {
        return length;
    }

    void append(final DirectBuffer source, final int offset, final int count)
    {
        makeRoom(count);
        source.getBytes(offset, bytes, head + length, count);
        length += count;
    }

    void append(final byte[] source)
    {
        makeRoom(source.length);
        System.arraycopy(source, 0, bytes, head + length, source.length);
        length += source.length;
    }

    /** RFC 1035 4.2.2: a message's length stands before it in two octets. */
    void appendLength(final int value)
    {
        makeRoom(2);
        bytes[head + length] = (byte) (value >>> 8);
        bytes[head + length + 1] = (byte) value;
        length += 2;
    }

    /** Takes the first two octets out, as one number. */
    int takeLength()
    {
        final int value = (bytes[head] & 0xFF) << 8 | bytes[head + 1] & 0xFF;
        drop(2);
        return value;
    }

    byte[] take(final int count)
    {
        final byte[] taken = Arrays.copyOfRange(bytes, head, head + count);
        drop(count);
        return taken;
    }

    void copyTo(final int from, final UnsafeBuffer target, final int offset, final int count)
    {
        target.putBytes(offset, bytes, head + from, count);
    }

    void drop(final int count)
    {
        head += count;
        length -= count;
        if (0 == length)
        {
            clear();
        }
    }

    void clear()
    {
        head = 0;
        length = 0;
        bytes = EMPTY;
    }

    private void makeRoom(final int count)
    {
        if (head + length + count <= bytes.length)
        {
            return;
        }
        // half full or less: moving to the front is enough, and on average costs each octet one move
        final boolean fits = 2 * (length + count) <= bytes.length;
        final byte[] target = fits ? bytes : new byte[Math.max(SMALLEST, 2 * (length + count))];
        System.arraycopy(bytes, head, target, 0, length);
        bytes = target;
        head = 0;
    }
}
