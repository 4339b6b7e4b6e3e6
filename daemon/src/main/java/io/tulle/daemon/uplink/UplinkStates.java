package io.tulle.daemon.uplink;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;
import io.tulle.tapio.linux.Address;
import io.tulle.tapio.linux.AddressConstants;
import io.tulle.tapio.linux.Link;
import io.tulle.tapio.linux.Neighbor;
import io.tulle.tapio.linux.Route;

/** Picks out of the kernel's tables what matters for one uplink. Called by the uplink thread. */
final class UplinkStates
{
    private static final Cidr LINK_LOCAL = Cidr.parse("fe80::/10");
    private static final Cidr UNIQUE_LOCAL = Cidr.parse("fc00::/7");
    private static final Cidr ALL_IPV4 = Cidr.parse("0.0.0.0/0");
    private static final Cidr ALL_IPV6 = Cidr.parse("::/0");
    private static final int MAC_BYTES = 6;

    private UplinkStates()
    {
    }

    /** @param neighbors of the uplink's interface */
    static UplinkState of(final UplinkSettings settings, final KernelView view, final List<Neighbor> neighbors)
    {
        final Link link = view.link(settings.interfaceName());
        if (null == link || MAC_BYTES != link.mac().length)
        {
            return UplinkState.GONE; // a tunnel without Ethernet has no place for our frames either
        }
        return new UplinkState(link.index(), link.isUp() && link.hasCarrier(), link.mtu(), mac(link.mac()),
            settings.isShared() ? sharedAddresses(view, link.index()) :
                settings.ownAddresses().stream().map(UplinkSettings.OwnAddress::address).toList(),
            routes(settings, view, link.index()), macs(neighbors));
    }

    /** Of several addresses, the one that the host's default route prefers, then what RFC 6724 5 would take. */
    private static List<IpAddress> sharedAddresses(final KernelView view, final int interfaceIndex)
    {
        final List<IpAddress> preferred = view.routesBy(interfaceIndex)
            .filter((route) -> route.isDefault() && null != route.source())
            .map((route) -> IpAddress.of(route.source())).toList();
        return view.addressesOf(interfaceIndex)
            .filter((address) -> !address.isTentative() && !isLinkLocal(address))
            .sorted(Comparator.comparingInt((address) -> rank(address, preferred)))
            .map((address) -> IpAddress.of(address.address())).distinct().toList();
    }

    private static int rank(final Address address, final List<IpAddress> preferred)
    {
        final IpAddress ip = IpAddress.of(address.address());
        if (0 != (address.flags() & AddressConstants.IFA_F_DEPRECATED))
        {
            return 4;
        }
        if (ip.isV6() && UNIQUE_LOCAL.contains(ip))
        {
            return 3;
        }
        // unlike the host, sessions want an address that stays: a temporary one (RFC 8981) goes within days
        final boolean isSecondary = 0 != (address.flags() & AddressConstants.IFA_F_SECONDARY);
        return preferred.contains(ip) ? 0 : isSecondary ? 2 : 1;
    }

    private static boolean isLinkLocal(final Address address)
    {
        final IpAddress ip = IpAddress.of(address.address());
        return ip.isV6() && LINK_LOCAL.contains(ip);
    }

    /** The kernel tells a route over several gateways as one for each: the first one is the one that counts. */
    private static List<UplinkState.Hop> routes(final UplinkSettings settings, final KernelView view,
        final int interfaceIndex)
    {
        final Stream<UplinkState.Hop> ofHost = view.routesBy(interfaceIndex)
            .sorted(Comparator.comparingLong((route) -> Integer.toUnsignedLong(route.metric())))
            .map(UplinkStates::hop);
        final List<UplinkState.Hop> hops = new ArrayList<>(ofHost.toList());
        settings.ownAddresses().forEach((own) ->
            hops.add(new UplinkState.Hop(Cidr.containing(own.address(), own.prefixLength()), null)));
        settings.gateways().forEach((gateway) ->
            hops.add(new UplinkState.Hop(gateway.isV6() ? ALL_IPV6 : ALL_IPV4, gateway)));
        final Map<Cidr, UplinkState.Hop> first = new HashMap<>();
        hops.forEach((hop) -> first.putIfAbsent(hop.destination(), hop));
        return first.values().stream().sorted(Comparator.comparing(UplinkState.Hop::destination)).toList();
    }

    private static UplinkState.Hop hop(final Route route)
    {
        return new UplinkState.Hop(Cidr.containing(IpAddress.of(route.destination()), route.prefixLength()),
            null == route.gateway() ? null : IpAddress.of(route.gateway()));
    }

    private static Map<IpAddress, Long> macs(final List<Neighbor> neighbors)
    {
        final Map<IpAddress, Long> macs = new HashMap<>();
        neighbors.stream().filter((neighbor) -> neighbor.isUsable() && MAC_BYTES == neighbor.mac().length)
            .forEach((neighbor) -> macs.put(IpAddress.of(neighbor.address()), mac(neighbor.mac())));
        return macs;
    }

    private static long mac(final byte[] mac)
    {
        return ByteBuffer.allocate(Long.BYTES).putShort((short) 0).put(mac).getLong(0);
    }
}
