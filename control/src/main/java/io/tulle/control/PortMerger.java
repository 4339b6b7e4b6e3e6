package io.tulle.control;

import io.tulle.config.PortMapping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;

/**
 * Joins ports that Docker gives one by one: those that follow each other become one range, which costs as much as one
 * port does. Called by the control thread.
 */
final class PortMerger
{
    private static final Comparator<PortMapping> CONSECUTIVE = Comparator
        .comparing(PortMapping::protocol)
        .thenComparing(mapping -> String.valueOf(mapping.hostIp()))
        .thenComparing(PortMapping::hasChoice)
        .thenComparingInt(PortMapping::hostPort)
        .thenComparingInt(PortMapping::containerPort);

    private PortMerger()
    {
    }

    /** The same ports in as few mappings as possible; one that is there twice is there once. */
    static List<PortMapping> merge(final List<PortMapping> mappings)
    {
        final List<PortMapping> merged = new ArrayList<>();
        for (final PortMapping next : new LinkedHashSet<>(mappings).stream().sorted(CONSECUTIVE).toList())
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
