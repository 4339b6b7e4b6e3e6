package io.tulle.daemon.cli;

import io.tulle.dataplane.cnc.CncReader;
import io.tulle.dataplane.cnc.PortStatistics;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Turns two looks at the counters into rates. Used by {@code tulle stat --watch}. */
final class RateReport
{
    private final long startMs;
    private Map<Integer, PortStatistics> before;
    private long beforeNs;

    RateReport(final CncReader reader, final long nowNs)
    {
        startMs = reader.startMs();
        before = byIndex(reader.ports());
        beforeNs = nowNs;
    }

    boolean isOfAnotherDaemon(final CncReader reader)
    {
        return reader.startMs() != startMs;
    }

    /** Shows what happened since the last look, which this one replaces. */
    void print(final CncReader reader, final long nowNs, final PrintWriter out)
    {
        final double seconds = Math.max(1, nowNs - beforeNs) / (double) TimeUnit.SECONDS.toNanos(1);
        final List<PortStatistics> ports = reader.ports();
        final Table table = new Table(
            "PORT", "RX FRAMES/S", "RX MBIT/S", "TX FRAMES/S", "TX MBIT/S", "DROPS/S", "DROPS");
        for (final PortStatistics port : ports)
        {
            final PortStatistics old = before.get(port.index());
            if (null != old && old.name().equals(port.name()))
            {
                table.row(port.name(),
                    rate(port.rxFrames() - old.rxFrames(), seconds), megabits(port.rxBytes() - old.rxBytes(), seconds),
                    rate(port.txFrames() - old.txFrames(), seconds), megabits(port.txBytes() - old.txBytes(), seconds),
                    rate(port.losses() - old.losses(), seconds), port.losses());
            }
        }
        table.print(out);
        before = byIndex(ports);
        beforeNs = nowNs;
    }

    private static long rate(final long amount, final double seconds)
    {
        return Math.round(amount / seconds);
    }

    private static double megabits(final long bytes, final double seconds)
    {
        return Math.round(bytes * 8 / seconds / 1e5) / 10.0;
    }

    private static Map<Integer, PortStatistics> byIndex(final List<PortStatistics> ports)
    {
        final Map<Integer, PortStatistics> byIndex = new HashMap<>();
        ports.forEach(port -> byIndex.put(port.index(), port));
        return byIndex;
    }
}
