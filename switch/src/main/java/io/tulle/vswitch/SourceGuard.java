package io.tulle.vswitch;

/**
 * The addresses that an endpoint may send from. Immutable; made by the conductor, read by workers.
 *
 * @param mac           the endpoint's MAC address
 * @param ipv4          its IPv4 address, or 0 for none
 * @param ipv6High      high half of its IPv6 address, or 0 for none
 * @param ipv6Low       low half of its IPv6 address
 * @param linkLocalLow  low half of its link-local address: the modified EUI-64 of its MAC (RFC 4291, appendix A)
 */
public record SourceGuard(long mac, int ipv4, long ipv6High, long ipv6Low, long linkLocalLow)
    implements PortGuard
{
    private static final long LINK_LOCAL_HIGH = 0xFE80_0000_0000_0000L;

    public static SourceGuard of(final long mac, final int ipv4, final long ipv6High, final long ipv6Low)
    {
        return new SourceGuard(mac, ipv4, ipv6High, ipv6Low, modifiedEui64(mac));
    }

    /**
     * @return whether it may be a source; 0.0.0.0 is that of a host that does not know its address yet (RFC 1122
     * 3.2.1.3).
     */
    @Override
    public boolean owns(final int address)
    {
        return ipv4 == address || 0 == address;
    }

    /**
     * @return whether it may be a source; the unspecified address is that of duplicate address detection (RFC 4862
     * 5.4).
     */
    @Override
    public boolean owns(final long high, final long low)
    {
        return LINK_LOCAL_HIGH == high && linkLocalLow == low || 0 == (high | low) ||
            ipv6High == high && ipv6Low == low;
    }

    static long modifiedEui64(final long mac)
    {
        return (mac & 0xFFFF_FF00_0000L) << 16 ^ 0x0200_0000_0000_0000L | 0xFF_FE00_0000L | mac & 0xFF_FFFFL;
    }
}
