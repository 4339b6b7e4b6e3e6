package io.tulle.dns.message;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * Finds the ends of names that may be compressed (RFC 1035 4.1.4). A pointer must lead behind the header, and the run
 * of labels there must be over before the run begins that the pointer ends. So there are no loops, and no name needs
 * bytes that come after it. A name has few pointers, so no message costs much. Called by any thread; allocates nothing.
 */
final class WireName
{
    /** What the methods here answer of bytes that are no name. */
    static final int MALFORMED = -1;

    private static final int POINTER = 0xC0;
    private static final int POINTER_LENGTH = 2;
    private static final int MAX_POINTERS = 64; // RFC 1035 sets no limit; encoders need one or two

    private WireName()
    {
    }

    /** @return where the pointer at the position leads, counted from the beginning of the message. */
    static int target(final DirectBuffer buffer, final int position)
    {
        return buffer.getShort(position, BIG_ENDIAN) & 0x3FFF;
    }

    /**
     * Steps over a name with no look at what its pointer leads to: enough for records that are not kept.
     *
     * @param limit the first octet that is not the message's any more
     * @return where the name ends, or {@link #MALFORMED}
     */
    static int skip(final DirectBuffer buffer, final int message, final int offset, final int limit)
    {
        return walk(buffer, message, offset, limit, 0);
    }

    /** Steps over a name and checks all that it points to. @return where the name ends, or {@link #MALFORMED} */
    static int check(final DirectBuffer buffer, final int message, final int offset, final int limit)
    {
        return walk(buffer, message, offset, limit, MAX_POINTERS);
    }

    private static int walk(final DirectBuffer buffer, final int message, final int offset, final int limit,
        final int maxPointers)
    {
        int end = MALFORMED; // until a pointer ends it
        int length = 0;
        int pointers = 0;
        int run = offset;
        int runLimit = limit;
        int position = offset;
        while (position < runLimit)
        {
            final int octet = buffer.getByte(position) & 0xFF;
            if (octet >= POINTER)
            {
                if (!isBackwards(buffer, message, position, run, runLimit))
                {
                    return MALFORMED;
                }
                end = MALFORMED == end ? position + POINTER_LENGTH : end;
                if (pointers++ == maxPointers)
                {
                    return 0 == maxPointers ? end : MALFORMED;
                }
                runLimit = run;
                run = message + target(buffer, position);
                position = run;
            }
            else
            {
                position += 1 + octet;
                length += 1 + octet;
                if (octet > DomainName.MAX_LABEL_LENGTH || length > DomainName.MAX_LENGTH)
                {
                    return MALFORMED;
                }
                if (0 == octet)
                {
                    return MALFORMED == end ? position : end;
                }
            }
        }
        return MALFORMED;
    }

    private static boolean isBackwards(final DirectBuffer buffer, final int message, final int position, final int run,
        final int limit)
    {
        if (position + POINTER_LENGTH > limit)
        {
            return false;
        }
        final int target = target(buffer, position);
        return target >= DnsQuery.HEADER_LENGTH && message + target < run;
    }
}
