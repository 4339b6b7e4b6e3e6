package io.tulle.nat.gateway;

/**
 * A block of addresses of one family: an IPv6 default route has none of the IPv4 addresses, although their mapped form
 * lies in it. Immutable; host bits are cleared.
 *
 * @param high   high half, as in {@link InetAddresses}
 * @param low    low half
 * @param length in bits, 0 to 128; for IPv4 the length in IPv4 plus {@link #IPV4_BITS}
 */
public record Prefix(long high, long low, int length)
{
    /** Bits that stand before an IPv4 address in its mapped form. */
    public static final int IPV4_BITS = 96;

    private static final int BITS = 128;

    public Prefix
    {
        if (length < 0 || length > BITS)
        {
            throw new IllegalArgumentException("prefix length " + length + " is not from 0 to " + BITS);
        }
        high &= maskHigh(length);
        low &= maskLow(length);
    }

    /** @param length in bits of the IPv4 address, 0 to 32 */
    public static Prefix ipv4(final int address, final int length)
    {
        return new Prefix(0, InetAddresses.low(address), IPV4_BITS + length);
    }

    public boolean isIpv4()
    {
        return length >= IPV4_BITS && InetAddresses.isIpv4(high, low);
    }

    public boolean contains(final long addressHigh, final long addressLow)
    {
        return high == (addressHigh & maskHigh(length)) && low == (addressLow & maskLow(length)) &&
            isIpv4() == InetAddresses.isIpv4(addressHigh, addressLow);
    }

    static long maskHigh(final int length)
    {
        return length >= Long.SIZE ? -1L : mask(length);
    }

    static long maskLow(final int length)
    {
        return length <= Long.SIZE ? 0 : mask(length - Long.SIZE);
    }

    private static long mask(final int bits)
    {
        return 0 == bits ? 0 : -1L << Long.SIZE - bits;
    }
}
