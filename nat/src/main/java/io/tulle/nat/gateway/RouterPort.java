package io.tulle.nat.gateway;

/**
 * What the router knows of a switch port. Immutable; made by the control thread, read by workers.
 *
 * @param index    the switch port's index; sessions keep it, so it is never given to another endpoint while they live
 * @param kind     what is behind it
 * @param network  the network that it is on, or null for an uplink
 * @param uplink   the uplink that it is, or null
 * @param mac      the MAC address of what is behind it: the endpoint's, or the gateway's for the host port
 * @param ipv4     the endpoint's IPv4 address, or 0 for none
 * @param ipv6High high half of the endpoint's IPv6 address, or 0 for none
 * @param ipv6Low  low half of it
 */
public record RouterPort(int index, Kind kind, RoutedNetwork network, Uplink uplink, long mac, int ipv4, long ipv6High,
    long ipv6Low)
{
    /** What is behind a port. */
    public enum Kind
    {
        ENDPOINT, HOST, UPLINK
    }

    public static RouterPort endpoint(final int index, final RoutedNetwork network, final long mac, final int ipv4,
        final long ipv6High, final long ipv6Low)
    {
        return new RouterPort(index, Kind.ENDPOINT, network, null, mac, ipv4, ipv6High, ipv6Low);
    }

    public static RouterPort host(final int index, final RoutedNetwork network)
    {
        return new RouterPort(index, Kind.HOST, network, null, network.gatewayMac(), network.gatewayIpv4(),
            network.gatewayIpv6High(), network.gatewayIpv6Low());
    }

    public static RouterPort uplink(final int index, final Uplink uplink)
    {
        return new RouterPort(index, Kind.UPLINK, null, uplink, uplink.mac(), 0, 0, 0);
    }

    public boolean isUplink()
    {
        return Kind.UPLINK == kind;
    }

    /** @return the address space that the port's packets are in: a network's or an uplink's. */
    public int realm()
    {
        return null == network ? uplink.realm() : network.realm();
    }

    /** @return the largest packet that may leave by it, in bytes. */
    public int mtu()
    {
        return null == network ? uplink.mtu() : network.mtu();
    }

    /** @return the router's own MAC address on the port's link: the gateway's or the uplink's. */
    public long routerMac()
    {
        return null == network ? uplink.mac() : network.gatewayMac();
    }

    /**
     * @return whether it is the router's own address on this port: the gateway's, or one that the uplink does not share
     *     with the host.
     */
    public boolean isRouterAddress(final long high, final long low)
    {
        return null == network ? !uplink.isShared() && uplink.addresses().contains(high, low) :
            network.isGateway(high, low);
    }
}
