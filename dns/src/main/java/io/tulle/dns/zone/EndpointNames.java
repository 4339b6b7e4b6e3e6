package io.tulle.dns.zone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tulle.dns.message.DomainName;

import java.net.InetAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes the names of one network from its endpoints, as Docker does: container name, short id and aliases, each alone
 * and in front of the network's name; reverse names; and services. Endpoints that share a name share its answers.
 * Called by the control thread; used once.
 */
public final class EndpointNames
{
    private final String network;
    /** By the name on the wire, so that no two spellings of one name meet in the table. */
    private final Map<String, EntryBuilder> names = new LinkedHashMap<>();
    private final Set<String> skipped = new LinkedHashSet<>();

    private EndpointNames(final String network)
    {
        this.network = network;
    }

    public static EndpointNames of(final String network, final Collection<NamedEndpoint> endpoints)
    {
        final EndpointNames names = new EndpointNames(network);
        endpoints.forEach(names::add);
        return names;
    }

    /** @return what a {@link ZoneTable} is made of. */
    public List<ZoneEntry> entries()
    {
        return names.values().stream().map(EntryBuilder::build).toList();
    }

    /** @return names that nobody can ask for, such as one with a label over 63 octets: for a warning. */
    public Set<String> skipped()
    {
        return skipped;
    }

    private void add(final NamedEndpoint endpoint)
    {
        final List<InetAddress> addresses =
            Stream.of(endpoint.ipv4(), endpoint.ipv6()).filter(Objects::nonNull).toList();
        final List<String> own = namesOf(endpoint);
        final String source = own.isEmpty() ? network : own.get(0);
        final String canonical = canonical(endpoint);
        for (final String name : own)
        {
            addForward(name, addresses, endpoint.services(), canonical, source);
            addForward(name + '.' + network, addresses, endpoint.services(), canonical, source);
        }
        if (null != canonical)
        {
            addresses.forEach((address) -> addReverse(address, canonical, source));
        }
    }

    private static List<String> namesOf(final NamedEndpoint endpoint)
    {
        return Stream.concat(Stream.of(endpoint.container(), endpoint.shortId()), endpoint.aliases().stream())
            .filter(Objects::nonNull).map(EndpointNames::withoutLastDot).toList();
    }

    /** @return the full name that reverse names and services point to, or null if none can be asked for. */
    private String canonical(final NamedEndpoint endpoint)
    {
        return Stream.of(endpoint.container(), endpoint.shortId())
            .filter(Objects::nonNull).map((name) -> name + '.' + network)
            .filter((name) -> null != wireName(name)).findFirst().orElse(null);
    }

    private void addForward(final String name, final List<InetAddress> addresses,
        final List<NamedEndpoint.Service> services, final String canonical, final String source)
    {
        final EntryBuilder entry = entry(name, source);
        if (null == entry)
        {
            return;
        }
        entry.addresses(addresses);
        if (null != canonical)
        {
            services.forEach((service) -> addService(service, name, canonical, source));
        }
    }

    private void addService(final NamedEndpoint.Service service, final String name, final String canonical,
        final String source)
    {
        // RFC 2782 has the service's name in front, swarm its number
        final String prefix = "_" + service.containerPort() + "._" + service.protocol() + '.';
        final EntryBuilder entry = entry(prefix + name, source);
        if (null != entry)
        {
            entry.service(new ZoneEntry.Service(service.containerPort(), canonical));
        }
    }

    private void addReverse(final InetAddress address, final String canonical, final String source)
    {
        entry(ReverseName.of(address), source).pointer(canonical);
    }

    private EntryBuilder entry(final String name, final String source)
    {
        final String key = wireName(name);
        if (null == key)
        {
            skipped.add(name);
            return null;
        }
        return names.computeIfAbsent(key, (wire) -> new EntryBuilder(name)).source(source);
    }

    /** @return null when it cannot be on the wire. */
    private static String wireName(final String name)
    {
        try
        {
            return name.isEmpty() ? null : new String(DomainName.encodeLowerCase(name), ISO_8859_1);
        }
        catch (final IllegalArgumentException ex)
        {
            return null; // what is wrong with it is plain to see
        }
    }

    private static String withoutLastDot(final String name)
    {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
