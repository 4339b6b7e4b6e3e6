package io.tulle.config;

import java.util.Map;

/**
 * The addresses of a network in one family.
 *
 * @param subnet       the on-link prefix.
 * @param ipRange      part of it that addresses are given from, or null: all of it.
 * @param gateway      as written, or null: see {@link #gatewayOrLowest()}.
 * @param auxAddresses never given to a container, by what they are kept for.
 */
public record IpamPool(Cidr subnet, Cidr ipRange, IpAddress gateway, Map<String, IpAddress> auxAddresses)
{
    public IpamPool
    {
        auxAddresses = Ordered.copy(auxAddresses);
    }

    /** The gateway of the file, or the lowest host address of the subnet that is not kept for something else. */
    public IpAddress gatewayOrLowest()
    {
        IpAddress lowest = null == gateway ? subnet.firstHost() : gateway;
        while (null == gateway && auxAddresses.containsValue(lowest) && lowest.compareTo(subnet.lastHost()) < 0)
        {
            lowest = lowest.next();
        }
        return lowest;
    }
}
