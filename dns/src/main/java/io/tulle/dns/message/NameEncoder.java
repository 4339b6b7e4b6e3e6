package io.tulle.dns.message;

import java.util.Arrays;

/** Turns names that people write into names on the wire (RFC 1035 5.1). One object a name; called off the workers. */
final class NameEncoder
{
    private final String text;
    private final byte[] name = new byte[DomainName.MAX_LENGTH];
    private int label; // where the length of the label in work is
    private int length = 1;
    private int next;

    NameEncoder(final String text)
    {
        this.text = text;
    }

    byte[] encode()
    {
        if (".".equals(text))
        {
            return new byte[1];
        }
        while (next < text.length())
        {
            final char character = text.charAt(next++);
            if ('.' == character)
            {
                endLabel();
            }
            else
            {
                add('\\' == character ? escaped() : plain(character));
            }
        }
        if (!endsWithDot())
        {
            endLabel();
        }
        return Arrays.copyOf(name, length);
    }

    /** The place of the next label's length is also that of the root. */
    private void endLabel()
    {
        final int labelLength = length - label - 1;
        check(labelLength > 0, "has an empty label");
        name[label] = (byte) labelLength;
        label = length;
        add(0);
    }

    private void add(final int octet)
    {
        check(length < DomainName.MAX_LENGTH, "has more than 255 octets");
        check(length - label <= DomainName.MAX_LABEL_LENGTH, "has a label of more than 63 octets");
        name[length++] = (byte) octet;
    }

    private boolean endsWithDot()
    {
        return label > 0 && length == label + 1;
    }

    private int plain(final char character)
    {
        check(character < 0x80, "is not ASCII; write it with xn--");
        return character;
    }

    private int escaped()
    {
        check(next < text.length(), "ends in a backslash");
        final char first = text.charAt(next++);
        if (!isDigit(first))
        {
            return plain(first);
        }
        check(next + 2 <= text.length() && isDigit(text.charAt(next)) && isDigit(text.charAt(next + 1)),
            "has a backslash and a digit, but not three");
        final int octet = Integer.parseInt(text, next - 1, next + 2, 10);
        check(octet <= 0xFF, "has an escape above 255");
        next += 2;
        return octet;
    }

    private static boolean isDigit(final char character)
    {
        return character >= '0' && character <= '9';
    }

    private void check(final boolean isRight, final String what)
    {
        if (!isRight)
        {
            throw new IllegalArgumentException("the name '" + text + "' " + what);
        }
    }
}
