package io.tulle.daemon.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Passes on whole blocks of a pcapng stream and counts the frames in it, and those that the daemon says were lost.
 * <pre>
 *   block:  0 type | 4 length of the block | 8 body ... | length of the block again
 *   section header: 8 byte-order magic 1A2B3C4D    interface statistics: 8 interface | 12 time | 20 options
 *   enhanced packet: 8 interface | 12 time | 20 captured length | 24 length | 28 data, padded to 4 | options
 *   option: 0 code | 2 length | 4 value, padded to 4
 * </pre>
 */
final class PcapngOutput extends CaptureOutput
{
    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int INTERFACE_STATISTICS = 5;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final int LENGTH_OFFSET = 4;
    private static final int MAGIC_OFFSET = 8;
    private static final int STATISTICS_OPTIONS_OFFSET = 20;
    private static final int OPTION_DROPPED = 5; // isb_ifdrop
    private static final int OPTION_PACKET_DROPS = 4; // epb_dropcount
    private static final int CAPTURED_LENGTH_OFFSET = 20;
    private static final int PACKET_DATA_OFFSET = 28;
    private static final int MIN_BLOCK_BYTES = 12;
    private static final int MAX_BLOCK_BYTES = 1 << 20; // a frame is 64 KiB at most

    private ByteBuffer pending = ByteBuffer.allocate(1 << 17).order(ByteOrder.LITTLE_ENDIAN);
    private long frames;
    private long lostInAll;
    private long lostOnTheWay;

    PcapngOutput(final OutputStream out)
    {
        super(out);
    }

    @Override
    void accept(final byte[] bytes, final int offset, final int length) throws IOException
    {
        if (pending.remaining() < length)
        {
            final byte[] larger = Arrays.copyOf(pending.array(), pending.position() + length);
            pending = ByteBuffer.wrap(larger).order(pending.order()).position(pending.position());
        }
        pending.put(bytes, offset, length);
        passBlocks();
    }

    private void passBlocks() throws IOException
    {
        int start = 0;
        int length = blockLength(start);
        while (length <= pending.position() - start)
        {
            count(start, length);
            start += length;
            length = blockLength(start);
        }
        pass(pending.array(), 0, start);
        final int end = pending.position();
        pending.position(start).limit(end);
        pending.compact();
    }

    /** More than there is if the block has not all come. */
    private int blockLength(final int start) throws IOException
    {
        if (pending.position() - start < MIN_BLOCK_BYTES)
        {
            return Integer.MAX_VALUE;
        }
        if (SECTION_HEADER == pending.getInt(start) && BYTE_ORDER_MAGIC != pending.getInt(start + MAGIC_OFFSET))
        {
            pending.order(ByteOrder.LITTLE_ENDIAN == pending.order() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        }
        final int length = pending.getInt(start + LENGTH_OFFSET);
        if (length < MIN_BLOCK_BYTES || length > MAX_BLOCK_BYTES || 0 != (length & 3))
        {
            throw new IOException("what the daemon sends is no pcapng: a block of " + length + " bytes");
        }
        return length;
    }

    private void count(final int start, final int length)
    {
        final int type = pending.getInt(start);
        frames += ENHANCED_PACKET == type ? 1 : 0;
        final int end = start + length - Integer.BYTES;
        if (INTERFACE_STATISTICS == type)
        {
            lostInAll += option(start + STATISTICS_OPTIONS_OFFSET, end, OPTION_DROPPED);
        }
        else if (ENHANCED_PACKET == type)
        {
            final int capturedBytes = pending.getInt(start + CAPTURED_LENGTH_OFFSET);
            final int options = start + PACKET_DATA_OFFSET + (capturedBytes + 3 & ~3);
            lostOnTheWay += option(options, end, OPTION_PACKET_DROPS);
        }
    }

    /** @return the value of a 64-bit option, or 0 if it is not among those from..end. */
    private long option(final int from, final int end, final int code)
    {
        long value = 0;
        int option = from;
        while (option >= from && option + Integer.BYTES + Long.BYTES <= end)
        {
            final int length = pending.getShort(option + Short.BYTES) & 0xFFFF;
            if (code == pending.getShort(option) && Long.BYTES == length)
            {
                value = pending.getLong(option + Integer.BYTES);
            }
            option += Integer.BYTES + (length + 3 & ~3);
        }
        return value;
    }

    @Override
    synchronized long frames()
    {
        return frames;
    }

    @Override
    synchronized long lost()
    {
        // the sums come last, and not at all when the capture is cut short
        return Math.max(lostInAll, lostOnTheWay);
    }
}
