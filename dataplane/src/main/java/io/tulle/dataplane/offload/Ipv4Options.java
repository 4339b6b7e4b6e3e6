package io.tulle.dataplane.offload;

import io.tulle.dataplane.wire.Ipv4Header;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells which of an IPv4 header's options every fragment repeats (RFC 791 3.1). Called by the worker.
 * <pre>
 *    0                   1
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-
 *   |C|cls| number  |    length     |  data ...      (numbers 0, end, and 1, nothing, have no length)
 *   +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-
 * </pre>
 */
final class Ipv4Options
{
    private static final int COPIED = 0x80;
    private static final int END = 0;
    private static final int NO_OPERATION = 1;
    private static final int MIN_LENGTH = 2;
    private static final int WORD = 4;

    private UnsafeBuffer buffer;
    private int begin;
    private int end;
    private int copiedLength;

    /** @return false if an option is cut off; the header itself was found valid. */
    boolean wrap(final UnsafeBuffer buffer, final int headerOffset)
    {
        this.buffer = buffer;
        begin = headerOffset + Ipv4Header.MIN_LENGTH;
        end = headerOffset + ((buffer.getByte(headerOffset) & 0x0F) << 2);
        copiedLength = 0;
        int offset = begin;
        while (offset < end && END != buffer.getByte(offset))
        {
            final int length = lengthAt(offset);
            if (length < 1 || length > end - offset)
            {
                return false;
            }
            copiedLength += isCopied(offset) ? length : 0;
            offset += length;
        }
        end = offset;
        return true;
    }

    /** @return length of the header of a later fragment, in bytes. */
    int copiedHeaderLength()
    {
        return Ipv4Header.MIN_LENGTH + (copiedLength + WORD - 1 & -WORD);
    }

    /** Writes the options of a later fragment, and ends of options up to the next word. */
    void putCopied(final UnsafeBuffer target, final int targetOffset)
    {
        target.setMemory(targetOffset, copiedHeaderLength() - Ipv4Header.MIN_LENGTH, (byte) END);
        int written = targetOffset;
        int length;
        for (int offset = begin; offset < end; offset += length)
        {
            length = lengthAt(offset);
            if (isCopied(offset))
            {
                target.putBytes(written, buffer, offset, length);
                written += length;
            }
        }
    }

    private boolean isCopied(final int offset)
    {
        return 0 != (buffer.getByte(offset) & COPIED);
    }

    /** @return 0 for an option without room for its length, or with one that cannot be. */
    private int lengthAt(final int offset)
    {
        if (NO_OPERATION == buffer.getByte(offset))
        {
            return 1;
        }
        final int length = end - offset < MIN_LENGTH ? 0 : buffer.getByte(offset + 1) & 0xFF;
        return length < MIN_LENGTH ? 0 : length;
    }
}
