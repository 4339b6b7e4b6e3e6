package io.tulle.control;

/** What could not be made or removed, why, and what the user can do about it, in one line. */
public final class FabricException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    public FabricException(final String message)
    {
        super(message);
    }

    public FabricException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
