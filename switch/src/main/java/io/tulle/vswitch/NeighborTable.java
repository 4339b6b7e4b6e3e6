package io.tulle.vswitch;

import java.util.Collection;
import java.util.List;

import org.agrona.BitUtil;

/**
 * Finds the MAC address of an endpoint by its IPv4 or IPv6 address. Immutable: the conductor makes a new one when an
 * endpoint comes or goes, workers look up without a lock. Open addressing, at most half full.
 */
public final class NeighborTable
{
    /** Knows nobody. */
    public static final NeighborTable EMPTY = new NeighborTable(List.of());
    /** What {@link #lookup} answers when it knows nobody by that address; no endpoint has the MAC address zero. */
    public static final long UNKNOWN = 0;
    /** IPv4 addresses are kept as IPv4-mapped IPv6 addresses (RFC 4291 2.5.5.2). */
    private static final long MAPPED = 0xFFFF_0000_0000L;

    private final long[] high;
    private final long[] low;
    private final long[] mac;
    private final int mask;

    public NeighborTable(final Collection<Neighbor> neighbors)
    {
        final int capacity = BitUtil.findNextPositivePowerOfTwo(Math.max(4, neighbors.size() * 4));
        high = new long[capacity];
        low = new long[capacity];
        mac = new long[capacity];
        mask = capacity - 1;
        neighbors.forEach(this::put);
    }

    /** @return the MAC address, or {@link #UNKNOWN}. */
    public long lookup(final int ipv4)
    {
        return lookup(0, MAPPED | Integer.toUnsignedLong(ipv4));
    }

    /** @return the MAC address, or {@link #UNKNOWN}. */
    public long lookup(final long ipv6High, final long ipv6Low)
    {
        int slot = slot(ipv6High, ipv6Low);
        while (UNKNOWN != mac[slot] && (high[slot] != ipv6High || low[slot] != ipv6Low))
        {
            slot = slot + 1 & mask;
        }
        return mac[slot];
    }

    private void put(final Neighbor neighbor)
    {
        if (0 != neighbor.ipv4())
        {
            put(0, MAPPED | Integer.toUnsignedLong(neighbor.ipv4()), neighbor.mac());
        }
        if (0 != (neighbor.ipv6High() | neighbor.ipv6Low()))
        {
            put(neighbor.ipv6High(), neighbor.ipv6Low(), neighbor.mac());
        }
    }

    private void put(final long ipv6High, final long ipv6Low, final long macAddress)
    {
        int slot = slot(ipv6High, ipv6Low);
        while (UNKNOWN != mac[slot])
        {
            slot = slot + 1 & mask;
        }
        high[slot] = ipv6High;
        low[slot] = ipv6Low;
        mac[slot] = macAddress;
    }

    private int slot(final long ipv6High, final long ipv6Low)
    {
        final long hash = (ipv6High * 31 + ipv6Low) * 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 32) & mask;
    }

    /** One endpoint's addresses; zero for none. */
    public record Neighbor(long mac, int ipv4, long ipv6High, long ipv6Low)
    {
    }
}
