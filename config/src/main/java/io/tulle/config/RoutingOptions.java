package io.tulle.config;

/**
 * The driver options of a network that say how its packets come and go.
 *
 * @param gatewayModeIpv4 what its gateway does with IPv4.
 * @param gatewayModeIpv6 what its gateway does with IPv6.
 * @param hostIpv4        address of the uplink that its packets leave with, or null: the uplink's choice.
 * @param hostIpv6        the same for IPv6.
 * @param hostAccess      the host and its containers reach each other; null unless it is said.
 * @param uplink          by which its packets leave; null unless it is said.
 */
public record RoutingOptions(GatewayMode gatewayModeIpv4, GatewayMode gatewayModeIpv6, IpAddress hostIpv4,
    IpAddress hostIpv6, Boolean hostAccess, String uplink)
{
    public static final RoutingOptions DEFAULTS =
        new RoutingOptions(GatewayMode.NAT, GatewayMode.NAT, null, null, null, null);

    /** The mode of a family. */
    public GatewayMode gatewayMode(final boolean isV6)
    {
        return isV6 ? gatewayModeIpv6 : gatewayModeIpv4;
    }

    /** True if either family is isolated: Docker wants both to be said, and means the whole network. */
    public boolean isIsolated()
    {
        return GatewayMode.ISOLATED == gatewayModeIpv4 || GatewayMode.ISOLATED == gatewayModeIpv6;
    }

    /** Whether the host and the containers of such a network reach each other. */
    public boolean hasHostAccess(final boolean isInternal)
    {
        return !isIsolated() && (null == hostAccess ? !isInternal : hostAccess);
    }

    /** What is wrong with them on a network that is, or is not, internal; null if nothing is. */
    public String mistake(final boolean isInternal)
    {
        return isIsolated() && !isInternal ?
            "gateway mode 'isolated' can only be used for an internal network" : null; // Docker's words
    }
}
