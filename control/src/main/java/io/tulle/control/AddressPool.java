package io.tulle.control;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;
import io.tulle.config.IpamPool;

import java.util.HashSet;
import java.util.Set;

/**
 * Gives out the addresses of one subnet as Docker does: the lowest free one of ip_range or subnet, a freed one again at
 * once. Keeps only what is taken, so that an IPv6 /64 costs nothing. Called by the control thread.
 */
final class AddressPool
{
    private final Cidr subnet;
    private final Cidr range;
    private final Set<IpAddress> reserved;
    private final Set<IpAddress> taken = new HashSet<>();
    private IpAddress cursor; // no address of the range below it is free

    /** A pool that keeps the addresses of its gateway and of other things that are not containers. */
    AddressPool(final IpamPool pool)
    {
        this(pool.subnet(), pool.ipRange(), reserved(pool));
    }

    /**
     * @param range    the part of the subnet that addresses are chosen from, or null: all
     * @param reserved never given to anyone; not copied
     */
    AddressPool(final Cidr subnet, final Cidr range, final Set<IpAddress> reserved)
    {
        this.subnet = subnet;
        this.range = null == range ? subnet : range;
        this.reserved = reserved;
        cursor = this.range.first();
    }

    /** Takes the lowest free address; null if there is none. */
    IpAddress takeLowest()
    {
        final IpAddress last = range.last();
        IpAddress candidate = cursor;
        while (!isFree(candidate))
        {
            if (candidate.equals(last))
            {
                cursor = last;
                return null;
            }
            candidate = candidate.next();
        }
        cursor = candidate;
        taken.add(candidate);
        return candidate;
    }

    /** Takes this address, wherever in the subnet it is; false if it is reserved or taken. */
    boolean take(final IpAddress address)
    {
        return isFree(address) && taken.add(address);
    }

    /** Frees an address; it is given out again at once. */
    void free(final IpAddress address)
    {
        if (taken.remove(address) && range.contains(address) && address.compareTo(cursor) < 0)
        {
            cursor = address;
        }
    }

    /** True if the address lies in the subnet, is not reserved, and nobody has it. */
    boolean isFree(final IpAddress address)
    {
        return contains(address) && !isReserved(address) && !taken.contains(address);
    }

    boolean contains(final IpAddress address)
    {
        return subnet.contains(address);
    }

    int prefixLength()
    {
        return subnet.prefixLength();
    }

    private boolean isReserved(final IpAddress address)
    {
        return address.compareTo(subnet.firstHost()) < 0 || address.compareTo(subnet.lastHost()) > 0 ||
            reserved.contains(address);
    }

    private static Set<IpAddress> reserved(final IpamPool pool)
    {
        final Set<IpAddress> reserved = new HashSet<>(pool.auxAddresses().values());
        reserved.add(pool.gateway());
        return reserved;
    }
}
