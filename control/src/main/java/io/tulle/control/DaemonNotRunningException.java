package io.tulle.control;

import java.nio.file.Path;

/** Nobody answers on the socket. */
public final class DaemonNotRunningException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    public DaemonNotRunningException(final Path socket, final Throwable cause)
    {
        super("no Tulle answers on " + socket + "; start one with: tulle up -f FILE", cause);
    }
}
