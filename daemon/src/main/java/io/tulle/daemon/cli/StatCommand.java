package io.tulle.daemon.cli;

import io.tulle.dataplane.cnc.CncReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Shows what was counted, from the mapped file: no daemon is asked, so it works when the daemon hangs or is dead. */
@Command(name = "stat", description = {
    "Show what each port received, sent and dropped, and the counters of stages and workers.",
    "Reads the counters file of --run-dir: works while Tulle is dead, and says so."},
    footerHeading = "%nExamples:%n", footer = {
        "  tulle stat",
        "  tulle stat --watch                # rates, every second",
        "  tulle stat --watch --interval 10 --count 6",
        "  tulle stat --errors               # each distinct error with its stack trace",
        "  tulle stat --json | jq '.ports[] | {name, drops}'"})
final class StatCommand extends TulleCommand
{
    private static final String CLEAR = "\033[H\033[2J";

    @Option(names = {"-w", "--watch"}, description = "Show rates again and again until Ctrl-C.")
    private boolean isWatching;
    @Option(names = "--interval", paramLabel = "SECONDS", defaultValue = "1",
        description = "Between two looks of --watch (${DEFAULT-VALUE}).")
    private int intervalSeconds;
    @Option(names = "--count", paramLabel = "N", defaultValue = "0", description = "End --watch after N looks.")
    private long count;
    @Option(names = {"-e", "--errors"}, description = "Show errors instead of counters.")
    private boolean isErrors;
    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException, InterruptedException
    {
        if (intervalSeconds < 1)
        {
            throw CommandException.usage("--interval " + intervalSeconds + " is not a number of seconds above 0");
        }
        if (isWatching)
        {
            watch();
            return ExitCodes.OK;
        }
        try (CncReader reader = CncReader.open(runDir()))
        {
            show(reader);
        }
        return ExitCodes.OK;
    }

    private void show(final CncReader reader)
    {
        final long nowMs = System.currentTimeMillis();
        if (json.isJson())
        {
            Json.print(out(), isErrors ? ErrorReport.of(reader) : StatReport.view(reader, nowMs));
            return;
        }
        warn(reader, nowMs);
        if (isErrors)
        {
            ErrorReport.print(reader, out());
        }
        else
        {
            StatReport.print(reader, out());
        }
    }

    /** Opens the file anew each time: a restarted daemon has a new one. */
    private void watch() throws IOException, InterruptedException
    {
        final boolean isTerminal = null != System.console();
        RateReport rates = null;
        for (long look = 0; 0 == count || look < count; look++)
        {
            try (CncReader reader = CncReader.open(runDir()))
            {
                if (null == rates || rates.isOfAnotherDaemon(reader))
                {
                    rates = new RateReport(reader, System.nanoTime());
                }
                Thread.sleep(TimeUnit.SECONDS.toMillis(intervalSeconds));
                out().print(isTerminal ? CLEAR : "");
                warn(reader, System.currentTimeMillis());
                rates.print(reader, System.nanoTime(), out());
            }
        }
    }

    private void warn(final CncReader reader, final long nowMs)
    {
        final String warning = DaemonLife.warning(reader, nowMs);
        if (null != warning)
        {
            err().println("tulle: " + warning);
        }
    }
}
