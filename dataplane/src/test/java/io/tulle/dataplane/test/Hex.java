package io.tulle.dataplane.test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Turns bytes as people write them into off-heap buffers and back, for tests of every module:
 * {@code hex("ffffffffffff 0242ac110002 0806", "0001 ...")}. Spaces, line ends, '|' and ':' are ignored.
 */
public final class Hex
{
    private static final int BYTES_A_LINE = 16;

    private Hex()
    {
    }

    /** An off-heap buffer exactly as long as the bytes, so a read past them fails the bounds check. */
    public static UnsafeBuffer hex(final String... parts)
    {
        return buffer(bytes(parts));
    }

    public static UnsafeBuffer buffer(final byte[] bytes)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(bytes.length));
        buffer.putBytes(0, bytes);
        return buffer;
    }

    public static byte[] bytes(final String... parts)
    {
        final String digits = String.join("", parts).replaceAll("[\\s|:]", "");
        if (0 != (digits.length() & 1))
        {
            throw new IllegalArgumentException("odd number of hex digits: " + digits.length());
        }
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream(digits.length() / 2);
        for (int i = 0; i < digits.length(); i += 2)
        {
            bytes.write(Integer.parseInt(digits.substring(i, i + 2), 16));
        }
        return bytes.toByteArray();
    }

    /** Writes the bytes into a buffer, as a frame into its cell; returns how many. */
    public static int put(final UnsafeBuffer buffer, final int offset, final String... parts)
    {
        final byte[] bytes = bytes(parts);
        buffer.putBytes(offset, bytes);
        return bytes.length;
    }

    /** A range's hex digits without spaces: compare ranges by it, and a failure shows the bytes. */
    public static String digits(final UnsafeBuffer buffer, final int offset, final int length)
    {
        final StringBuilder digits = new StringBuilder(2 * length);
        for (int i = 0; i < length; i++)
        {
            digits.append(String.format("%02x", buffer.getByte(offset + i)));
        }
        return digits.toString();
    }

    /** A range as text2pcap reads it: offset and sixteen bytes a line. */
    public static String dump(final UnsafeBuffer buffer, final int offset, final int length)
    {
        final StringBuilder dump = new StringBuilder(4 * length);
        for (int i = 0; i < length; i++)
        {
            dump.append(0 == i % BYTES_A_LINE ? String.format("%s%06x", 0 == i ? "" : "\n", i) : "");
            dump.append(String.format(" %02x", buffer.getByte(offset + i)));
        }
        return dump.append('\n').toString();
    }
}
