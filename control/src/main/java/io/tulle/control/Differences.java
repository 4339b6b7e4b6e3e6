package io.tulle.control;

import io.tulle.config.IpamPool;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Collects the properties in which two records differ, and remembers the heaviest consequence. */
final class Differences
{
    private final List<Difference> found = new ArrayList<>();
    private boolean replaces;

    /** A property that can change in place. */
    Differences update(final String property, final Object before, final Object after)
    {
        if (!Objects.equals(before, after))
        {
            found.add(new Difference(property, text(before), text(after)));
        }
        return this;
    }

    /** A property whose change means to make the thing anew. */
    Differences replace(final String property, final Object before, final Object after)
    {
        replaces |= !Objects.equals(before, after);
        return update(property, before, after);
    }

    /** A reason to make the thing anew that is no property of the record. */
    Differences because(final boolean isSo, final String property, final String before, final String after)
    {
        return isSo ? replace(property, before, after) : this;
    }

    /** Options that mean nothing to Tulle: they are kept, and shown where no other difference tells. */
    private Differences driverOpts(final Network before, final Network after)
    {
        return before.options().equals(after.options()) ?
            update("driver_opts", before.driverOpts(), after.driverOpts()) : this;
    }

    boolean isEmpty()
    {
        return found.isEmpty();
    }

    Action action()
    {
        return replaces ? Action.REPLACE : Action.UPDATE;
    }

    List<Difference> found()
    {
        return List.copyOf(found);
    }

    /** Subnet, gateway and family are what every endpoint was made with; a filtering database cannot grow in use. */
    static Differences of(final Network before, final Network after)
    {
        final Differences differences = new Differences()
            .replace("enable_ipv4", before.enableIpv4(), after.enableIpv4())
            .replace("enable_ipv6", before.enableIpv6(), after.enableIpv6());
        pools(differences, before.ipv4Pool(), after.ipv4Pool());
        pools(differences, before.ipv6Pool(), after.ipv6Pool());
        return differences
            .update("internal", before.internal(), after.internal())
            .update("uplink", before.uplink(), after.uplink())
            .update("host_access", before.hostAccess(), after.hostAccess())
            .update("dns", before.dns().isEnabled(), after.dns().isEnabled())
            .update("dns.servers", before.dns().servers(), after.dns().servers())
            .update("dns.domains", before.dns().domains(), after.dns().domains())
            .update("attachable", before.attachable(), after.attachable())
            .update("mtu", before.options().mtu(), after.options().mtu())
            .update("iface_prefix", before.options().ifacePrefix(), after.options().ifacePrefix())
            .update("enable_ip_masquerade", before.options().masquerade(), after.options().masquerade())
            .update("routing", before.options().routing(), after.options().routing())
            .update("host_binding", before.options().hostBinding(), after.options().hostBinding())
            .update("default_bridge", before.options().defaultBridge(), after.options().defaultBridge())
            .update("enable_icc", before.options().icc(), after.options().icc())
            .update("source_guard", before.options().sourceGuard(), after.options().sourceGuard())
            .update("neighbor_suppression", before.options().neighborSuppression(),
                after.options().neighborSuppression())
            .update("fdb_ageing", before.options().fdbAgeing(), after.options().fdbAgeing())
            .replace("fdb_max_entries", before.options().fdbMaxEntries(), after.options().fdbMaxEntries())
            .driverOpts(before, after)
            .update("labels", before.labels(), after.labels())
            .update("origin", before.origin(), after.origin());
    }

    /** The device is made anew where it would look different inside the container. */
    static Differences of(final Endpoint before, final Endpoint after)
    {
        return new Differences()
            .replace("interface", before.interfaceName(), after.interfaceName())
            .replace("ipv4", before.ipv4(), after.ipv4())
            .replace("ipv6", before.ipv6(), after.ipv6())
            .replace("mac", before.mac(), after.mac())
            .replace("mtu", before.mtu(), after.mtu())
            .update("aliases", before.aliases(), after.aliases())
            .update("priority", before.priority(), after.priority())
            .update("gw_priority", before.gwPriority(), after.gwPriority())
            .update("driver_opts", before.driverOpts(), after.driverOpts())
            .update("origin", before.origin(), after.origin());
    }

    private static void pools(final Differences differences, final IpamPool before, final IpamPool after)
    {
        if (null != before && null != after)
        {
            differences
                .replace("subnet", before.subnet(), after.subnet())
                .replace("gateway", before.gateway(), after.gateway())
                .update("ip_range", before.ipRange(), after.ipRange())
                .update("aux_addresses", before.auxAddresses(), after.auxAddresses());
        }
    }

    private static String text(final Object value)
    {
        return null == value ? null :
            value instanceof final Origin origin ? origin.name().toLowerCase(Locale.ROOT) : value.toString();
    }
}
