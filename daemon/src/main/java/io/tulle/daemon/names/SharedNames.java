package io.tulle.daemon.names;

import io.tulle.dns.message.DomainName;
import io.tulle.dns.zone.ZoneEntry;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Adds the names of endpoints up: who shares a name shares its answers. Only the names of the endpoint that comes or
 * goes are made anew, so that a thousand containers which start one after the other do not make each other's again and
 * again. Called by the control thread.
 */
final class SharedNames
{
    private final Map<String, Map<Integer, ZoneEntry>> sharers = new HashMap<>(); // by name, then by port
    private final Map<String, ZoneEntry> names = new LinkedHashMap<>();
    private final Map<Integer, List<String>> keys = new HashMap<>(); // by port

    /** @param entries of one endpoint, which replace those that it had */
    void put(final int port, final List<ZoneEntry> entries)
    {
        remove(port);
        final List<String> own = new ArrayList<>();
        for (final ZoneEntry entry : entries)
        {
            final String key = key(entry.name());
            own.add(key);
            sharers.computeIfAbsent(key, (name) -> new LinkedHashMap<>(2)).put(port, entry);
            settle(key);
        }
        keys.put(port, own);
    }

    void remove(final int port)
    {
        final List<String> gone = keys.remove(port);
        for (final String key : null == gone ? List.<String>of() : gone)
        {
            sharers.get(key).remove(port);
            settle(key);
        }
    }

    /** @return each name once. */
    Collection<ZoneEntry> entries()
    {
        return names.values();
    }

    private void settle(final String key)
    {
        final Collection<ZoneEntry> entries = sharers.get(key).values();
        if (entries.isEmpty())
        {
            sharers.remove(key);
            names.remove(key);
        }
        else
        {
            names.put(key, 1 == entries.size() ? entries.iterator().next() : merged(entries));
        }
    }

    private static ZoneEntry merged(final Collection<ZoneEntry> entries)
    {
        final Set<InetAddress> addresses = new LinkedHashSet<>();
        final Set<ZoneEntry.Service> services = new LinkedHashSet<>();
        final Set<String> sources = new LinkedHashSet<>();
        for (final ZoneEntry entry : entries)
        {
            addresses.addAll(entry.addresses());
            services.addAll(entry.services());
            sources.add(entry.source());
        }
        final String pointer =
            entries.stream().map(ZoneEntry::pointer).filter(Objects::nonNull).findFirst().orElse(null);
        return new ZoneEntry(entries.iterator().next().name(), List.copyOf(addresses), pointer,
            List.copyOf(services), String.join(", ", sources));
    }

    /** Two spellings of a name are one on the wire. */
    private static String key(final String name)
    {
        return new String(DomainName.encodeLowerCase(name), StandardCharsets.ISO_8859_1);
    }
}
