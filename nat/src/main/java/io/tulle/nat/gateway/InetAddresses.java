package io.tulle.nat.gateway;

/**
 * Both families in one form: two longs in host byte order, an IPv4 address as an IPv4-mapped IPv6 address (RFC 4291
 * 2.5.5.2). Called by any thread.
 */
public final class InetAddresses
{
    /** The low half of an IPv4 address but for the address itself. */
    public static final long MAPPED = 0xFFFF_0000_0000L;

    private InetAddresses()
    {
    }

    /** @return the low half of an IPv4 address; the high half is zero. */
    public static long low(final int ipv4)
    {
        return MAPPED | Integer.toUnsignedLong(ipv4);
    }

    public static boolean isIpv4(final long high, final long low)
    {
        return 0 == high && MAPPED == (low & 0xFFFF_FFFF_0000_0000L);
    }
}
