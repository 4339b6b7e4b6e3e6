package io.tulle.daemon.cli;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.cnc.CncReader;
import io.tulle.dataplane.cnc.PortStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Tells why frames did not arrive: every drop has a reason, and every reason a sentence. */
@Command(name = "drops", description = {
    "Show how many frames were dropped, by the port that they came in by, and why. Frames that are no loss, since the",
    "host or a later frame does their work, are shown apart.",
    "Reads the counters file of --run-dir: works while Tulle is dead, and says so."},
    footerHeading = "%nExamples:%n", footer = {
        "  tulle drops",
        "  tulle drops -c web",
        "  tulle capture --drops -c web     # the frames themselves"})
final class DropsCommand extends TulleCommand
{
    @Option(names = {"-c", "--container"}, paramLabel = "CONTAINER", description = "Only frames of this container.")
    private String container;
    @Mixin
    private JsonOption json;

    /** What one port dropped for one reason. */
    public record Row(String port, DropReason reason, long frames, String sentence, boolean lost)
    {
    }

    @Override
    public Integer call() throws IOException
    {
        try (CncReader reader = CncReader.open(runDir()))
        {
            final List<Row> rows = rows(reader.ports());
            if (json.isJson())
            {
                Json.print(out(), rows);
                return ExitCodes.OK;
            }
            final String warning = DaemonLife.warning(reader, System.currentTimeMillis());
            if (null != warning)
            {
                err().println("tulle: " + warning);
            }
            print(rows);
        }
        return ExitCodes.OK;
    }

    private void print(final List<Row> rows)
    {
        final List<Row> lost = rows.stream().filter(Row::lost).toList();
        final List<Row> handedOn = rows.stream().filter(row -> !row.lost()).toList();
        if (lost.isEmpty())
        {
            out().println("no frame was dropped");
        }
        else
        {
            table("WHY", lost).print(out());
        }
        if (!handedOn.isEmpty())
        {
            out().println();
            out().println("no losses, since somebody else has these frames, or what was in them went on:");
            table("WHAT BECAME OF THEM", handedOn).print(out());
        }
    }

    private static Table table(final String lastHeading, final List<Row> rows)
    {
        final Table table = new Table("PORT", "REASON", "FRAMES", lastHeading);
        rows.forEach(row -> table.row(row.port(), row.reason(), row.frames(), row.sentence()));
        return table;
    }

    private List<Row> rows(final List<PortStatistics> ports)
    {
        final List<Row> rows = new ArrayList<>();
        for (final PortStatistics port : ports)
        {
            if (null == container || isPortOf(container, port.name()))
            {
                port.dropsByReason().forEach(
                    (reason, frames) -> rows.add(
                        new Row(port.name(), reason, frames, reason.sentence(), reason.isLoss())));
            }
        }
        return rows;
    }

    /** A port is named CONTAINER/NETWORK. */
    static boolean isPortOf(final String container, final String port)
    {
        return port.equals(container) || port.startsWith(container + "/");
    }
}
