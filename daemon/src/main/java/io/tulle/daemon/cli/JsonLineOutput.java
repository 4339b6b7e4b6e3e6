package io.tulle.daemon.cli;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Takes what the daemon streams, a JSON object a line, and has each printed as it comes, so that a million of them need
 * no memory. The main thread writes; a signal's thread may finish it.
 */
abstract class JsonLineOutput extends OutputStream
{
    private static final int BUFFER_BYTES = 64 << 10;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final PrintStream stdout;
    private final PrintStream out; // stdout writes every row at once: a million system calls for a million rows
    private boolean isFinished;
    private boolean isReaderGone;

    JsonLineOutput(final PrintStream stdout)
    {
        this.stdout = stdout;
        out = new PrintStream(new BufferedOutputStream(stdout, BUFFER_BYTES), false, StandardCharsets.UTF_8);
    }

    /** Where a row is printed. */
    final PrintStream out()
    {
        return out;
    }

    abstract void row(byte[] text);

    /** Prints what stands behind the last row. */
    void end()
    {
        // most have nothing to say
    }

    @Override
    public final synchronized void write(final byte[] bytes, final int offset, final int length) throws IOException
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
    public final void write(final int octet) throws IOException
    {
        write(new byte[]{(byte) octet}, 0, 1);
    }

    /** A reader such as head that ends first is no failure. */
    final synchronized void failed(final IOException failure) throws IOException
    {
        if (!isReaderGone)
        {
            throw failure;
        }
    }

    /** Prints the end, once; the exit code is returned. */
    final synchronized int finish()
    {
        if (!isFinished)
        {
            end();
        }
        isFinished = true;
        out.flush();
        return ExitCodes.OK;
    }
}
