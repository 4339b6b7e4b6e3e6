package io.tulle.daemon;

import java.util.BitSet;

import io.tulle.control.FabricException;

/** Gives each attached port the lowest free index. Used by the control thread. */
final class PortIndexes
{
    private final BitSet used = new BitSet();
    private final int maxPorts;

    PortIndexes(final int maxPorts)
    {
        this.maxPorts = maxPorts;
        used.set(0); // the counters file keeps the sums of removed ports there
    }

    int claim()
    {
        final int index = used.nextClearBit(0);
        if (index >= maxPorts)
        {
            throw new FabricException("no switch port left: Tulle has room for " + (maxPorts - 1) +
                "; disconnect an endpoint first");
        }
        used.set(index);
        return index;
    }

    void release(final int index)
    {
        used.clear(index);
    }
}
