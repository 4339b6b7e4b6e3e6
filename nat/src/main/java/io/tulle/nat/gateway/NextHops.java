package io.tulle.nat.gateway;

import java.util.Collection;
import java.util.List;

/**
 * Finds the next hop's MAC address for a destination beyond an uplink: the longest prefix of the host's routes through
 * that interface, then its neighbours. Immutable; made by the control thread, read by workers. A gateway's MAC address
 * stands beside its route, so that the default route costs no look-up among the neighbours.
 */
public final class NextHops
{
    /** What {@link #mac} answers when the next hop has not told its MAC address yet, or there is no route. */
    public static final long UNKNOWN = 0;
    /** Knows no route. */
    public static final NextHops EMPTY = new NextHops(List.of(), List.of());
    /** All neighbours of an interface are in one address space. */
    static final int REALM = 0;

    private final AddressTable neighbors;
    private final RouteTable ipv4Routes;
    private final RouteTable ipv6Routes;

    /**
     * @param routes    in any order; of routes with the same prefix the first one counts, so the lower metric first
     * @param neighbors those that have told their MAC address
     */
    public NextHops(final Collection<Route> routes, final Collection<Neighbor> neighbors)
    {
        this.neighbors = new AddressTable(neighbors.size(), UNKNOWN);
        neighbors.forEach((neighbor) ->
            this.neighbors.put(REALM, neighbor.address().high(), neighbor.address().low(), neighbor.mac()));
        ipv4Routes = new RouteTable(routes.stream().filter((route) -> route.prefix().isIpv4()).toList(),
            this.neighbors);
        ipv6Routes = new RouteTable(routes.stream().filter((route) -> !route.prefix().isIpv4()).toList(),
            this.neighbors);
    }

    /** @return whether a route leads there, so that an unknown MAC address is worth asking for. */
    public boolean hasRoute(final long high, final long low)
    {
        return RouteTable.NO_ROUTE != table(high, low).find(high, low);
    }

    /** @return the MAC address that a packet to this destination is sent to, or {@link #UNKNOWN}. */
    public long mac(final long high, final long low)
    {
        final RouteTable table = table(high, low);
        final int route = table.find(high, low);
        if (RouteTable.NO_ROUTE == route)
        {
            return UNKNOWN;
        }
        return null == table.gateway(route) ? neighbors.lookup(REALM, high, low) : table.mac(route);
    }

    /**
     * Called by the control thread.
     *
     * @return the address whose MAC address a packet to this destination needs: that of the route's gateway, or the
     *     destination itself when it is on the link; null when no route leads there
     */
    public Address nextHop(final long high, final long low)
    {
        final RouteTable table = table(high, low);
        final int route = table.find(high, low);
        if (RouteTable.NO_ROUTE == route)
        {
            return null;
        }
        return null == table.gateway(route) ? new Address(high, low) : table.gateway(route);
    }

    private RouteTable table(final long high, final long low)
    {
        return InetAddresses.isIpv4(high, low) ? ipv4Routes : ipv6Routes;
    }

    /**
     * A route of the host.
     *
     * @param prefix  where it leads
     * @param gateway the next router, of either family (RFC 8950), or null when those addresses are on the link
     */
    public record Route(Prefix prefix, Address gateway)
    {
    }

    /** Who has told its MAC address on the uplink's link. */
    public record Neighbor(Address address, long mac)
    {
    }
}
