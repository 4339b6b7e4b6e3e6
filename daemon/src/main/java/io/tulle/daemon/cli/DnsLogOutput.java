package io.tulle.daemon.cli;

import io.tulle.control.DnsJson;
import io.tulle.control.JsonText;
import io.tulle.control.NameSource.NameEvent;

import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Prints the questions of containers as columns, or as a JSON object a line. Used by the main thread and by that of a
 * signal, never both at once.
 */
final class DnsLogOutput extends JsonLineOutput
{
    private static final String FORMAT = "%-12s  %-15s  %-12s  %-6s  %-9s  %-10s  %10s  %s%n";
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final double MICROS_A_MILLI = 1_000;

    private final boolean isJson;

    DnsLogOutput(final PrintStream stdout, final boolean isJson)
    {
        super(stdout);
        this.isJson = isJson;
        if (!isJson)
        {
            out().printf(FORMAT, "TIME", "CONTAINER", "NETWORK", "TYPE", "STATUS", "FROM", "TOOK", "NAME");
            out().flush();
        }
    }

    @Override
    void row(final byte[] text)
    {
        if (isJson)
        {
            out().write(text, 0, text.length);
            out().print('\n');
        }
        else
        {
            print(DnsJson.event(JsonText.parse(text)));
        }
    }

    private void print(final NameEvent event)
    {
        out().printf(Locale.ROOT, FORMAT, TIME.format(Instant.ofEpochMilli(event.epochMs())), dash(event.container()),
            dash(event.network()), event.type(), event.status(), event.from(),
            String.format(Locale.ROOT, "%.3f ms", event.latencyUs() / MICROS_A_MILLI), event.name());
    }

    private static String dash(final String text)
    {
        return null == text ? "-" : text;
    }
}
