package io.tulle.control;

import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;

/** Answers the HTTP/JSON API on a unix socket, with few threads and small buffers: memory is for frames. */
public final class ApiServer implements AutoCloseable
{
    private static final String MODE = "rw-rw----";
    private static final int MIN_THREADS = 2;
    private static final int MAX_THREADS = CaptureHandler.MAX_CAPTURES + SessionHandler.MAX_STREAMS +
        DnsLogHandler.MAX_LOGS + DnsRoutes.MAX_QUERIES + 6; // acceptor, selector, four requests
    private static final int THREAD_IDLE_MS = 30_000;
    private static final int MAX_BUFFER_BYTES = 64 << 10;
    private static final long MAX_POOLED_BYTES = 1 << 20;
    private static final long STOP_MS = 2_000;

    private final Path socket;
    private final Server server;

    /** A server of a daemon without translation. */
    public ApiServer(
        final Path socket,
        final String version,
        final NetworkService service,
        final CaptureSource capture,
        final Consumer<ShutdownMode> onShutdown)
    {
        this(socket, version, service, capture, SessionSource.UNSUPPORTED, onShutdown);
    }

    /** A server of a daemon without a resolver. */
    public ApiServer(
        final Path socket,
        final String version,
        final NetworkService service,
        final CaptureSource capture,
        final SessionSource sessions,
        final Consumer<ShutdownMode> onShutdown)
    {
        this(socket, version, service, capture, sessions, NameSource.UNSUPPORTED, onShutdown);
    }

    /** @param onShutdown called after the answer was sent, on a thread of its own */
    public ApiServer(
        final Path socket,
        final String version,
        final NetworkService service,
        final CaptureSource capture,
        final SessionSource sessions,
        final NameSource names,
        final Consumer<ShutdownMode> onShutdown)
    {
        this.socket = socket;
        server = server();
        final UnixDomainServerConnector connector = new UnixDomainServerConnector(
            server, 1, 1, new HttpConnectionFactory(httpConfiguration()));
        connector.setUnixDomainPath(socket);
        connector.setIdleTimeout(0); // a capture may be silent for days
        server.addConnector(connector);
        server.setHandler(new Handler.Sequence(
            new CaptureHandler(capture), new SessionHandler(service, sessions), new DnsLogHandler(service, names),
            new ApiHandler(new ApiRoutes(version, service, new DnsRoutes(service, names), onShutdown))));
    }

    /** Binds the socket with mode 0660; a stale socket is replaced, a live one is an IllegalStateException. */
    public void start()
    {
        try
        {
            checkLength();
            Files.createDirectories(socket.toAbsolutePath().getParent());
            removeStale();
            server.start();
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString(MODE));
        }
        catch (final IllegalStateException e)
        {
            throw e;
        }
        catch (final Exception e)
        {
            throw new IllegalStateException("cannot listen on " + socket + ": " + e.getMessage(), e);
        }
    }

    /** Stops answering and removes the socket. */
    @Override
    public void close()
    {
        try
        {
            server.stop();
            Files.deleteIfExists(socket);
        }
        catch (final Exception e)
        {
            throw new IllegalStateException("cannot stop listening on " + socket + ": " + e.getMessage(), e);
        }
    }

    private void checkLength()
    {
        final int lengthBytes = socket.toString().getBytes().length;
        if (lengthBytes > UnixDomainServerConnector.MAX_UNIX_DOMAIN_PATH_LENGTH)
        {
            throw new IllegalStateException("the path of the socket has " + lengthBytes + " bytes, unix(7) allows " +
                UnixDomainServerConnector.MAX_UNIX_DOMAIN_PATH_LENGTH + ": " + socket + "; give a shorter --run-dir");
        }
    }

    private void removeStale() throws IOException
    {
        if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS))
        {
            return;
        }
        if (!Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther())
        {
            throw new IllegalStateException(socket + " is not a socket; move it away or give another --run-dir");
        }
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(socket)))
        {
            throw new IllegalStateException("a Tulle answers on " + socket + " already: " + probe +
                "; end it with: tulle down, or give another --run-dir");
        }
        catch (final IOException e)
        {
            Files.delete(socket); // left by a daemon that was killed
        }
    }

    private static Server server()
    {
        final QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS, THREAD_IDLE_MS);
        threads.setReservedThreads(0);
        threads.setName("tulle-api");
        threads.setDaemon(true);
        final Server server = new Server(threads, new ScheduledExecutorScheduler("tulle-api-timer", true),
            new ArrayByteBufferPool(0, 4096, MAX_BUFFER_BYTES, 16, MAX_POOLED_BYTES, MAX_POOLED_BYTES));
        server.setErrorHandler(ApiHandler::refuse);
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
