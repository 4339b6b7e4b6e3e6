package io.tulle.daemon.uplink;

import java.util.List;
import java.util.Map;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;

/**
 * What the kernel says of an uplink's interface. Immutable; two are equal when the same frames would go the same way.
 *
 * @param interfaceIndex of the interface, or {@link #NO_INTERFACE}
 * @param isUp           whether it is up and somebody is at its other end
 * @param mtu            in bytes
 * @param mac            the interface's MAC address
 * @param addresses      external addresses, the preferred one of each family first
 * @param routes         by this interface, a lower metric first
 * @param neighbors      MAC addresses of those that have told theirs
 */
public record UplinkState(int interfaceIndex, boolean isUp, int mtu, long mac, List<IpAddress> addresses,
    List<Hop> routes, Map<IpAddress, Long> neighbors)
{
    /** No interface has index 0. */
    public static final int NO_INTERFACE = 0;
    /** The interface is not there. */
    public static final UplinkState GONE =
        new UplinkState(NO_INTERFACE, false, 0, 0, List.of(), List.of(), Map.of());

    public UplinkState
    {
        addresses = List.copyOf(addresses);
        routes = List.copyOf(routes);
        neighbors = Map.copyOf(neighbors);
    }

    public boolean isThere()
    {
        return NO_INTERFACE != interfaceIndex;
    }

    /** @return whose MAC address a packet to this destination needs, or null when no route leads there. */
    IpAddress nextHop(final IpAddress destination)
    {
        Hop best = null;
        for (final Hop hop : routes)
        {
            final Cidr to = hop.destination();
            final boolean isMatch = to.isV6() == destination.isV6() && to.contains(destination);
            best = isMatch && (null == best || to.prefixLength() > best.destination().prefixLength()) ? hop : best;
        }
        return null == best ? null : null == best.gateway() ? destination : best.gateway();
    }

    /** A route: its gateway is null when the destinations are on the link. */
    public record Hop(Cidr destination, IpAddress gateway)
    {
    }
}
