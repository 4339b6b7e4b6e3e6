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
    private final IpamPool pool;
    private final Cidr range;
    private final Set<IpAddress> taken = new HashSet<>();
    private IpAddress cursor; // no address of the range below it is free

    AddressPool(final IpamPool pool)
    {
        this.pool = pool;
        range = null == pool.ipRange() ? pool.subnet() : pool.ipRange();
        cursor = range.first();
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
        return pool.subnet().contains(address);
    }

    int prefixLength()
    {
        return pool.subnet().prefixLength();
    }

    private boolean isReserved(final IpAddress address)
    {
        return address.compareTo(pool.subnet().firstHost()) < 0 || address.compareTo(pool.subnet().lastHost()) > 0 ||
            address.equals(pool.gateway()) || pool.auxAddresses().containsValue(address);
    }
}
