package io.tulle.daemon.uplink;

import java.util.List;

import io.tulle.config.IpAddress;
import io.tulle.daemon.router.NetAddresses;
import io.tulle.nat.gateway.ExternalAddresses;
import io.tulle.nat.gateway.NextHops;
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

    private static ExternalAddresses addresses(final List<IpAddress> addresses)
    {
        return new ExternalAddresses(addresses.stream().mapToLong(IpAddress::high).toArray(),
            addresses.stream().mapToLong((address) -> NetAddresses.of(address).low()).toArray());
    }

    private static NextHops nextHops(final UplinkState state)
    {
        return new NextHops(
            state.routes().stream().map(UplinkFactory::route).toList(),
            state.neighbors().entrySet().stream()
                .map((neighbor) ->
                    new NextHops.Neighbor(NetAddresses.of(neighbor.getKey()), neighbor.getValue())).toList());
    }

    private static NextHops.Route route(final UplinkState.Hop hop)
    {
        return new NextHops.Route(NetAddresses.of(hop.destination()),
            null == hop.gateway() ? null : NetAddresses.of(hop.gateway()));
    }
}
