package io.tulle.control;

import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;

/**
 * Speaks HTTP on a unix socket, with few threads and small buffers: memory is for frames. Connections stay open as long
 * as the client wants. Called by the thread that starts and ends the daemon.
 */
public final class UnixHttpServer implements AutoCloseable
{
    /** Threads that are always taken: one accepts connections, one watches them. */
    public static final int OWN_THREADS = 2;

    private static final Logger LOGGER = LoggerFactory.getLogger(UnixHttpServer.class);
    private static final int THREAD_IDLE_MS = 30_000;
    private static final int MAX_BUFFER_BYTES = 64 << 10;
    private static final long MAX_POOLED_BYTES = 1 << 20;
    private static final long STOP_MS = 2_000;
    private static final long LAST_IDLE_MS = 50; // Docker keeps connections that it may need; the end waits for none

    private final UnixSocketFile file;
    private final Server server;
    private ServerSocketChannel listener;

    /**
     * @param setting    what the user changes to have the socket elsewhere
     * @param name       of the threads
     * @param maxThreads requests that are answered at a time, and {@link #OWN_THREADS}
     * @param handler    answers what Jetty understands
     * @param refusals   answers what Jetty refuses, such as a broken request line
     */
    public UnixHttpServer(
        final Path socket,
        final String setting,
        final String name,
        final int maxThreads,
        final Handler handler,
        final Request.Handler refusals)
    {
        file = new UnixSocketFile(socket, setting);
        server = server(name, maxThreads);
        server.setHandler(handler);
        server.setErrorHandler(refusals);
    }

    /** Makes the socket with mode 0660; a stale one is replaced, a live one is an IllegalStateException. */
    public void start()
    {
        try
        {
            listener = file.listen();
        }
        catch (final IOException e)
        {
            throw failure("cannot listen on ", e);
        }
        start(listener);
    }

    /** Answers on a socket that listens already, and is not closed at the end. */
    public void start(final ServerSocketChannel channel)
    {
        final UnixConnector connector =
            new UnixConnector(server, channel, UnixHttpConnection.factory(httpConfiguration()));
        connector.setIdleTimeout(0); // a capture may be silent for days
        connector.setShutdownIdleTimeout(LAST_IDLE_MS);
        server.addConnector(connector);
        try
        {
            server.start();
        }
        catch (final Exception e)
        {
            throw failure("cannot listen on ", e);
        }
    }

    /** Posts to itself, on a thread of its own: classes are loaded before the first client has to wait for them. */
    public void warmUp(final String target, final byte[] body)
    {
        final Thread thread = new Thread(() ->
        {
            try (HttpExchange exchange = HttpExchange.of(file.path(), "POST", target, body))
            {
                exchange.bodyBytes();
            }
            catch (final IOException | DaemonNotRunningException e)
            {
                LOGGER.debug("{} was not warmed up", file.path(), e);
            }
        }, "tulle-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    /** Stops answering, once what was asked is answered or has had its time; removes the socket if it was made here. */
    @Override
    public void close()
    {
        try
        {
            stop();
            if (null != listener)
            {
                listener.close();
                Files.deleteIfExists(file.path());
            }
        }
        catch (final Exception e)
        {
            throw failure("cannot stop listening on ", e);
        }
    }

    private void stop() throws Exception
    {
        try
        {
            server.stop();
        }
        catch (final TimeoutException e)
        {
            // a stream that has no end, or half a request: it is cut off by now
        }
    }

    private IllegalStateException failure(final String what, final Exception cause)
    {
        return new IllegalStateException(what + file.path() + ": " + cause.getMessage(), cause);
    }

    private static Server server(final String name, final int maxThreads)
    {
        final QueuedThreadPool threads = new QueuedThreadPool(maxThreads, OWN_THREADS, THREAD_IDLE_MS);
        threads.setReservedThreads(0);
        threads.setName(name);
        threads.setDaemon(true);
        final Server server = new Server(threads, new ScheduledExecutorScheduler(name + "-timer", true),
            new ArrayByteBufferPool(0, 4096, MAX_BUFFER_BYTES, 16, MAX_POOLED_BYTES, MAX_POOLED_BYTES));
        server.setStopTimeout(STOP_MS);
        return server;
    }

    private static HttpConfiguration httpConfiguration()
    {
        final HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        configuration.setUriCompliance(UriCompliance.UNSAFE); // a path names no file here, and a name may hold %2F
        configuration.setOutputBufferSize(8 << 10);
        return configuration;
    }
}
