package io.tulle.nat.gateway;

import java.util.Collection;
import java.util.List;

/**
 * What the router knows of addresses: the subnets of all networks, their endpoints, and the host's own addresses. The
 * control thread replaces the immutable table inside; workers read it without a lock.
 */
public final class Routes
{
    /** What {@link #endpoint} answers when no endpoint has the address. */
    public static final int NO_PORT = RoutedNetwork.NO_PORT;

    private volatile Table table = new Table(List.of(), List.of(), List.of());

    /**
     * Replaces all that was known. Called by the control thread; it takes time in proportion to what there is, well
     * under a millisecond for 4,096 endpoints.
     */
    public void set(final Collection<Subnet> subnets, final Collection<Endpoint> endpoints,
        final Collection<Address> hostAddresses)
    {
        table = new Table(subnets, endpoints, hostAddresses);
    }

    /** @return whether an address lies in the subnet of any network. */
    public boolean isInternal(final long high, final long low)
    {
        for (final Subnet subnet : table.subnets)
        {
            if (subnet.prefix().contains(high, low))
            {
                return true;
            }
        }
        return false;
    }

    /** @return whether an address lies in a subnet of this realm. */
    public boolean isOwn(final int realm, final long high, final long low)
    {
        for (final Subnet subnet : table.subnets)
        {
            if (realm == subnet.realm() && subnet.prefix().contains(high, low))
            {
                return true;
            }
        }
        return false;
    }

    /** @return whether an address lies in a subnet whose packets come and go as they are. */
    public boolean isRouted(final long high, final long low)
    {
        for (final Prefix prefix : table.routed)
        {
            if (prefix.contains(high, low))
            {
                return true;
            }
        }
        return false;
    }

    /** @return whether it is an address of the host: of any interface, host ports included. */
    public boolean isHost(final long high, final long low)
    {
        return NO_PORT != table.hostAddresses.lookup(Table.HOST_REALM, high, low);
    }

    /** @return the switch port of the endpoint that has the address in this realm, or {@link #NO_PORT}. */
    public int endpoint(final int realm, final long high, final long low)
    {
        return (int) table.endpoints.lookup(realm, high, low);
    }

    /**
     * A subnet of a network; a network may have one of each family, or more.
     *
     * @param isRouted whether its packets come and go by an uplink as they are
     */
    public record Subnet(int realm, Prefix prefix, boolean isRouted)
    {
        /** A subnet whose packets are translated. */
        public Subnet(final int realm, final Prefix prefix)
        {
            this(realm, prefix, false);
        }
    }

    /** An endpoint's address in its network's realm, and its switch port; one a family. */
    public record Endpoint(int realm, Address address, int port)
    {
    }

    /** What {@link #set} published. */
    private static final class Table
    {
        private static final int HOST_REALM = 0;

        private final Subnet[] subnets; // walked, since only a new session asks
        private final Prefix[] routed; // few, as a rule none: packets that are not for an uplink's address ask
        private final AddressTable endpoints;
        private final AddressTable hostAddresses;

        Table(final Collection<Subnet> subnets, final Collection<Endpoint> endpoints,
            final Collection<Address> hostAddresses)
        {
            this.subnets = subnets.toArray(new Subnet[0]);
            routed = subnets.stream().filter(Subnet::isRouted).map(Subnet::prefix).toArray(Prefix[]::new);
            this.endpoints = new AddressTable(endpoints.size(), NO_PORT);
            endpoints.forEach((endpoint) -> this.endpoints.put(endpoint.realm(), endpoint.address().high(),
                endpoint.address().low(), endpoint.port()));
            this.hostAddresses = new AddressTable(hostAddresses.size(), NO_PORT);
            hostAddresses.forEach((address) -> this.hostAddresses.put(HOST_REALM, address.high(), address.low(), 0));
        }
    }
}
