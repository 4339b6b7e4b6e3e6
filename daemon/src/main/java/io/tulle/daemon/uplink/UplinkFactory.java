package io.tulle.daemon.uplink;

import java.util.List;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;
import io.tulle.nat.gateway.Address;
import io.tulle.nat.gateway.ExternalAddresses;
import io.tulle.nat.gateway.InetAddresses;
import io.tulle.nat.gateway.NextHops;
import io.tulle.nat.gateway.Prefix;
import io.tulle.nat.gateway.Uplink;

/** Makes the workers' view of an uplink from what the kernel says of it. Called by the uplink thread. */
final class UplinkFactory
{
    private UplinkFactory()
    {
    }

    static Uplink uplink(final UplinkSettings settings, final UplinkState state)
    {
        return new Uplink(settings.name(), settings.realm(), state.mtu(), state.mac(), settings.isShared(),
            addresses(state.addresses()), nextHops(state), settings.externalPorts().start(),
            settings.externalPorts().end());
    }

    static long low(final IpAddress address)
    {
        return address.isV4() ? InetAddresses.low((int) address.low()) : address.low();
    }

    /** @return an address as both families have it in the router's form, as the user knows it. */
    static IpAddress ipAddress(final long high, final long low)
    {
        return InetAddresses.isIpv4(high, low) ? IpAddress.v4((int) low) : IpAddress.v6(high, low);
    }

    private static ExternalAddresses addresses(final List<IpAddress> addresses)
    {
        return new ExternalAddresses(addresses.stream().mapToLong(IpAddress::high).toArray(),
            addresses.stream().mapToLong(UplinkFactory::low).toArray());
    }

    private static NextHops nextHops(final UplinkState state)
    {
        return new NextHops(
            state.routes().stream().map(UplinkFactory::route).toList(),
            state.neighbors().entrySet().stream()
                .map((neighbor) -> new NextHops.Neighbor(address(neighbor.getKey()), neighbor.getValue())).toList());
    }

    private static NextHops.Route route(final UplinkState.Hop hop)
    {
        final Cidr to = hop.destination();
        final int length = to.isV6() ? to.prefixLength() : Prefix.IPV4_BITS + to.prefixLength();
        return new NextHops.Route(new Prefix(to.first().high(), low(to.first()), length),
            null == hop.gateway() ? null : address(hop.gateway()));
    }

    private static Address address(final IpAddress address)
    {
        return new Address(address.high(), low(address));
    }
}
