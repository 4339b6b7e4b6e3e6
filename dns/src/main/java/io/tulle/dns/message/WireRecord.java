package io.tulle.dns.message;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * Reads what stands behind a record's owner name, counted from the end of that name. Called by any thread; allocates
 * nothing.
 * <pre>
 *  +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
 *  |                     type                      |
 *  |                     class                     |
 *  |                  time to live,                |
 *  |                   in seconds                  |
 *  |                length of the data             |
 *  +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
 * </pre>
 */
final class WireRecord
{
    static final int CLASS_OFFSET = 2;
    static final int TTL_OFFSET = 4;
    static final int LENGTH_OFFSET = 8;
    static final int DATA_OFFSET = 10;

    private WireRecord()
    {
    }

    /**
     * @param fixed where the owner name ends, or {@link WireName#MALFORMED}
     * @param limit the first octet that is not the message's any more
     * @return where the record ends, or {@link WireName#MALFORMED}
     */
    static int end(final DirectBuffer buffer, final int fixed, final int limit)
    {
        if (WireName.MALFORMED == fixed || fixed + DATA_OFFSET > limit)
        {
            return WireName.MALFORMED;
        }
        final int end = fixed + DATA_OFFSET + unsignedShort(buffer, fixed + LENGTH_OFFSET);
        return end > limit ? WireName.MALFORMED : end;
    }

    static int type(final DirectBuffer buffer, final int fixed)
    {
        return unsignedShort(buffer, fixed);
    }

    static int rawTtl(final DirectBuffer buffer, final int fixed)
    {
        return buffer.getInt(fixed + TTL_OFFSET, BIG_ENDIAN);
    }

    static int unsignedShort(final DirectBuffer buffer, final int position)
    {
        return buffer.getShort(position, BIG_ENDIAN) & 0xFFFF;
    }
}
