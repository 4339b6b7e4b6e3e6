package io.tulle.control;

import io.tulle.config.IpamPool;
import io.tulle.config.MacAddr;
import io.tulle.config.NetworkDns;
import io.tulle.config.NetworkOptions;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A CNM network as it exists: one bridge domain with its resolved address pools.
 *
 * @param id         64 hex digits, for life
 * @param uplink     the name of the uplink that packets leave by; null if there is no way out
 * @param hostAccess true if the host and the containers reach each other
 * @param pools      at most one a family; subnet and gateway are always present, ipRange may be null
 * @param options    what the driver options mean, defaults filled in
 * @param dns        how its containers resolve names
 * @param driverOpts the options as the user wrote them
 */
public record Network(
    String id,
    String name,
    Instant created,
    boolean internal,
    String uplink,
    boolean hostAccess,
    boolean enableIpv4,
    boolean enableIpv6,
    boolean attachable,
    List<IpamPool> pools,
    NetworkOptions options,
    NetworkDns dns,
    Map<String, String> driverOpts,
    Map<String, String> labels,
    Origin origin)
{
    private static final int HEX = 16;
    private static final long GATEWAY_MAC = 0x0254_0000_0000L;
    private static final int MAC_DIGITS = 8;

    /** Freezes the collections. */
    public Network
    {
        pools = List.copyOf(pools);
        driverOpts = Sorted.copy(driverOpts);
        labels = Sorted.copy(labels);
    }

    /** The IPv4 pool, or null on a network without IPv4. */
    public IpamPool ipv4Pool()
    {
        return pool(false);
    }

    /** The IPv6 pool, or null on a network without IPv6. */
    public IpamPool ipv6Pool()
    {
        return pool(true);
    }

    /** The first 12 digits of the id, as Docker shows it. */
    public String shortId()
    {
        return id.substring(0, Ids.SHORT_LENGTH);
    }

    /** True if it has a name of its own, and not just the start of its id. */
    public boolean isNamed()
    {
        return !id.startsWith(name);
    }

    /**
     * The MAC address of the gateway: 02:54 and the first digits of the id, so that it is the same after a restart, no
     * endpoint's (02:42 and the address), and no other Tulle's on this host.
     */
    public MacAddr gatewayMac()
    {
        return new MacAddr(GATEWAY_MAC | Long.parseLong(id.substring(0, MAC_DIGITS), HEX));
    }

    /** The same network under a new id, as one that is made anew. */
    Network renewed()
    {
        return new Network(Ids.next(), name, Instant.now(), internal, uplink, hostAccess, enableIpv4, enableIpv6,
            attachable, pools, options, dns, driverOpts, labels, origin);
    }

    /** The same network under another name. */
    Network renamed(final String other)
    {
        return new Network(id, other, created, internal, uplink, hostAccess, enableIpv4, enableIpv6, attachable, pools,
            options, dns, driverOpts, labels, origin);
    }

    /** The same network with other labels. */
    Network labels(final Map<String, String> others)
    {
        return new Network(id, name, created, internal, uplink, hostAccess, enableIpv4, enableIpv6, attachable, pools,
            options, dns, driverOpts, others, origin);
    }

    /** The same network with another way out. */
    Network uplink(final String name)
    {
        return new Network(id, this.name, created, internal, name, hostAccess, enableIpv4, enableIpv6, attachable,
            pools, options, dns, driverOpts, labels, origin);
    }

    /** The same network with another resolver. */
    Network dns(final NetworkDns other)
    {
        return new Network(id, name, created, internal, uplink, hostAccess, enableIpv4, enableIpv6, attachable,
            pools, options, other, driverOpts, labels, origin);
    }

    private IpamPool pool(final boolean ipv6)
    {
        for (final IpamPool pool : pools)
        {
            if (pool.subnet().isV6() == ipv6)
            {
                return pool;
            }
        }
        return null;
    }
}
