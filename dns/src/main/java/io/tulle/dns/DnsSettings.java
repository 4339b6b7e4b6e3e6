package io.tulle.dns;

/**
 * What holds for every name, until the next start.
 *
 * @param ttlS             time to live of the answers about containers, in seconds
 * @param cacheEntries     answers of upstream servers that are kept
 * @param serveStaleS      how long an answer is kept past its time for when no server answers, in seconds; 0 for never
 * @param pendingPerClient questions of one container that may wait for upstream servers at once
 */
public record DnsSettings(int ttlS, int cacheEntries, int serveStaleS, int pendingPerClient)
{
    public static final DnsSettings DEFAULTS = new DnsSettings(
        5, // Docker says 600 and clients then keep asking the dead
        16_384, // some 10 MiB
        86_400, // RFC 8767 section 5: one to three days
        1_000); // about what Docker allows; a container that reaches it hurts itself only
}
