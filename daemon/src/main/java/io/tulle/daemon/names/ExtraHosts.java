package io.tulle.daemon.names;

import io.tulle.config.ContainerDns.ExtraHost;
import io.tulle.dns.zone.ZoneEntry;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Makes names of a container's extra_hosts. Called by the control thread. */
final class ExtraHosts
{
    static final String SOURCE = "extra_hosts";

    private ExtraHosts()
    {
    }

    /**
     * @param ipv4   the gateway's, which host-gateway stands for, or null
     * @param ipv6   the gateway's, or null
     * @param others added but for names that the user gave another meaning
     */
    static List<ZoneEntry> entries(final List<ExtraHost> hosts, final InetAddress ipv4, final InetAddress ipv6,
        final Collection<ZoneEntry> others)
    {
        final Map<String, Set<InetAddress>> addresses = new LinkedHashMap<>();
        for (final ExtraHost host : hosts)
        {
            final Set<InetAddress> known = addresses.computeIfAbsent(key(host.name()), (name) -> new LinkedHashSet<>());
            (null == host.address() ? Stream.of(ipv4, ipv6) : Stream.of(Servers.inetAddress(host.address())))
                .filter(Objects::nonNull).forEach(known::add);
        }
        final List<ZoneEntry> entries = new ArrayList<>();
        addresses.forEach((name, found) -> entries.add(ZoneEntry.of(name, List.copyOf(found), SOURCE)));
        others.stream().filter((other) -> !addresses.containsKey(key(other.name()))).forEach(entries::add);
        return entries;
    }

    private static String key(final String name)
    {
        final String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
