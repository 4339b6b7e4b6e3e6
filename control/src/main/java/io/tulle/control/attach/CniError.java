package io.tulle.control.attach;

/** A refusal with the code that the CNI specification has for it. */
final class CniError extends RuntimeException
{
    static final int INCOMPATIBLE_VERSION = 1;
    static final int UNSUPPORTED_FIELD = 2;
    static final int UNKNOWN_CONTAINER = 3;
    static final int BAD_ENVIRONMENT = 4;
    static final int UNDECODABLE = 6;
    static final int BAD_CONFIG = 7;
    static final int NOT_AVAILABLE = 50;
    static final int FAILED = 100; // the plugin's own codes begin here

    private static final long serialVersionUID = 1L;

    private final int code;

    CniError(final int code, final String message)
    {
        super(message);
        this.code = code;
    }

    int code()
    {
        return code;
    }
}
