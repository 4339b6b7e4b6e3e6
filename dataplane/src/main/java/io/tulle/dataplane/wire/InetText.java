package io.tulle.dataplane.wire;

/**
 * Reads and writes IP addresses as people write them, and never asks a name server. Called by any thread, off a
 * frame's way: it allocates. A text that is no address throws {@link IllegalArgumentException} that quotes it.
 */
public final class InetText
{
    private static final int GROUPS = 8;

    private InetText()
    {
    }

    public static String formatIpv4(final int address)
    {
        return (address >>> 24) + "." + (address >>> 16 & 0xFF) + "." + (address >>> 8 & 0xFF) + "." + (address & 0xFF);
    }

    /** Four decimal numbers; "010.1.1.1" and "10.1" are refused, as tools disagree about what they mean. */
    public static int parseIpv4(final String text)
    {
        final String[] parts = text.split("\\.", -1);
        if (4 != parts.length)
        {
            throw notIpv4(text);
        }
        int address = 0;
        for (final String part : parts)
        {
            if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255)
            {
                throw notIpv4(text);
            }
            address = address << 8 | Integer.parseInt(part);
        }
        return address;
    }

    /** RFC 5952 4: lower case, no leading zeros, the first longest run of two or more zero groups as "::". */
    public static String formatIpv6(final long high, final long low)
    {
        int runBegin = -1;
        int runLength = 1;
        for (int begin = 0; begin < GROUPS; begin++)
        {
            final int length = zeroRun(high, low, begin);
            if (length > runLength)
            {
                runBegin = begin;
                runLength = length;
            }
        }
        final StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++)
        {
            if (i == runBegin)
            {
                text.append("::");
                i += runLength - 1;
                continue;
            }
            if (0 < i && i != runBegin + runLength || 0 < i && -1 == runBegin)
            {
                text.append(':');
            }
            text.append(Integer.toHexString(group(high, low, i)));
        }
        return text.toString();
    }

    /** The high and the low half; RFC 4291 2.2 with an IPv4 tail allowed, a zone ("%eth0") not. */
    public static long[] parseIpv6(final String text)
    {
        final String plain = withoutIpv4Tail(text);
        final int gap = plain.indexOf("::");
        final int[] head = groups(text, gap < 0 ? plain : plain.substring(0, gap));
        final int[] tail = groups(text, gap < 0 ? "" : plain.substring(gap + 2));
        final int count = head.length + tail.length;
        if (gap < 0 ? GROUPS != count : GROUPS <= count)
        {
            throw notIpv6(text);
        }
        final long[] halves = new long[2];
        for (int i = 0; i < GROUPS; i++)
        {
            final int tailIndex = i - (GROUPS - tail.length);
            final int value = i < head.length ? head[i] : tailIndex >= 0 ? tail[tailIndex] : 0;
            halves[i >>> 2] = halves[i >>> 2] << 16 | value;
        }
        return halves;
    }

    private static int[] groups(final String text, final String part)
    {
        if (part.isEmpty())
        {
            return new int[0];
        }
        final String[] words = part.split(":", -1);
        final int[] groups = new int[words.length];
        for (int i = 0; i < words.length; i++)
        {
            if (!words[i].matches("[0-9a-fA-F]{1,4}"))
            {
                throw notIpv6(text);
            }
            groups[i] = Integer.parseInt(words[i], 16);
        }
        return groups;
    }

    private static String withoutIpv4Tail(final String text)
    {
        final int begin = text.lastIndexOf(':') + 1;
        if (0 == begin || text.indexOf('.') < begin)
        {
            return text;
        }
        final int address;
        try
        {
            address = parseIpv4(text.substring(begin));
        }
        catch (final IllegalArgumentException ex)
        {
            throw notIpv6(text);
        }
        return text.substring(0, begin) + Integer.toHexString(address >>> 16) + ":" +
            Integer.toHexString(address & 0xFFFF);
    }

    private static int zeroRun(final long high, final long low, final int begin)
    {
        int end = begin;
        while (end < GROUPS && 0 == group(high, low, end))
        {
            end++;
        }
        return end - begin;
    }

    private static int group(final long high, final long low, final int index)
    {
        final long half = index < 4 ? high : low;
        return (int) (half >>> (48 - 16 * (index & 3))) & 0xFFFF;
    }

    private static IllegalArgumentException notIpv4(final String text)
    {
        return new IllegalArgumentException(
            "not an IPv4 address: " + text + "; write four numbers from 0 to 255 such as 172.17.0.2");
    }

    private static IllegalArgumentException notIpv6(final String text)
    {
        return new IllegalArgumentException(
            "not an IPv6 address: " + text + "; write eight groups of hex digits such as fd00:17::2");
    }
}
