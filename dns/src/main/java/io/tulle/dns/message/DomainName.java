package io.tulle.dns.message;

import org.agrona.DirectBuffer;

/**
 * Names on the wire: labels behind their lengths, ended by the root's zero, at most 255 octets (RFC 1035 3.1). Upper
 * and lower case are the same name (RFC 4343). Allocates nothing, but for the methods that speak of text.
 */
public final class DomainName
{
    /** Octets of the longest name, lengths and root included. */
    public static final int MAX_LENGTH = 255;
    public static final int MAX_LABEL_LENGTH = 63;
    /** What {@link #length} answers of bytes that are no uncompressed name. */
    public static final int MALFORMED = -1;

    private DomainName()
    {
    }

    /**
     * @param limit the first octet that is not the message's any more
     * @return the octets of an uncompressed name, root included, or {@link #MALFORMED}: pointers are, too
     */
    public static int length(final DirectBuffer buffer, final int offset, final int limit)
    {
        throw new UnsupportedOperationException();
    }

    /** @return a hash that is the same for upper and lower case, spread over all 64 bits and seeded a process */
    public static long hash(final DirectBuffer buffer, final int offset, final int length)
    {
        throw new UnsupportedOperationException();
    }

    /** @return whether two names of the same length are one, whatever their case */
    public static boolean isEqual(final DirectBuffer one, final int oneOffset, final DirectBuffer other,
        final int otherOffset, final int length)
    {
        throw new UnsupportedOperationException();
    }

    /**
     * @param text with or without a dot at the end; escapes as in RFC 1035 5.1; case is kept
     * @return the name on the wire
     * @throws IllegalArgumentException that says what is wrong
     */
    public static byte[] encode(final String text)
    {
        throw new UnsupportedOperationException();
    }

    /** @return the text of a checked name without the last dot; the root is a dot; odd octets are escaped. */
    public static String text(final DirectBuffer buffer, final int offset)
    {
        throw new UnsupportedOperationException();
    }
}
