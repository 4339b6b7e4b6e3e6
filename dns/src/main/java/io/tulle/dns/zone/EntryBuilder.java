package io.tulle.dns.zone;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what one name stands for, from all endpoints that have it. Called by the control thread. */
final class EntryBuilder
{
    private final String name;
    private final Set<InetAddress> addresses = new LinkedHashSet<>(2);
    private final Set<ZoneEntry.Service> services = new LinkedHashSet<>(2);
    private final Set<String> sources = new LinkedHashSet<>(2);
    private String pointer;

    EntryBuilder(final String name)
    {
        this.name = name;
    }

    EntryBuilder source(final String source)
    {
        sources.add(source);
        return this;
    }

    void addresses(final List<InetAddress> added)
    {
        addresses.addAll(added);
    }

    void service(final ZoneEntry.Service service)
    {
        services.add(service);
    }

    /** The first one counts. */
    void pointer(final String target)
    {
        pointer = null == pointer ? target : pointer;
    }

    ZoneEntry build()
    {
        return new ZoneEntry(name, List.copyOf(addresses), pointer, List.copyOf(services), String.join(", ", sources));
    }
}
