package io.tulle.daemon.cli;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Where captured frames go: only whole ones, so that a capture can be cut off at any moment. The main thread writes;
 * a signal's thread may finish it at any time, and what is written after that is left out.
 */
abstract class CaptureOutput extends OutputStream
{
    private final OutputStream out;
    private boolean isFinished;
    private boolean isReaderGone;

    CaptureOutput(final OutputStream out)
    {
        this.out = out;
    }

    /** Takes bytes as they come from the daemon and calls {@link #pass} for what is whole. */
    abstract void accept(byte[] bytes, int offset, int length) throws IOException;

    abstract long frames();

    abstract long lost();

    @Override
    public final synchronized void write(final byte[] bytes, final int offset, final int length) throws IOException
    {
        if (!isFinished)
        {
            accept(bytes, offset, length);
            out.flush();
            // a PrintStream keeps its failure to itself
            isReaderGone = out instanceof java.io.PrintStream && ((java.io.PrintStream) out).checkError();
        }
        if (isReaderGone)
        {
            throw new IOException("nobody reads any more");
        }
    }

    @Override
    public final void write(final int value) throws IOException
    {
        write(new byte[]{(byte) value}, 0, 1);
    }

    final void pass(final byte[] bytes, final int offset, final int length) throws IOException
    {
        out.write(bytes, offset, length);
    }

    /** A reader such as tshark or head that ends first is no failure; a full disk is. */
    final synchronized void failed(final IOException failure) throws IOException
    {
        if (!isReaderGone)
        {
            throw failure;
        }
    }

    final synchronized void finish() throws IOException
    {
        isFinished = true;
        out.flush();
    }

    final int exitCode()
    {
        return ExitCodes.OK;
    }
}
