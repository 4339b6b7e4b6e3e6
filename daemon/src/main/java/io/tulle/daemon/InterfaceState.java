package io.tulle.daemon;

import static io.tulle.tapio.linux.SocketConstants.AF_INET;
import static io.tulle.tapio.linux.SocketConstants.AF_INET6;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.tulle.config.IpamPool;
import io.tulle.control.Endpoint;
import io.tulle.control.InterfaceAddress;
import io.tulle.control.Network;
import io.tulle.tapio.linux.Address;
import io.tulle.tapio.linux.Link;
import io.tulle.tapio.linux.LinuxException;
import io.tulle.tapio.linux.Netlink;
import io.tulle.tapio.linux.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an engine gave an interface inside its sandbox, for another device to take its place: name, addresses and
 * routes. Read and put back by the control thread, inside the sandbox.
 *
 * @param routes those that need no gateway first
 */
record InterfaceState(String name, boolean isUp, List<Address> addresses, List<Route> routes)
{
    private static final Logger LOGGER = LoggerFactory.getLogger(InterfaceState.class);
    private static final Comparator<Route> ORDER = Comparator.comparing((route) -> null != route.gateway());

    /** What an interface has now. */
    static InterfaceState of(final Netlink netlink, final Link link)
    {
        final List<Route> routes = new ArrayList<>(netlink.routes(AF_INET));
        routes.addAll(netlink.routes(AF_INET6));
        routes.removeIf((route) -> route.interfaceIndex() != link.index());
        routes.sort(ORDER);
        return new InterfaceState(link.name(), link.isUp(), netlink.addresses(link.index()), routes);
    }

    /** What an interface that is gone had, as far as Tulle knows; default routes only if no other interface has any. */
    static InterfaceState of(final Netlink netlink, final String name, final Network network, final Endpoint endpoint)
    {
        final List<Address> addresses = new ArrayList<>();
        final List<Route> routes = new ArrayList<>();
        addFamily(netlink, endpoint.ipv4(), network.internal() ? null : network.ipv4Pool(), addresses, routes);
        addFamily(netlink, endpoint.ipv6(), network.internal() ? null : network.ipv6Pool(), addresses, routes);
        return new InterfaceState(name, true, addresses, routes);
    }

    /** Gives all of it to the interface that has the name now. */
    void restore(final Netlink netlink)
    {
        final int index = netlink.link(name).index();
        addresses.forEach((address) -> netlink.ensureAddress(index, address.address(), address.prefixLength()));
        if (isUp)
        {
            netlink.setUp(index);
            routes.forEach((route) -> restore(netlink, route, index));
        }
    }

    private static void restore(final Netlink netlink, final Route route, final int index)
    {
        try
        {
            netlink.ensureRoute(new Route(route.destination(), route.prefixLength(), route.gateway(), index,
                route.metric(), route.source(), route.onLink()));
        }
        catch (final LinuxException ex)
        {
            LOGGER.warn("a route did not come back: {}", ex.getMessage()); // the others still must
        }
    }

    private static void addFamily(final Netlink netlink, final InterfaceAddress address, final IpamPool pool,
        final List<Address> addresses, final List<Route> routes)
    {
        if (null == address)
        {
            return;
        }
        addresses.add(new Address(0, address.address().bytes(), address.prefixLength(), 0));
        final boolean isRouted = netlink.routes(address.address().isV6() ? AF_INET6 : AF_INET).stream()
            .anyMatch(Route::isDefault);
        if (!isRouted && null != pool && null != pool.gateway())
        {
            routes.add(Route.defaultVia(pool.gateway().bytes(), 0));
        }
    }
}
