package io.tulle.daemon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.tulle.control.JsonText;
import io.tulle.control.SessionJson;
import io.tulle.control.SessionRow;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Prints sessions as they come from the daemon, so that a million of them need no memory: as columns, as a JSON array,
 * or, if they are events, as a JSON object a line. The main thread writes; a signal's thread may finish it.
 */
final class SessionOutput extends OutputStream
{
    private static final String FORMAT = "%-8s  %-12s  %-15s  %-12s  %-12s  %-43s  %-43s  %9s  %9s  %9s%n";

    private static final int BUFFER_BYTES = 64 << 10;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final PrintStream stdout;
    private final PrintStream out; // stdout writes every row at once: a million system calls for a million rows
    private final boolean isJson;
    private final boolean isEvents;
    private long rows;
    private boolean isFinished;
    private boolean isReaderGone;

    SessionOutput(final PrintStream stdout, final boolean isJson, final boolean isEvents)
    {
        this.stdout = stdout;
        out = new PrintStream(new BufferedOutputStream(stdout, BUFFER_BYTES), false, StandardCharsets.UTF_8);
        this.isJson = isJson;
        this.isEvents = isEvents;
        if (!isJson)
        {
            out.printf((isEvents ? "EVENT  " : "") + FORMAT, "PROTOCOL", "STATE", "CONTAINER", "NETWORK", "KIND",
                "ORIGINAL", "REPLY", "TIMEOUT", "OUT", "BACK");
            out.flush();
        }
    }

    @Override
    public synchronized void write(final byte[] bytes, final int offset, final int length) throws IOException
    {
        for (int i = offset; i < offset + length && !isFinished; i++)
        {
            if ('\n' == bytes[i])
            {
                row(line.toByteArray());
                line.reset();
            }
            else
            {
                line.write(bytes[i]);
            }
        }
        isReaderGone = out.checkError() || stdout.checkError(); // flushes, too
        if (isReaderGone)
        {
            throw new IOException("nobody reads any more");
        }
    }

    @Override
    public void write(final int octet) throws IOException
    {
        write(new byte[]{(byte) octet}, 0, 1);
    }

    /** A reader such as head that ends first is no failure. */
    synchronized void failed(final IOException failure) throws IOException
    {
        if (!isReaderGone)
        {
            throw failure;
        }
    }

    /** Ends the array, if it is one; the exit code is returned. */
    synchronized int finish()
    {
        if (isJson && !isEvents && !isFinished)
        {
            out.println(0 == rows ? "[]" : "\n]");
        }
        isFinished = true;
        out.flush();
        return ExitCodes.OK;
    }

    private void row(final byte[] text)
    {
        if (isJson)
        {
            out.print(isEvents ? "" : 0 == rows ? "[\n" : ",\n");
            out.write(text, 0, text.length);
            out.print(isEvents ? "\n" : "");
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
        out.write(text, 0, text.length);
    }

    private static String dash(final String text)
    {
        return null == text ? "-" : text;
    }
}
