package io.tulle.daemon;

/** Says in one line why Tulle cannot start, and what a user can do about it. */
public final class StartupException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    public StartupException(final String message)
    {
        super(message);
    }

    public StartupException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
