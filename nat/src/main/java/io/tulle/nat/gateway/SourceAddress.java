package io.tulle.nat.gateway;

/**
 * Chooses the router's address that an ICMP error comes from: the one that the packet was for (RFC 4443 2.2(a)), else
 * the gateway's or the uplink's first of the family. Used by the worker, one packet after another.
 */
final class SourceAddress
{
    private long high;
    private long low;

    /** @return false when the router has no address of the packet's family there. */
    boolean choose(final RouterPort port, final PacketReader packet)
    {
        high = packet.destinationHigh();
        low = packet.destinationLow();
        return null == port.network() ? chooseExternal(port.uplink().addresses(), packet.isIpv4()) :
            port.network().isGateway(high, low) || chooseGateway(port.network(), packet.isIpv4());
    }

    long high()
    {
        return high;
    }

    long low()
    {
        return low;
    }

    private boolean chooseExternal(final ExternalAddresses addresses, final boolean isIpv4)
    {
        if (addresses.contains(high, low))
        {
            return true;
        }
        final int first = addresses.first(isIpv4);
        if (ExternalAddresses.NONE == first)
        {
            return false;
        }
        high = addresses.high()[first];
        low = addresses.low()[first];
        return true;
    }

    private boolean chooseGateway(final RoutedNetwork network, final boolean isIpv4)
    {
        if (isIpv4)
        {
            high = 0;
            low = InetAddresses.low(network.gatewayIpv4());
            return 0 != network.gatewayIpv4();
        }
        final boolean isGlobal = 0 != (network.gatewayIpv6High() | network.gatewayIpv6Low());
        high = isGlobal ? network.gatewayIpv6High() : RoutedNetwork.LINK_LOCAL_HIGH;
        low = isGlobal ? network.gatewayIpv6Low() : network.linkLocalLow();
        return true;
    }
}
