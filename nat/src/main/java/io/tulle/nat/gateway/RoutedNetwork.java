package io.tulle.nat.gateway;

/**
 * A network as the router sees it. Immutable; made anew by the control thread when something changes, read by workers.
 *
 * @param name            as the user wrote it
 * @param realm           the number of its address space: unique among networks and uplinks
 * @param mtu             of the network, in bytes
 * @param gatewayMac      the MAC address of the router on this network, and of the host port
 * @param gatewayIpv4     the gateway's IPv4 address, or 0 for none
 * @param gatewayIpv6High high half of the gateway's IPv6 address, or 0 for none
 * @param gatewayIpv6Low  low half of it
 * @param hostPort        index of its host port, or {@link #NO_PORT}
 * @param uplinkPort      index of the uplink that it goes out by, or {@link #NO_PORT}
 * @param isInternal      whether it has no way out
 * @param masquerade      whether its packets leave with an address of the uplink (enable_ip_masquerade), and which
 * @param answersNames    whether the gateway answers questions for names itself; else they go to the host port
 */
public record RoutedNetwork(String name, int realm, int mtu, long gatewayMac, int gatewayIpv4, long gatewayIpv6High,
    long gatewayIpv6Low, int hostPort, int uplinkPort, boolean isInternal, Masquerade masquerade,
    boolean answersNames)
{
    /** No port has this index. */
    public static final int NO_PORT = -1;

    static final long LINK_LOCAL_HIGH = 0xFE80_0000_0000_0000L;

    /** @return whether it is an address of the gateway itself, its link-local one (RFC 4291, appendix A) included. */
    public boolean isGateway(final long high, final long low)
    {
        if (0 == high)
        {
            return 0 != gatewayIpv4 && InetAddresses.low(gatewayIpv4) == low;
        }
        return gatewayIpv6High == high && gatewayIpv6Low == low || LINK_LOCAL_HIGH == high && linkLocalLow() == low;
    }

    /** @return low half of the gateway's link-local address: the modified EUI-64 of its MAC. */
    public long linkLocalLow()
    {
        return (gatewayMac & 0xFFFF_FF00_0000L) << 16 ^ 0x0200_0000_0000_0000L | 0xFF_FE00_0000L |
            gatewayMac & 0xFF_FFFFL;
    }
}
