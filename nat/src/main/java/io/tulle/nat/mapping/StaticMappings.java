package io.tulle.nat.mapping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

import io.tulle.nat.gateway.InetAddresses;

/**
 * Every published port. The control thread replaces the immutable table inside; workers look up without a lock, once a
 * new session.
 *
 * <p>The table cuts the ports of a protocol where a published range begins or ends, and keeps what is published between
 * two cuts: a range of ten thousand ports is one entry, and a look-up is a binary search.
 */
public final class StaticMappings
{
    private static final int PORT_BITS = 16;
    private static final StaticMapping[] NOTHING = {};
    private static final Comparator<StaticMapping> SPECIFIC_FIRST =
        Comparator.comparing(StaticMappings::isForEveryAddress);

    private volatile Table table = new Table(new int[0], new StaticMapping[0][]);

    /** Called by the control thread. */
    public void set(final Collection<StaticMapping> mappings)
    {
        final TreeSet<Integer> cuts = new TreeSet<>();
        for (final StaticMapping mapping : mappings)
        {
            cuts.add(position(mapping.protocol(), mapping.firstPort()));
            cuts.add(position(mapping.protocol(), mapping.lastPort()) + 1);
        }
        final int[] starts = cuts.stream().mapToInt(Integer::intValue).toArray();
        final List<List<StaticMapping>> published = new ArrayList<>();
        Arrays.stream(starts).forEach((start) -> published.add(new ArrayList<>()));
        for (final StaticMapping mapping : mappings)
        {
            final int end = position(mapping.protocol(), mapping.lastPort());
            for (int i = Arrays.binarySearch(starts, position(mapping.protocol(), mapping.firstPort()));
                i < starts.length && starts[i] <= end; i++)
            {
                published.get(i).add(mapping);
            }
        }
        published.forEach((section) -> section.sort(SPECIFIC_FIRST));
        table = new Table(starts, published.stream().map((section) -> section.toArray(NOTHING))
            .toArray(StaticMapping[][]::new));
    }

    /** @return the mapping of that external address and port, one for its very address before one for all; or null. */
    public StaticMapping find(final int protocol, final long externalHigh, final long externalLow, final int port)
    {
        for (final StaticMapping mapping : table.section(position(protocol, port)))
        {
            final boolean isAddress = isForEveryAddress(mapping) ?
                InetAddresses.isIpv4(mapping.internalHigh(), mapping.internalLow()) ==
                    InetAddresses.isIpv4(externalHigh, externalLow) :
                mapping.externalHigh() == externalHigh && mapping.externalLow() == externalLow;
            if (isAddress)
            {
                return mapping;
            }
        }
        return null;
    }

    private static boolean isForEveryAddress(final StaticMapping mapping)
    {
        return 0 == mapping.externalHigh() && 0 == mapping.externalLow();
    }

    private static int position(final int protocol, final int port)
    {
        return protocol << PORT_BITS | port;
    }

    /** What is published from each cut on to the next one. */
    private record Table(int[] starts, StaticMapping[][] sections)
    {
        StaticMapping[] section(final int position)
        {
            int low = 0;
            int high = starts.length;
            while (low < high)
            {
                final int middle = low + high >>> 1;
                if (starts[middle] <= position)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }
            return 0 == low ? NOTHING : sections[low - 1];
        }
    }
}
