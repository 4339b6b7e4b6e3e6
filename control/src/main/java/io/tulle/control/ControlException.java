package io.tulle.control;

/** A request that cannot be granted, in the words Docker uses, with the HTTP status that Docker answers. */
public final class ControlException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final int status;

    private ControlException(final int status, final String message)
    {
        super(message);
        this.status = status;
    }

    /** 400: the request itself is wrong. */
    public static ControlException invalid(final String message)
    {
        return new ControlException(400, message);
    }

    /** 404: it names something that does not exist. */
    public static ControlException notFound(final String message)
    {
        return new ControlException(404, message);
    }

    /** 409: it contradicts what exists. */
    public static ControlException conflict(final String message)
    {
        return new ControlException(409, message);
    }

    /** 500: it was right and failed all the same. */
    public static ControlException failed(final String message)
    {
        return new ControlException(500, message);
    }

    static ControlException of(final int status, final String message)
    {
        return new ControlException(status, message);
    }

    public int status()
    {
        return status;
    }
}
