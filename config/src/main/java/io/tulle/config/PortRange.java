package io.tulle.config;

/**
 * Consecutive transport ports, one or more.
 *
 * @param start 1 to 65535; 0 only in {@link #EPHEMERAL}.
 * @param end   the last of them.
 */
public record PortRange(int start, int end)
{
    /** Any free port of the host. */
    public static final PortRange EPHEMERAL = new PortRange(0, 0);

    private static final int MAX_PORT = 65535;

    /** Reads 8080 or 8000-8010; BadValueException says what is wrong. */
    public static PortRange parse(final String text)
    {
        final int dash = text.indexOf('-');
        final int start = port(dash < 0 ? text : text.substring(0, dash), text);
        final int end = dash < 0 ? start : port(text.substring(dash + 1), text);
        if (end < start)
        {
            throw new BadValueException(text, "is a range that ends before it starts", "write " + end + "-" + start);
        }
        return new PortRange(start, end);
    }

    private static int port(final String digits, final String whole)
    {
        final boolean isPort = digits.matches("[0-9]{1,5}") && Integer.parseInt(digits) <= MAX_PORT;
        if (!isPort || 0 == Integer.parseInt(digits))
        {
            throw new BadValueException(whole, "is not a port",
                "write a port of 1 to 65535 or a range such as 8000-8010");
        }
        return Integer.parseInt(digits);
    }

    /** How many ports. */
    public int size()
    {
        return end - start + 1;
    }

    @Override
    public String toString()
    {
        return start == end ? String.valueOf(start) : start + "-" + end;
    }
}
