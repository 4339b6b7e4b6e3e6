package io.tulle.config;

import java.util.List;
import java.util.Map;

/**
 * One network of the file: a switch of its own with its addresses.
 *
 * @param name       the key in the file.
 * @param internal   no way out: no default route in its containers.
 * @param uplink     by which its packets leave; null if it has none.
 * @param hostAccess the host and its containers reach each other.
 * @param enableIpv4 containers get IPv4 addresses.
 * @param enableIpv6 containers get IPv6 addresses.
 * @param attachable kept for Docker's listings; every network of Tulle can be attached to.
 * @param ipam       at most one pool a family; none means the next free of the default pools.
 * @param driverOpts as written.
 * @param labels     as written.
 * @param options    typed reading of driverOpts.
 * @param dns        how its containers resolve names.
 */
public record NetworkSpec(String name, boolean internal, String uplink, boolean hostAccess, boolean enableIpv4,
    boolean enableIpv6, boolean attachable, List<IpamPool> ipam, Map<String, String> driverOpts,
    Map<String, String> labels, NetworkOptions options, NetworkDns dns)
{
    /** The network that Compose makes for containers which name none. */
    public static final String DEFAULT_NAME = "default";

    public NetworkSpec
    {
        ipam = List.copyOf(ipam);
        driverOpts = Ordered.copy(driverOpts);
        labels = Ordered.copy(labels);
    }

    /** The network that {@code NAME: {}} describes. */
    public static NetworkSpec ofDefaults(final String name)
    {
        return new NetworkSpec(name, false, null, true, true, false, false, List.of(), Map.of(), Map.of(),
            NetworkOptions.DEFAULTS, NetworkDns.DEFAULTS);
    }

    /** The same network with another way out; null for none. */
    public NetworkSpec uplink(final String name)
    {
        return new NetworkSpec(this.name, internal, name, hostAccess, enableIpv4, enableIpv6, attachable, ipam,
            driverOpts, labels, options, dns);
    }

    /** The same network whose containers resolve names otherwise. */
    public NetworkSpec dns(final NetworkDns other)
    {
        return new NetworkSpec(name, internal, uplink, hostAccess, enableIpv4, enableIpv6, attachable, ipam,
            driverOpts, labels, options, other);
    }

    /** The pool of a family, or null: the daemon chooses. */
    public IpamPool pool(final boolean isV6)
    {
        for (final IpamPool pool : ipam)
        {
            if (pool.subnet().isV6() == isV6)
            {
                return pool;
            }
        }
        return null;
    }
}
