package io.tulle.config;

import java.util.Locale;

/** Transport protocol of a published port. */
public enum Protocol
{
    TCP, UDP, SCTP;

    /** Reads tcp, udp or sctp in either case, as Docker does; BadValueException says what is wrong. */
    public static Protocol parse(final String text)
    {
        return switch (text.toLowerCase(Locale.ROOT))
        {
            case "tcp" -> TCP;
            case "udp" -> UDP;
            case "sctp" -> SCTP;
            default -> throw new BadValueException(text, "is not a protocol", "write tcp, udp or sctp");
        };
    }

    @Override
    public String toString()
    {
        return name().toLowerCase(Locale.ROOT);
    }
}
