package io.tulle.nat.gateway;

import java.util.Arrays;

/**
 * Says how many ICMP errors a worker may send: 100 a second about what came in by one port, 1,000 a second about
 * everything (RFC 1812 4.3.2.8, RFC 4443 2.4(f)). Token buckets that hold one second's worth, so a port that was quiet
 * may have 100 at once. Used by the worker.
 */
final class IcmpRateLimit
{
    static final int PORT_RATE = 100;
    static final int WORKER_RATE = 1_000;

    private static final long NANOS_A_SECOND = 1_000_000_000L;

    /** Since when a bucket has been empty, less one interval a token that it holds; the last one is the worker's. */
    private final long[] emptySinceNs;
    private final int worker;

    IcmpRateLimit(final int maxPorts, final long nowNs)
    {
        emptySinceNs = new long[maxPorts + 1];
        worker = maxPorts;
        Arrays.fill(emptySinceNs, nowNs - NANOS_A_SECOND);
    }

    /** Takes a token of the port and one of the worker. @return false, with none taken, when either has none. */
    boolean take(final int port, final long nowNs)
    {
        if (!has(port, nowNs, PORT_RATE) || !has(worker, nowNs, WORKER_RATE))
        {
            return false;
        }
        emptySinceNs[port] += NANOS_A_SECOND / PORT_RATE;
        emptySinceNs[worker] += NANOS_A_SECOND / WORKER_RATE;
        return true;
    }

    private boolean has(final int bucket, final long nowNs, final int rate)
    {
        emptySinceNs[bucket] = Math.max(emptySinceNs[bucket], nowNs - NANOS_A_SECOND); // full: more does not go in
        return nowNs - emptySinceNs[bucket] >= NANOS_A_SECOND / rate;
    }
}
