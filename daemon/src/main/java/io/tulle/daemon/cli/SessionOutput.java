package io.tulle.daemon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tulle.control.JsonText;
import io.tulle.control.SessionJson;
import io.tulle.control.SessionRow;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Prints sessions as columns, as a JSON array, or, if they are events, as a JSON object a line. Used by the main thread
 * and by that of a signal, never both at once.
 */
final class SessionOutput extends JsonLineOutput
{
    private static final String FORMAT = "%-8s  %-12s  %-15s  %-12s  %-12s  %-43s  %-43s  %9s  %9s  %9s%n";

    private final boolean isJson;
    private final boolean isEvents;
    private long rows;

    SessionOutput(final PrintStream stdout, final boolean isJson, final boolean isEvents)
    {
        super(stdout);
        this.isJson = isJson;
        this.isEvents = isEvents;
        if (!isJson)
        {
            out().printf((isEvents ? "EVENT  " : "") + FORMAT, "PROTOCOL", "STATE", "CONTAINER", "NETWORK", "KIND",
                "ORIGINAL", "REPLY", "TIMEOUT", "OUT", "BACK");
            out().flush();
        }
    }

    /** Ends the array, if it is one. */
    @Override
    void end()
    {
        if (isJson && !isEvents)
        {
            out().println(0 == rows ? "[]" : "\n]");
        }
    }

    @Override
    void row(final byte[] text)
    {
        if (isJson)
        {
            out().print(isEvents ? "" : 0 == rows ? "[\n" : ",\n");
            out().write(text, 0, text.length);
            out().print(isEvents ? "\n" : "");
        }
        else
        {
            print(JsonText.parse(text));
        }
        rows++;
    }

    private void print(final JsonNode node)
    {
        final SessionRow row = SessionJson.row(node);
        final String columns = String.format(Locale.ROOT, FORMAT, row.protocol(), row.state(), dash(row.container()),
            dash(row.network()), row.kind().name().toLowerCase(Locale.ROOT), row.original(), row.reply(),
            row.timeoutS() + " s", row.originalPackets(), row.replyPackets());
        final byte[] text = ((isEvents ? String.format("%-7s", node.path("event").asText()) : "") + columns)
            .getBytes(StandardCharsets.UTF_8);
        out().write(text, 0, text.length);
    }

    private static String dash(final String text)
    {
        return null == text ? "-" : text;
    }
}
