package io.tulle.dns.message;

import org.agrona.DirectBuffer;

/** Turns names on the wire into what people read (RFC 1035 5.1). Called off the workers. */
final class NameText
{
    private static final String SPECIAL = ".\\\"();@$";

    private NameText()
    {
    }

    /**
     * @param message where the message begins, which pointers count from
     * @param offset  of a checked name
     */
    static String text(final DirectBuffer buffer, final int message, final int offset)
    {
        final StringBuilder text = new StringBuilder();
        int position = offset;
        int octet = buffer.getByte(position) & 0xFF;
        while (0 != octet)
        {
            if (octet > DomainName.MAX_LABEL_LENGTH)
            {
                position = message + WireName.target(buffer, position);
            }
            else
            {
                text.append(text.isEmpty() ? "" : ".");
                append(text, buffer, position + 1, octet);
                position += 1 + octet;
            }
            octet = buffer.getByte(position) & 0xFF;
        }
        return text.isEmpty() ? "." : text.toString();
    }

    /** As above, with the last dot, as zone files have it. */
    static String absolute(final DirectBuffer buffer, final int message, final int offset)
    {
        final String text = text(buffer, message, offset);
        return ".".equals(text) ? text : text + '.';
    }

    private static void append(final StringBuilder text, final DirectBuffer buffer, final int offset, final int length)
    {
        for (int i = offset; i < offset + length; i++)
        {
            append(text, buffer.getByte(i) & 0xFF, '!', SPECIAL);
        }
    }

    /**
     * Adds an octet as it is, behind a backslash, or as three digits.
     *
     * @param first   the first octet that needs no digits
     * @param escaped what goes behind a backslash
     */
    static void append(final StringBuilder text, final int octet, final char first, final String escaped)
    {
        if (octet < first || octet > '~')
        {
            text.append(String.format("\\%03d", octet));
        }
        else
        {
            text.append(escaped.indexOf(octet) < 0 ? "" : "\\").append((char) octet);
        }
    }
}
