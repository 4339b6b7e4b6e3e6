package io.tulle.daemon.names;

import io.tulle.control.NameSource.NameRow;
import io.tulle.dns.zone.NameView;
import io.tulle.dns.zone.Zone;
import io.tulle.dns.zone.ZoneEntry;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns zones and views into rows of a listing, each row once. Used by one thread of the API. */
final class NameRows
{
    private static final String SHORT_ID = "[0-9a-f]{12}";

    private final Set<NameRow> rows = new LinkedHashSet<>();
    private final int ttlS;

    NameRows(final int ttlS)
    {
        this.ttlS = ttlS;
    }

    Set<NameRow> rows()
    {
        return rows;
    }

    /** All names of a network. */
    void add(final Zone zone)
    {
        final List<ZoneEntry> entries = zone.table().entries();
        final Map<String, String> owners = new HashMap<>(); // of full names
        entries.stream().filter((entry) -> null != entry.pointer())
            .forEach((entry) -> owners.put(entry.pointer(), entry.source()));
        final Map<InetAddress, String> containers = new HashMap<>();
        entries.stream().filter((entry) -> owners.containsKey(entry.name())).forEach((entry) ->
            entry.addresses().forEach((address) -> containers.put(address, owners.get(entry.name()))));
        entries.forEach((entry) -> add(entry, zone.network(), containers, source(entry, zone.network())));
    }

    /** The names that a view has beside those of its networks. */
    void addHosts(final NameView view)
    {
        for (final ZoneEntry entry : view.hosts().entries())
        {
            final boolean isOwn = ExtraHosts.SOURCE.equals(entry.source());
            for (final InetAddress address : entry.addresses())
            {
                add(entry.name(), address, isOwn ? null : view.network(), isOwn ? view.container() : null,
                    isOwn ? ExtraHosts.SOURCE + " of " + view.container() : entry.source());
            }
        }
    }

    private void add(final ZoneEntry entry, final String network, final Map<InetAddress, String> containers,
        final String source)
    {
        entry.addresses().forEach((address) -> add(entry.name(), address, network,
            containers.getOrDefault(address, entry.source()), source));
        if (null != entry.pointer())
        {
            rows.add(new NameRow(entry.name(), "PTR", entry.pointer() + '.', ttlS, network, entry.source(), source));
        }
        entry.services().forEach((service) -> rows.add(new NameRow(entry.name(), "SRV",
            "0 0 " + service.port() + ' ' + service.target() + '.', ttlS, network, entry.source(), source)));
    }

    private void add(final String name, final InetAddress address, final String network, final String container,
        final String source)
    {
        rows.add(new NameRow(name, address instanceof Inet4Address ? "A" : "AAAA",
            Servers.ipAddress(address).toString(), ttlS, network, container, source));
    }

    private static String source(final ZoneEntry entry, final String network)
    {
        final String alone = entry.name().endsWith('.' + network) ?
            entry.name().substring(0, entry.name().length() - network.length() - 1) : entry.name();
        return (null != entry.pointer() ? "address of " : !entry.services().isEmpty() ? "port of " :
            alone.equals(entry.source()) ? "container " : alone.matches(SHORT_ID) ? "id of " : "alias of ") +
            entry.source();
    }
}
