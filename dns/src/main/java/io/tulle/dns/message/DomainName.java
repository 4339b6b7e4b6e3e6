package io.tulle.dns.message;

import java.security.SecureRandom;
import org.agrona.DirectBuffer;

/**
 * Names on the wire: labels behind their lengths, ended by the root's zero, at most 255 octets (RFC 1035 3.1). Upper
 * and lower case are the same name (RFC 4343). Allocates nothing, but for the methods that speak of text. Called by any
 * thread.
 * <p>
 * Hash and comparison take eight octets at a time. A length octet is at most 63 and so below every letter: letters can
 * be made small without a look at where labels begin. The last octets are read as the last eight of the name, some of
 * them twice, so nothing behind a name is read. Nobody outside knows the seed, so nobody can aim at a bucket.
 */
public final class DomainName
{
    /** Octets of the longest name, lengths and root included. */
    public static final int MAX_LENGTH = 255;
    public static final int MAX_LABEL_LENGTH = 63;
    /** What {@link #length} answers of bytes that are no uncompressed name. */
    public static final int MALFORMED = -1;

    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long TOP_BITS = 0x80 * EACH;
    private static final long LOW_BITS = 0x7F * EACH;
    private static final long FROM_A = (0x80 - 'A') * EACH; // carries into the top bit from 'A' on
    private static final long BEHIND_Z = (0x7F - 'Z') * EACH; // and this from what comes behind 'Z'
    private static final long SEED = new SecureRandom().nextLong();
    private static final long FACTOR = new SecureRandom().nextLong() | 1;
    private static final long LAST_FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private DomainName()
    {
    }

    /**
     * @param limit the first octet that is not the message's any more
     * @return the octets of an uncompressed name, root included, or {@link #MALFORMED}: pointers are, too
     */
    public static int length(final DirectBuffer buffer, final int offset, final int limit)
    {
        final int end = Math.min(limit, offset + MAX_LENGTH);
        int position = offset;
        while (position < end)
        {
            final int labelLength = buffer.getByte(position++);
            if (0 == labelLength)
            {
                return position - offset;
            }
            if (labelLength < 0 || labelLength > MAX_LABEL_LENGTH)
            {
                return MALFORMED;
            }
            position += labelLength;
        }
        return MALFORMED;
    }

    /** @return a hash that is the same for upper and lower case, spread over all 64 bits and seeded a process */
    public static long hash(final DirectBuffer buffer, final int offset, final int length)
    {
        long hash = SEED + length;
        if (length < Long.BYTES)
        {
            hash = mix(hash ^ lower(few(buffer, offset, length)), FACTOR);
        }
        else
        {
            final int last = offset + length - Long.BYTES;
            for (int position = offset; position < last; position += Long.BYTES)
            {
                hash = mix(hash ^ lower(buffer.getLong(position)), FACTOR);
            }
            hash = mix(hash ^ lower(buffer.getLong(last)), FACTOR);
        }
        return mix(hash, LAST_FACTOR);
    }

    /** @return whether two names of the same length are one, whatever their case */
    public static boolean isEqual(final DirectBuffer one, final int oneOffset, final DirectBuffer other,
        final int otherOffset, final int length)
    {
        if (length < Long.BYTES)
        {
            return lower(few(one, oneOffset, length)) == lower(few(other, otherOffset, length));
        }
        final int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES)
        {
            if (isDifferent(one.getLong(oneOffset + i), other.getLong(otherOffset + i)))
            {
                return false;
            }
        }
        return !isDifferent(one.getLong(oneOffset + last), other.getLong(otherOffset + last));
    }

    /**
     * @param text with or without a dot at the end; escapes as in RFC 1035 5.1; case is kept
     * @return the name on the wire
     * @throws IllegalArgumentException that says what is wrong
     */
    public static byte[] encode(final String text)
    {
        return new NameEncoder(text).encode();
    }

    /** As above, with A to Z made small (RFC 4343): the same bytes for every spelling of one name. */
    public static byte[] encodeLowerCase(final String text)
    {
        final byte[] name = encode(text);
        for (int i = 0; i < name.length; i++)
        {
            // lengths of labels are below the letters, so they stay
            name[i] |= (byte) ('A' <= name[i] && name[i] <= 'Z' ? 'a' - 'A' : 0);
        }
        return name;
    }

    /** @return the text of a checked name without the last dot; the root is a dot; odd octets are escaped. */
    public static String text(final DirectBuffer buffer, final int offset)
    {
        return NameText.text(buffer, offset, offset);
    }

    /** Makes A to Z small, and nothing else, in each of eight octets at once. */
    static long lower(final long octets)
    {
        final long low = octets & LOW_BITS;
        final long upper = ((low + FROM_A) ^ (low + BEHIND_Z)) & ~octets & TOP_BITS;
        return octets | upper >>> 2; // 0x80 becomes 0x20, which is what makes a letter small
    }

    private static boolean isDifferent(final long one, final long other)
    {
        return one != other && lower(one) != lower(other);
    }

    /** The octets of a name that is shorter than eight. */
    private static long few(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length >= Integer.BYTES)
        {
            return (long) buffer.getInt(offset) << Integer.SIZE |
                buffer.getInt(offset + length - Integer.BYTES) & 0xFFFF_FFFFL;
        }
        long octets = 0;
        for (int i = 0; i < length; i++)
        {
            octets = octets << Byte.SIZE | buffer.getByte(offset + i) & 0xFF;
        }
        return octets;
    }

    private static long mix(final long value, final long factor)
    {
        return value * factor ^ Math.multiplyHigh(value, factor);
    }
}
