package io.tulle.config;

/** Reads and writes the text of addresses: RFC 4291 section 2.2 in, RFC 5952 out. */
final class IpAddressText
{
    private static final String REMEDY = "write an address such as 10.30.0.1 or fd00::1";
    private static final int GROUPS = 8;

    private IpAddressText()
    {
    }

    static IpAddress parse(final String text)
    {
        if (text.indexOf('/') >= 0)
        {
            throw new BadValueException(text, "has a prefix length where an address is wanted",
                "write " + text.substring(0, text.indexOf('/')));
        }
        return text.indexOf(':') >= 0 ? parseV6(text) : IpAddress.v4((int) parseV4(text, text));
    }

    private static long parseV4(final String text, final String whole)
    {
        final String[] octets = text.split("\\.", -1);
        long bits = 0;
        if (4 != octets.length)
        {
            throw new BadValueException(whole, "is not an IP address", REMEDY);
        }
        for (final String octet : octets)
        {
            bits = bits << 8 | octet(octet, whole);
        }
        return bits;
    }

    private static int octet(final String octet, final String whole)
    {
        if (!octet.matches("[0-9]{1,3}") || Integer.parseInt(octet) > 255)
        {
            throw new BadValueException(whole, "is not an IP address: '" + octet + "' is not 0 to 255", REMEDY);
        }
        if (octet.length() > 1 && '0' == octet.charAt(0))
        {
            // RFC 6943 section 3.1.1: some readers take it as octal, so the same text names two addresses
            throw new BadValueException(whole, "has an octet with a leading zero: '" + octet + "'",
                "take the zero away");
        }
        return Integer.parseInt(octet);
    }

    private static IpAddress parseV6(final String text)
    {
        if (text.indexOf('%') >= 0)
        {
            throw new BadValueException(text, "has a zone", "write it without what follows the %");
        }
        final int gap = text.indexOf("::");
        final int[] head = groups(gap < 0 ? text : text.substring(0, gap), text, gap < 0);
        final int[] tail = gap < 0 ? new int[0] : groups(text.substring(gap + 2), text, true);
        final int count = head.length + tail.length;
        if (gap < 0 ? GROUPS != count : count >= GROUPS)
        {
            throw new BadValueException(text, "is not an IPv6 address: it has " + count + " groups", REMEDY);
        }
        final long[] halves = new long[2];
        for (int i = 0; i < head.length; i++)
        {
            halves[i / 4] |= (long) head[i] << 48 - 16 * (i % 4);
        }
        for (int i = 0; i < tail.length; i++)
        {
            final int at = GROUPS - tail.length + i;
            halves[at / 4] |= (long) tail[i] << 48 - 16 * (at % 4);
        }
        return IpAddress.v6(halves[0], halves[1]);
    }

    private static int[] groups(final String part, final String whole, final boolean mayEndInV4)
    {
        if (part.isEmpty())
        {
            return new int[0];
        }
        final String[] texts = part.split(":", -1);
        final String last = texts[texts.length - 1];
        final boolean endsInV4 = mayEndInV4 && last.indexOf('.') >= 0;
        final int[] groups = new int[texts.length + (endsInV4 ? 1 : 0)];
        for (int i = 0; i < texts.length - (endsInV4 ? 1 : 0); i++)
        {
            groups[i] = group(texts[i], whole);
        }
        if (endsInV4)
        {
            final long bits = parseV4(last, whole);
            groups[groups.length - 2] = (int) (bits >>> 16);
            groups[groups.length - 1] = (int) (bits & 0xffff);
        }
        return groups;
    }

    private static int group(final String group, final String whole)
    {
        if (!group.matches("[0-9a-fA-F]{1,4}"))
        {
            throw new BadValueException(whole, "is not an IPv6 address: '" + group + "' is not a group", REMEDY);
        }
        return Integer.parseInt(group, 16);
    }

    static String format(final IpAddress address)
    {
        if (address.isV4())
        {
            return formatV4(address.low());
        }
        // RFC 5952 section 5: a well-known prefix shows the IPv4 address that it carries
        if (0 == address.high() && 0xffffL == address.low() >>> 32)
        {
            return "::ffff:" + formatV4(address.low() & 0xffff_ffffL);
        }
        return formatV6(address);
    }

    private static String formatV4(final long bits)
    {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }

    private static String formatV6(final IpAddress address)
    {
        final int runLength = longestRun(address) >>> 8;
        final int runStart = runLength > 1 ? longestRun(address) & 0xff : GROUPS;
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++)
        {
            if (i == runStart)
            {
                text.append("::");
                i += runLength - 1;
            }
            else
            {
                text.append(i > 0 && ':' != text.charAt(text.length() - 1) ? ":" : "");
                text.append(Integer.toHexString(groupAt(address, i)));
            }
        }
        return text.toString();
    }

    /** RFC 5952 section 4.2.3: the longest run of zero groups, the first of equals; length in bits 8.., start below. */
    private static int longestRun(final IpAddress address)
    {
        int best = 0;
        int length = 0;
        for (int i = 0; i < GROUPS; i++)
        {
            length = 0 == groupAt(address, i) ? length + 1 : 0;
            best = length > best >>> 8 ? length << 8 | i - length + 1 : best;
        }
        return best;
    }

    private static int groupAt(final IpAddress address, final int index)
    {
        final long half = index < 4 ? address.high() : address.low();
        return (int) (half >>> 48 - 16 * (index % 4)) & 0xffff;
    }
}
