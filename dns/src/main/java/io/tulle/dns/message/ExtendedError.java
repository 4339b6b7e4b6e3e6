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
}
