package io.tulle.control;

import io.tulle.config.IpAddress;
import io.tulle.config.PortMapping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Joins ports that Docker gives one by one: those that follow each other become one range, which costs as much as one
 * port does, and 0.0.0.0 with :: is every address. Called by the control thread.
 */
final class PortMerger
{
    private static final Comparator<PortMapping> CONSECUTIVE = Comparator
        .comparing(PortMapping::protocol)
        .thenComparing(mapping -> String.valueOf(mapping.hostIp()))
        .thenComparing(PortMapping::hasChoice)
        .thenComparingInt(PortMapping::hostPort)
        .thenComparingInt(PortMapping::containerPort);

    private static final IpAddress IPV4_ANY = IpAddress.parse("0.0.0.0");
    private static final IpAddress IPV6_ANY = IpAddress.parse("::");

    private PortMerger()
    {
    }

    /** The same ports in as few mappings as possible; one that is there twice is there once. */
    static List<PortMapping> merge(final List<PortMapping> mappings)
    {
        final List<PortMapping> merged = new ArrayList<>();
        for (final PortMapping next : ofBothFamilies(new LinkedHashSet<>(mappings)))
        {
            final int last = merged.size() - 1;
            if (last >= 0 && follows(merged.get(last), next))
            {
                merged.set(last, joined(merged.get(last), next));
            }
            else
            {
                merged.add(next);
            }
        }
        return merged;
    }

    /** In the order in which one may follow the other. */
    private static List<PortMapping> ofBothFamilies(final Set<PortMapping> mappings)
    {
        return mappings.stream()
            .map(mapping -> mappings.containsAll(List.of(at(IPV4_ANY, mapping), at(IPV6_ANY, mapping))) &&
                isAny(mapping.hostIp()) ? at(null, mapping) : mapping)
            .distinct().sorted(CONSECUTIVE).toList();
    }

    private static boolean isAny(final IpAddress hostIp)
    {
        return null == hostIp || hostIp.isUnspecified();
    }

    private static PortMapping at(final IpAddress hostIp, final PortMapping mapping)
    {
        return new PortMapping(hostIp, mapping.hostPort(), mapping.hostPortEnd(), mapping.containerPort(),
            mapping.containerPortEnd(), mapping.protocol(), mapping.allow());
    }

    private static boolean follows(final PortMapping one, final PortMapping next)
    {
        return !one.hasChoice() && !next.hasChoice() && one.protocol() == next.protocol() &&
            Objects.equals(one.hostIp(), next.hostIp()) && one.allow().equals(next.allow()) &&
            one.hostPortEnd() + 1 == next.hostPort() && one.containerPortEnd() + 1 == next.containerPort();
    }

    private static PortMapping joined(final PortMapping one, final PortMapping next)
    {
        return new PortMapping(one.hostIp(), one.hostPort(), next.hostPortEnd(), one.containerPort(),
            next.containerPortEnd(), one.protocol(), one.allow());
    }
}
