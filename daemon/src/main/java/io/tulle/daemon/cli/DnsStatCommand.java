package io.tulle.daemon.cli;

import io.tulle.control.DnsJson;
import io.tulle.control.JsonText;
import io.tulle.control.NameSource.NameStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.Locale;
import java.util.Map;

/** Shows how many questions were answered from what, and how long servers took. */
@Command(name = "stat", description = {
    "Show what was answered since the start: by what answered, by status, and how long servers took."},
    footerHeading = "%nExamples:%n", footer = {
        "  tulle dns stat",
        "  tulle dns stat --json | jq .latencyMicros.p99"})
final class DnsStatCommand extends TulleCommand
{
    private static final double MICROS_A_MILLI = 1_000;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call()
    {
        final NameStatistics statistics = client().nameStatistics();
        if (json.isJson())
        {
            out().println(JsonText.pretty(DnsJson.encode(statistics)));
            return ExitCodes.OK;
        }
        counts("ANSWERED FROM", statistics.answers());
        counts("STATUS", statistics.status());
        final Table latency = new Table("SERVERS TOOK", "MS");
        statistics.latencyUs().forEach((name, value) -> latency.row(name,
            "count".equals(name) ? (Object) value : String.format(Locale.ROOT, "%.3f", value / MICROS_A_MILLI)));
        latency.print(out());
        out().println();
        out().println("answers of servers that are kept: " + statistics.cacheEntries());
        return ExitCodes.OK;
    }

    private void counts(final String heading, final Map<String, Long> counts)
    {
        final Table table = new Table(heading, "COUNT");
        counts.forEach(table::row);
        table.print(out());
        out().println();
    }
}
