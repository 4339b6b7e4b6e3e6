package io.tulle.control;

import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * Notices that the client of a stream has gone while there is nothing to write to it: the streaming thread is
 * interrupted and the connection closed. HTTP/1.1 reads nothing from a client during its answer, so this may look.
 */
final class ClientWatch
{
    private static final long PERIOD_MS = 250;

    private final Thread streaming = Thread.currentThread();
    private final Scheduler scheduler;
    private final EndPoint endPoint;
    private final ByteBuffer unexpected = ByteBuffer.allocate(1);
    private boolean isEnded;
    private boolean hasInterrupted;

    ClientWatch(final Request request)
    {
        scheduler = request.getComponents().getScheduler();
        endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    }

    /** Looks no more; the streaming thread goes on, and back to its pool, without an interrupt of ours. */
    synchronized void end()
    {
        isEnded = true;
        if (hasInterrupted)
        {
            Thread.interrupted();
        }
    }

    /** Looks after a while, and again. */
    void begin()
    {
        scheduler.schedule(this::look, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    private synchronized void look()
    {
        if (isEnded)
        {
            return;
        }
        if (hasGone())
        {
            isEnded = true;
            hasInterrupted = true;
            endPoint.close();
            streaming.interrupt();
        }
        else
        {
            begin();
        }
    }

    private boolean hasGone()
    {
        try
        {
            return !(endPoint.getTransport() instanceof final SocketChannel channel) ||
                !channel.isOpen() || channel.read(unexpected.clear()) < 0;
        }
        catch (final IOException e)
        {
            return true; // reset by the client
        }
    }
}
