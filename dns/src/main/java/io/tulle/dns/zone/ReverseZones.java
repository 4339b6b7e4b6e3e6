package io.tulle.dns.zone;

import org.agrona.DirectBuffer;

/**
 * Recognises reverse names of addresses that mean nothing outside the host (RFC 6303, RFC 7793). Called by workers; one
 * object a thread, which holds the last find.
 */
final class ReverseZones
{
    private static final int IPV4_BITS_PER_LABEL = 8;
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS_PER_LABEL = 4;
    private static final int IPV6_BITS = 128;
    private static final int NO_DIGITS = -1;
    /** The first of each is the loopback's. */
    private static final ReverseZone[] IPV4_ZONES =
    {
        ReverseZone.of("127.0.0.0", 8), // RFC 6303 4.2
        ReverseZone.of("10.0.0.0", 8), // RFC 6303 4.1
        ReverseZone.of("172.16.0.0", 12),
        ReverseZone.of("192.168.0.0", 16),
        ReverseZone.of("0.0.0.0", 8), // RFC 6303 4.2
        ReverseZone.of("169.254.0.0", 16),
        ReverseZone.of("192.0.2.0", 24),
        ReverseZone.of("198.51.100.0", 24),
        ReverseZone.of("203.0.113.0", 24),
        ReverseZone.of("255.255.255.255", 32),
        ReverseZone.of("100.64.0.0", 10), // RFC 7793
    };
    private static final ReverseZone[] IPV6_ZONES =
    {
        ReverseZone.of("::1", 128), // RFC 6303 4.3
        ReverseZone.of("::", 128),
        ReverseZone.of("fd00::", 8), // RFC 6303 4.4
        ReverseZone.of("fe80::", 10), // RFC 6303 4.5
        ReverseZone.of("2001:db8::", 32), // RFC 6303 4.6
    };

    private long high;
    private long low;
    private int bits;
    private int zoneLabels;

    /**
     * @param starts where each label of the name begins, its length first
     * @param labels how many they are, in-addr and arpa included
     * @return a kind of {@link SpecialNames}
     */
    int findIpv4(final DirectBuffer buffer, final int[] starts, final int labels)
    {
        return find(buffer, starts, labels, IPV4_ZONES, IPV4_BITS_PER_LABEL, IPV4_BITS);
    }

    /** As above, below ip6.arpa. */
    int findIpv6(final DirectBuffer buffer, final int[] starts, final int labels)
    {
        return find(buffer, starts, labels, IPV6_ZONES, IPV6_BITS_PER_LABEL, IPV6_BITS);
    }

    private int find(final DirectBuffer buffer, final int[] starts, final int labels, final ReverseZone[] zones,
        final int bitsPerLabel, final int maxBits)
    {
        final int digitLabels = labels - SpecialNames.REVERSE_LABELS;
        readAddress(buffer, starts, digitLabels, bitsPerLabel, maxBits);
        for (int i = 0; i < zones.length; i++)
        {
            if (zones[i].covers(high, low, bits))
            {
                zoneLabels = zones[i].labels(bitsPerLabel) + SpecialNames.REVERSE_LABELS;
                return kind(digitLabels * bitsPerLabel == bits, maxBits == bits, 0 == i);
            }
        }
        return SpecialNames.NONE;
    }

    private static int kind(final boolean isDigitsOnly, final boolean isAddress, final boolean isLoopback)
    {
        if (isDigitsOnly && !isAddress)
        {
            return SpecialNames.EMPTY; // RFC 8020: "does not exist" would deny the containers' addresses below as well
        }
        return isDigitsOnly && isLoopback ? SpecialNames.LOOPBACK_ADDRESS : SpecialNames.ABSENT;
    }

    /** Labels tell the address from right to left; the first one that does not ends it. */
    private void readAddress(final DirectBuffer buffer, final int[] starts, final int labels, final int bitsPerLabel,
        final int maxBits)
    {
        high = 0;
        low = 0;
        bits = 0;
        for (int label = labels - 1; label >= 0 && bits < maxBits; label--)
        {
            final int start = starts[label];
            final int value = IPV4_BITS == maxBits ? octet(buffer, start) : nibble(buffer, start);
            if (NO_DIGITS == value)
            {
                return;
            }
            append(value, bitsPerLabel);
        }
    }

    private void append(final long value, final int length)
    {
        if (bits < Long.SIZE)
        {
            high |= value << Long.SIZE - length - bits;
        }
        else
        {
            low |= value << 2 * Long.SIZE - length - bits;
        }
        bits += length;
    }

    private static int octet(final DirectBuffer buffer, final int label)
    {
        final int length = buffer.getByte(label);
        final boolean isPadded = length > 1 && '0' == buffer.getByte(label + 1);
        int value = length > 3 || isPadded ? NO_DIGITS : 0;
        for (int i = label + 1; i <= label + length && value >= 0; i++)
        {
            final int digit = buffer.getByte(i) - '0';
            value = digit >= 0 && digit <= 9 ? 10 * value + digit : NO_DIGITS;
        }
        return value > 0xFF ? NO_DIGITS : value;
    }

    private static int nibble(final DirectBuffer buffer, final int label)
    {
        return 1 == buffer.getByte(label) ? Character.digit(buffer.getByte(label + 1) & 0xFF, 16) : NO_DIGITS;
    }

    /** @return labels of the zone's name that the last find lies in. */
    int zoneLabels()
    {
        return zoneLabels;
    }
}
