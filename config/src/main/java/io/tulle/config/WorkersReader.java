package io.tulle.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the section {@code workers}. */
final class WorkersReader
{
    private static final Keys KEYS = Keys.of("workers", "count", "idle", "cpus");

    private WorkersReader()
    {
    }

    static Workers read(final YamlNode node)
    {
        node.mapOrReport();
        KEYS.check(node);
        final int count = node.parse("count", Scalars.integer(1, Workers.MAX_COUNT), Workers.DEFAULTS.count());
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
        if (!node.items().isEmpty() && node.items().size() != count)
        {
            node.problem(null, "names " + node.items().size() + " processors for " + count + " workers",
                "name one for each worker, or none");
        }
        return cpus;
    }
}
