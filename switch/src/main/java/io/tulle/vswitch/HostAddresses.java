package io.tulle.vswitch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.tulle.vswitch.NeighborTable.Neighbor;

/**
 * The addresses that the host sends from to its containers; one for all host ports. The control thread replaces them
 * whole, workers look up without a lock.
 */
public final class HostAddresses
{
    private static final long PRESENT = 1; // a table needs a MAC address; which one does not matter here

    private volatile NeighborTable addresses = NeighborTable.EMPTY;

    /**
     * Takes over what the host has now; no loopback address belongs here. Called by the control thread.
     *
     * @param now pairs of the high and the low half; IPv4 as IPv4-mapped IPv6 (RFC 4291 2.5.5.2)
     */
    public void replace(final Collection<long[]> now)
    {
        final List<Neighbor> next = new ArrayList<>(now.size());
        for (final long[] address : now)
        {
            next.add(new Neighbor(PRESENT, 0, address[0], address[1]));
        }
        addresses = new NeighborTable(next);
    }

    boolean contains(final int ipv4)
    {
        return NeighborTable.UNKNOWN != addresses.lookup(ipv4);
    }

    boolean contains(final long ipv6High, final long ipv6Low)
    {
        return NeighborTable.UNKNOWN != addresses.lookup(ipv6High, ipv6Low);
    }
}
