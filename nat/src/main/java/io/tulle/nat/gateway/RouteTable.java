package io.tulle.nat.gateway;

import java.util.Comparator;
import java.util.List;

/**
 * The routes of one family, the longest prefix first. Immutable; made by the control thread, read by workers. An
 * uplink has a handful of routes, and arrays of so few are quicker to walk than any tree.
 */
final class RouteTable
{
    static final int NO_ROUTE = -1;

    private final long[] high;
    private final long[] low;
    private final long[] maskHigh;
    private final long[] maskLow;
    private final long[] mac;
    private final Address[] gateways;

    /** Of routes with the same prefix the first one counts. */
    RouteTable(final List<NextHops.Route> routes, final AddressTable neighbors)
    {
        final int size = routes.size();
        high = new long[size];
        low = new long[size];
        maskHigh = new long[size];
        maskLow = new long[size];
        mac = new long[size];
        gateways = new Address[size];
        final List<NextHops.Route> sorted = routes.stream()
            .sorted(Comparator.comparingInt((final NextHops.Route route) -> -route.prefix().length())).toList();
        for (int i = 0; i < size; i++)
        {
            put(i, sorted.get(i), neighbors);
        }
    }

    /** @return the number of the route, or {@link #NO_ROUTE}. */
    int find(final long addressHigh, final long addressLow)
    {
        for (int i = 0; i < high.length; i++)
        {
            if ((addressLow & maskLow[i]) == low[i] && (addressHigh & maskHigh[i]) == high[i])
            {
                return i;
            }
        }
        return NO_ROUTE;
    }

    /** @return the gateway of a route, or null when what it leads to is on the link. */
    Address gateway(final int route)
    {
        return gateways[route];
    }

    /** @return the MAC address of a route's gateway, or {@link NextHops#UNKNOWN}. */
    long mac(final int route)
    {
        return mac[route];
    }

    private void put(final int i, final NextHops.Route route, final AddressTable neighbors)
    {
        final Prefix prefix = route.prefix();
        high[i] = prefix.high();
        low[i] = prefix.low();
        maskHigh[i] = Prefix.maskHigh(prefix.length());
        maskLow[i] = Prefix.maskLow(prefix.length());
        gateways[i] = route.gateway();
        mac[i] = null == route.gateway() ? NextHops.UNKNOWN :
            neighbors.lookup(NextHops.REALM, route.gateway().high(), route.gateway().low());
    }
}
