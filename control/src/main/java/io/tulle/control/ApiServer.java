package io.tulle.control;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Answers the HTTP/JSON API on a unix socket. */
public final class ApiServer implements AutoCloseable
{
    /** @param onShutdown called after the answer was sent, on a thread of its own */
    public ApiServer(
        final Path socket,
        final String version,
        final NetworkService service,
        final CaptureSource capture,
        final Consumer<ShutdownMode> onShutdown)
    {
        throw new UnsupportedOperationException();
    }

    /** Binds the socket with mode 0660; a stale socket is replaced, a live one is an IllegalStateException. */
    public void start()
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close()
    {
        throw new UnsupportedOperationException();
    }
}
