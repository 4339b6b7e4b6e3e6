package io.tulle.daemon.cli;

import io.tulle.dataplane.cnc.CncReader;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Shows each distinct error that the daemon met, with how often and when. Used by {@code tulle stat --errors}. */
final class ErrorReport
{
    private ErrorReport()
    {
    }

    /**
     * One error.
     *
     * @param first when it was seen first, ISO 8601
     * @param last  when it was seen last
     */
    public record Seen(int count, String first, String last, String trace)
    {
    }

    static List<Seen> of(final CncReader reader)
    {
        final List<Seen> errors = new ArrayList<>();
        reader.errors((count, firstMs, lastMs, trace) -> errors.add(
            new Seen(count, Instant.ofEpochMilli(firstMs).toString(), Instant.ofEpochMilli(lastMs).toString(), trace)));
        return errors;
    }

    static void print(final CncReader reader, final PrintWriter out)
    {
        final List<Seen> errors = of(reader);
        for (final Seen error : errors)
        {
            out.println(error.count() + " times, first " + error.first() + ", last " + error.last());
            error.trace().strip().lines().forEach(line -> out.println("    " + line));
        }
        if (errors.isEmpty())
        {
            out.println("no errors");
        }
    }
}
