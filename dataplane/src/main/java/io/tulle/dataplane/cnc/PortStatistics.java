package io.tulle.dataplane.cnc;

import java.util.EnumMap;
import java.util.Map;

import io.tulle.dataplane.DropReason;

/** What one port counted, all workers together. Made by a reader of the counters file, off the frame's way. */
public final class PortStatistics
{
    private final int index;
    private final String name;
    private final long[] counts = new long[PortCounters.COUNTER_CAPACITY];

    PortStatistics(final int index, final String name)
    {
        this.index = index;
        this.name = name;
    }

    void add(final int counter, final long amount)
    {
        counts[counter] += amount;
    }

    /** @return the port's number; {@link PortCounters#REMOVED_PORTS} is the sum of those that were removed. */
    public int index()
    {
        return index;
    }

    public String name()
    {
        return name;
    }

    public long rxFrames()
    {
        return counts[PortCounters.RX_FRAMES];
    }

    public long rxBytes()
    {
        return counts[PortCounters.RX_BYTES];
    }

    public long txFrames()
    {
        return counts[PortCounters.TX_FRAMES];
    }

    public long txBytes()
    {
        return counts[PortCounters.TX_BYTES];
    }

    /** @return how many further frames flooding made of those that came in here. */
    public long copies()
    {
        return counts[PortCounters.COPIES];
    }

    /** @return how many frames of this port ended here, for whatever reason: those that were lost and the others. */
    public long drops()
    {
        return dropsByReason().values().stream().mapToLong(Long::longValue).sum();
    }

    /** @return how many of the drops are losses. */
    public long losses()
    {
        return dropsByReason().entrySet().stream().filter((drop) -> drop.getKey().isLoss())
            .mapToLong(Map.Entry::getValue).sum();
    }

    /** @return how many of the drops are none for a user: the frames did their service, or somebody else has them. */
    public long handedOn()
    {
        return drops() - losses();
    }

    /** @return the reasons with a count above zero, in their order. */
    public Map<DropReason, Long> dropsByReason()
    {
        final Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
        for (final DropReason reason : DropReason.values())
        {
            final long count = counts[PortCounters.DROPS + reason.ordinal()];
            if (0 != count)
            {
                drops.put(reason, count);
            }
        }
        return drops;
    }
}
