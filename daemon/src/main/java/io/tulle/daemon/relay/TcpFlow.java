package io.tulle.daemon.relay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Carries one direction of a connection. What the sink does not take is kept, and nothing more is read until it does;
 * the source's end of stream is handed on after the last byte. Called by the relay's thread.
 */
final class TcpFlow
{
    private static final int MAX_ROUNDS = 4; // then the next connection has its turn

    private final SocketChannel source;
    private final SocketChannel sink;
    private final BufferPool pool;
    private ByteBuffer kept; // ready to be written, or null
    private boolean isEnded;
    private boolean isDone;

    TcpFlow(final SocketChannel source, final SocketChannel sink, final BufferPool pool)
    {
        this.source = source;
        this.sink = sink;
        this.pool = pool;
    }

    boolean wantsRead()
    {
        return !isEnded && null == kept;
    }

    boolean wantsWrite()
    {
        return null != kept;
    }

    /** @return whether the end of the stream has been handed on. */
    boolean isDone()
    {
        return isDone;
    }

    void pump() throws IOException
    {
        int rounds = 0;
        while (rounds < MAX_ROUNDS && flush() && !isEnded && read())
        {
            rounds++;
        }
        if (isEnded && !isDone && null == kept)
        {
            isDone = true;
            sink.shutdownOutput();
        }
    }

    void close()
    {
        isEnded = true;
        if (null != kept)
        {
            pool.giveBack(kept);
            kept = null;
        }
    }

    /** @return whether everything is written. */
    private boolean flush() throws IOException
    {
        if (null != kept)
        {
            sink.write(kept);
            if (kept.hasRemaining())
            {
                return false;
            }
            pool.giveBack(kept);
            kept = null;
        }
        return true;
    }

    /** @return whether there was something. */
    private boolean read() throws IOException
    {
        final ByteBuffer buffer = pool.take();
        int bytes = 0;
        try
        {
            bytes = source.read(buffer);
        }
        finally
        {
            if (bytes > 0)
            {
                kept = buffer.flip();
            }
            else
            {
                pool.giveBack(buffer);
            }
        }
        isEnded = bytes < 0;
        return bytes > 0;
    }
}
