package io.tulle.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the section {@code workers}. */
final class WorkersReader
{
    private static final Keys KEYS = Keys.of("workers", "count", "idle", "cpus");
    private static final int UNKNOWN = -1; // refused, and said so: the processors cannot be counted against it

    private WorkersReader()
    {
    }

    static Workers read(final YamlNode node)
    {
        node.mapOrReport();
        KEYS.check(node);
        final int count = node.parse("count", Scalars.integer(1, Workers.MAX_COUNT),
            node.has("count") ? UNKNOWN : Workers.DEFAULTS.count());
        final Idle idle = node.parse("idle", WorkersReader::idle, Workers.DEFAULTS.idle());
        return new Workers(count, idle, node.has("cpus") ? cpus(node.child("cpus"), count) : List.of());
    }

    private static Idle idle(final String text)
    {
        for (final Idle idle : Idle.values())
        {
            if (idle.name().toLowerCase(Locale.ROOT).equals(text))
            {
                return idle;
            }
        }
        throw new BadValueException(text, "is not a way to idle", "write busy, adaptive or sleep");
    }

    private static List<Integer> cpus(final YamlNode node, final int count)
    {
        final List<Integer> cpus = new ArrayList<>();
        for (final YamlNode item : node.listOrReport())
        {
            final Integer cpu = item.parse(Scalars.integer(0, Workers.MAX_CPU), null);
            if (null != cpu && cpus.contains(cpu))
            {
                item.problem(item.text(), "is named twice", "give each worker a processor of its own");
            }
            else if (null != cpu)
            {
                cpus.add(cpu);
            }
        }
        if (UNKNOWN != count && !node.items().isEmpty() && node.items().size() != count)
        {
            node.problem(null, "must name a processor for each worker: it names " + node.items().size() +
                ", count is " + count, "name one for each, or none");
        }
        return cpus;
    }
}
