package io.tulle.control;

import org.eclipse.jetty.server.Handler;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Answers the HTTP/JSON API on a unix socket, with few threads and small buffers: memory is for frames. */
public final class ApiServer implements AutoCloseable
{
    private static final int MAX_THREADS = CaptureHandler.MAX_CAPTURES + SessionHandler.MAX_STREAMS +
        DnsLogHandler.MAX_LOGS + DnsRoutes.MAX_QUERIES + UnixHttpServer.OWN_THREADS + 4; // four requests

    private final UnixHttpServer server;

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
        server = new UnixHttpServer(socket, "--run-dir", "tulle-api", MAX_THREADS, new Handler.Sequence(
            new CaptureHandler(capture), new SessionHandler(service, sessions), new DnsLogHandler(service, names),
            new ApiHandler(new ApiRoutes(version, service, new DnsRoutes(service, names), onShutdown))),
            ApiHandler::refuse);
    }

    /** Binds the socket with mode 0660; a stale socket is replaced, a live one is an IllegalStateException. */
    public void start()
    {
        server.start();
    }

    /** Stops answering and removes the socket. */
    @Override
    public void close()
    {
        server.close();
    }
}
