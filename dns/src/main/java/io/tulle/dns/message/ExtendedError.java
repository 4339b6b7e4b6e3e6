package io.tulle.dns.message;

/** Extended DNS error codes that Tulle says (RFC 8914 4). */
public final class ExtendedError
{
    public static final int NONE = -1;
    public static final int OTHER = 0;
    public static final int STALE_ANSWER = 3;
    public static final int CACHED_ERROR = 13;
    public static final int NOT_READY = 14;
    public static final int PROHIBITED = 18;
    public static final int STALE_NXDOMAIN_ANSWER = 19;
    public static final int NO_REACHABLE_AUTHORITY = 22;
    public static final int NETWORK_ERROR = 23;
    public static final int INVALID_DATA = 24;

    private ExtendedError()
    {
    }

    /** @return what a code means, in brackets behind a space; empty for codes that Tulle does not say. */
    static String sentence(final int code)
    {
        return switch (code)
        {
            case OTHER -> " (other)";
            case STALE_ANSWER -> " (stale answer)";
            case CACHED_ERROR -> " (cached error)";
            case NOT_READY -> " (not ready)";
            case PROHIBITED -> " (prohibited)";
            case STALE_NXDOMAIN_ANSWER -> " (stale NXDOMAIN answer)";
            case NO_REACHABLE_AUTHORITY -> " (no reachable authority)";
            case NETWORK_ERROR -> " (network error)";
            case INVALID_DATA -> " (invalid data)";
            default -> "";
        };
    }
}
