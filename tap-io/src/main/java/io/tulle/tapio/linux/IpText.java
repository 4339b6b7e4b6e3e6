package io.tulle.tapio.linux;

import static io.tulle.tapio.linux.SocketConstants.AF_INET;
import static io.tulle.tapio.linux.SocketConstants.AF_INET6;

/** Shows addresses, which are 4 or 16 bytes here, as a user writes them. Called by any thread. */
public final class IpText
{
    public static final int IPV4_LENGTH = 4;
    public static final int IPV6_LENGTH = 16;
    private static final int GROUPS = 8;

    private IpText()
    {
    }

    /** {@code 10.30.0.2}, or {@code fd00::2} as RFC 5952 shortens it. */
    public static String of(final byte[] address)
    {
        return AF_INET == family(address) ? ipv4(address) : ipv6(address);
    }

    /** {@code 10.30.0.2/24}. */
    public static String of(final byte[] address, final int prefixLength)
    {
        return of(address) + "/" + prefixLength;
    }

    public static String mac(final byte[] mac)
    {
        final StringBuilder text = new StringBuilder();
        for (final byte octet : mac)
        {
            text.append(text.isEmpty() ? "" : ":").append(String.format("%02x", octet));
        }
        return text.toString();
    }

    static int family(final byte[] address)
    {
        return switch (address.length)
        {
            case IPV4_LENGTH -> AF_INET;
            case IPV6_LENGTH -> AF_INET6;
            default -> throw new IllegalArgumentException(
                "an IP address has 4 or 16 bytes, not " + address.length);
        };
    }

    private static String ipv4(final byte[] address)
    {
        return (address[0] & 0xff) + "." + (address[1] & 0xff) + "." + (address[2] & 0xff) + "." + (address[3] & 0xff);
    }

    private static String ipv6(final byte[] address)
    {
        final StringBuilder text = new StringBuilder();
        final int gap = longestZeroRun(address);
        final int gapEnd = gap + zeroRun(address, gap);
        final boolean hasGap = gapEnd - gap > 1; // RFC 5952 4.2.2: one group of zeros is not shortened
        for (int group = 0; group < GROUPS; group++)
        {
            if (hasGap && gap == group)
            {
                text.append("::");
                group = gapEnd - 1;
                continue;
            }

            final boolean needsColon = group > 0 && !(hasGap && gapEnd == group);
            text.append(needsColon ? ":" : "").append(Integer.toHexString(group(address, group)));
        }
        return text.toString();
    }

    /** RFC 5952 4.2.3: the first of the longest runs. */
    private static int longestZeroRun(final byte[] address)
    {
        int longest = 0;
        for (int group = 1; group < GROUPS; group++)
        {
            longest = zeroRun(address, group) > zeroRun(address, longest) ? group : longest;
        }
        return longest;
    }

    private static int zeroRun(final byte[] address, final int start)
    {
        int end = start;
        while (end < GROUPS && 0 == group(address, end))
        {
            end++;
        }
        return end - start;
    }

    private static int group(final byte[] address, final int group)
    {
        return (address[2 * group] & 0xff) << 8 | address[2 * group + 1] & 0xff;
    }
}
