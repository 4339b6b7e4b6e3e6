package io.tulle.config;

/**
 * A station's MAC address in the lower 48 bits of a long, the first octet on top.
 *
 * @param value 48 bits.
 */
public record MacAddr(long value)
{
    private static final long GROUP_BIT = 0x0100_0000_0000L;

    public MacAddr
    {
        if (0 != value >>> 48)
        {
            throw new IllegalArgumentException("a MAC address has 48 bits: " + Long.toHexString(value));
        }
    }

    /** Reads 02:42:ac:11:00:02 or 02-42-ac-11-00-02; a group address or all zeros cannot be a station's. */
    public static MacAddr parse(final String text)
    {
        final String remedy = "write an address such as 02:42:0a:1e:00:02";
        if (!text.matches("(?i)[0-9a-f]{2}(:[0-9a-f]{2}){5}|[0-9a-f]{2}(-[0-9a-f]{2}){5}"))
        {
            throw new BadValueException(text, "is not a MAC address", remedy);
        }
        final long value = Long.parseLong(text.replaceAll("[:-]", ""), 16);
        if (0 == value || 0 != (value & GROUP_BIT))
        {
            throw new BadValueException(text, 0 == value ? "is the null address" : "is a group address", remedy);
        }
        return new MacAddr(value);
    }

    @Override
    public String toString()
    {
        return String.format("%012x", value).replaceAll("(..)(?!$)", "$1:");
    }
}
