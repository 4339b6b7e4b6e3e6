package io.tulle.daemon.cli;

import io.tulle.dataplane.cnc.CncReader;
import io.tulle.dataplane.cnc.PortStatistics;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays out the counts of a counters file as a table or as JSON. Used by {@link StatCommand}. */
final class StatReport
{
    private StatReport()
    {
    }

    static void print(final CncReader reader, final PrintWriter out)
    {
        final Table ports = new Table(
            "PORT", "RX FRAMES", "RX BYTES", "TX FRAMES", "TX BYTES", "FLOODED COPIES", "DROPS", "HANDED ON");
        for (final PortStatistics port : portsWithCounts(reader))
        {
            ports.row(port.name(), port.rxFrames(), port.rxBytes(), port.txFrames(), port.txBytes(), port.copies(),
                port.losses(), port.handedOn());
        }
        ports.print(out);
        if (portsWithCounts(reader).stream().anyMatch(port -> 0 != port.handedOn()))
        {
            out.println("handed on: no losses; tulle drops says what became of them");
        }
        final Map<String, Long> counters = counters(reader);
        if (!counters.isEmpty())
        {
            out.println();
            final Table table = new Table("COUNTER", "VALUE");
            counters.forEach(table::row);
            table.print(out);
        }
    }

    /** The sum of removed ports is only shown if there is something in it. */
    private static List<PortStatistics> portsWithCounts(final CncReader reader)
    {
        final List<PortStatistics> ports = new ArrayList<>(reader.ports());
        ports.removeIf(port -> 0 == port.index() && 0 == port.rxFrames() + port.txFrames() + port.drops());
        return ports;
    }

    static Map<String, Object> view(final CncReader reader, final long nowMs)
    {
        final Map<String, Object> view = new LinkedHashMap<>();
        view.put("pid", reader.processId());
        view.put("alive", DaemonLife.isAlive(reader, nowMs));
        view.put("startMs", reader.startMs());
        view.put("heartbeatMs", reader.heartbeatMs());
        view.put("workers", reader.workers());
        final List<Object> ports = new ArrayList<>();
        reader.ports().forEach(port -> ports.add(view(port)));
        view.put("ports", ports);
        view.put("counters", counters(reader));
        return view;
    }

    private static Map<String, Object> view(final PortStatistics port)
    {
        final Map<String, Object> view = new LinkedHashMap<>();
        view.put("index", port.index());
        view.put("name", port.name());
        view.put("rxFrames", port.rxFrames());
        view.put("rxBytes", port.rxBytes());
        view.put("txFrames", port.txFrames());
        view.put("txBytes", port.txBytes());
        view.put("floodedCopies", port.copies());
        view.put("drops", port.losses());
        view.put("handedOn", port.handedOn());
        view.put("dropsByReason", port.dropsByReason());
        return view;
    }

    private static Map<String, Long> counters(final CncReader reader)
    {
        final Map<String, Long> counters = new LinkedHashMap<>();
        reader.counters().forEach((value, id, label) -> counters.merge(label, value, Long::sum));
        return counters;
    }
}
