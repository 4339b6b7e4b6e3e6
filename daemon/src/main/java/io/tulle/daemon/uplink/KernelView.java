package io.tulle.daemon.uplink;

import static io.tulle.tapio.linux.SocketConstants.AF_INET;
import static io.tulle.tapio.linux.SocketConstants.AF_INET6;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.tulle.config.IpAddress;
import io.tulle.tapio.linux.Address;
import io.tulle.tapio.linux.Link;
import io.tulle.tapio.linux.Netlink;
import io.tulle.tapio.linux.Route;

/**
 * What the kernel's tables held when they were read, for all uplinks at once. Made by the uplink thread.
 *
 * @param links     all interfaces
 * @param addresses of all interfaces
 * @param routes    unicast routes of the main table, both families
 */
record KernelView(List<Link> links, List<Address> addresses, List<Route> routes)
{
    static KernelView read(final Netlink netlink)
    {
        final List<Route> routes = new ArrayList<>(netlink.routes(AF_INET));
        routes.addAll(netlink.routes(AF_INET6));
        return new KernelView(netlink.links(), netlink.addresses(), routes);
    }

    /** @return the addresses that the host itself answers to. */
    List<IpAddress> hostAddresses()
    {
        return addresses.stream().map((address) -> IpAddress.of(address.address())).sorted().distinct().toList();
    }

    /** @return the interface of that name, or null. */
    Link link(final String name)
    {
        return links.stream().filter((link) -> name.equals(link.name())).findFirst().orElse(null);
    }

    /** @return the interface of the best default route, of IPv4 if there is one, or null. */
    String defaultInterface()
    {
        final Route route = routes.stream().filter(Route::isDefault)
            .min(Comparator.comparing((Route one) -> AF_INET6 == one.family())
                .thenComparing((one) -> Integer.toUnsignedLong(one.metric()))).orElse(null);
        return null == route ? null : links.stream().filter((link) -> route.interfaceIndex() == link.index())
            .map(Link::name).findFirst().orElse(null);
    }

    Stream<Address> addressesOf(final int interfaceIndex)
    {
        return addresses.stream().filter((address) -> interfaceIndex == address.interfaceIndex());
    }

    Stream<Route> routesBy(final int interfaceIndex)
    {
        return routes.stream().filter((route) -> interfaceIndex == route.interfaceIndex());
    }
}
