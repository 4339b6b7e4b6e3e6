package io.tulle.daemon.uplink;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

import io.tulle.config.PortRange;

/** A set of transport ports that is read and shown as ranges: {@code 8080,49152-65535}. Immutable. Any thread. */
public final class PortSet
{
    public static final PortSet EMPTY = new PortSet(new BitSet());

    private final BitSet ports;

    private PortSet(final BitSet ports)
    {
        this.ports = ports;
    }

    public static PortSet of(final PortRange range)
    {
        final BitSet ports = new BitSet();
        ports.set(range.start(), range.end() + 1);
        return new PortSet(ports);
    }

    /** Reads ranges with commas between them; empty text is no port. */
    public static PortSet parse(final String text)
    {
        PortSet ports = EMPTY;
        for (final String range : text.strip().split(","))
        {
            ports = range.isBlank() ? ports : ports.plus(of(PortRange.parse(range.strip())));
        }
        return ports;
    }

    static PortSet of(final BitSet ports)
    {
        return new PortSet((BitSet) ports.clone());
    }

    public PortSet plus(final PortSet others)
    {
        final BitSet all = (BitSet) ports.clone();
        all.or(others.ports);
        return new PortSet(all);
    }

    public PortSet minus(final PortSet others)
    {
        final BitSet rest = (BitSet) ports.clone();
        rest.andNot(others.ports);
        return new PortSet(rest);
    }

    public PortSet both(final PortSet others)
    {
        final BitSet common = (BitSet) ports.clone();
        common.and(others.ports);
        return new PortSet(common);
    }

    public boolean contains(final int port)
    {
        return ports.get(port);
    }

    public boolean isEmpty()
    {
        return ports.isEmpty();
    }

    public List<PortRange> ranges()
    {
        final List<PortRange> ranges = new ArrayList<>();
        for (int start = ports.nextSetBit(0); start >= 0; start = ports.nextSetBit(ports.nextClearBit(start)))
        {
            ranges.add(new PortRange(start, ports.nextClearBit(start) - 1));
        }
        return ranges;
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof PortSet that && ports.equals(that.ports);
    }

    @Override
    public int hashCode()
    {
        return ports.hashCode();
    }

    @Override
    public String toString()
    {
        return ranges().stream().map(PortSet::text).collect(Collectors.joining(","));
    }

    private static String text(final PortRange range)
    {
        return range.start() == range.end() ? "" + range.start() : range.start() + "-" + range.end();
    }
}
