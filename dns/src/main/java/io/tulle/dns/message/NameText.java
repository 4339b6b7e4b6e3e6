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

    private static void append(final StringBuilder text, final DirectBuffer buffer, final int offset, final int length)
    {
        for (int i = offset; i < offset + length; i++)
        {
            final int octet = buffer.getByte(i) & 0xFF;
            if (octet <= ' ' || octet > '~')
            {
                text.append(String.format("\\%03d", octet));
            }
            else
            {
                text.append(SPECIAL.indexOf(octet) < 0 ? "" : "\\").append((char)octet);
            }
        }
    }
}
