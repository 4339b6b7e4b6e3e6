package io.tulle.config;

import java.util.Locale;

/** Checks names of hosts and domains, and writes them in lower case without a dot at the end. */
final class DomainNames
{
    private static final int MAX_LENGTH = 253; // RFC 1035 section 2.3.4: 255 octets with the first length and the root
    private static final int MAX_LABEL = 63; // the same section
    // RFC 1123 section 2.1, and the underscore that services and containers have
    private static final String LABEL = "[a-zA-Z0-9_]([a-zA-Z0-9_-]*[a-zA-Z0-9_])?";

    private DomainNames()
    {
    }

    static String parse(final String text)
    {
        final String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (name.length() > MAX_LENGTH)
        {
            throw new BadValueException(text, "has " + name.length() + " characters", "use at most " + MAX_LENGTH);
        }
        for (final String label : name.split("\\.", -1))
        {
            checkLabel(text, label);
        }
        return name.toLowerCase(Locale.ROOT);
    }

    private static void checkLabel(final String text, final String label)
    {
        if (!label.matches(LABEL))
        {
            throw new BadValueException(text, "is not a name in the DNS" +
                (label.equals(text) ? "" : ": '" + label + "' is not a part of one"),
                "use parts of letters, digits, '-' and '_' with dots between them");
        }
        if (label.length() > MAX_LABEL)
        {
            throw new BadValueException(text, "has a part of " + label.length() + " characters",
                "use at most " + MAX_LABEL + " between dots");
        }
    }
}
