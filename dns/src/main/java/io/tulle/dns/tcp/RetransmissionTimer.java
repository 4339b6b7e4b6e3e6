package io.tulle.dns.tcp;

import java.util.concurrent.TimeUnit;

/**
 * Tells when to send again what a client did not acknowledge: each time twice as late. Used by the resolver's thread.
 */
final class RetransmissionTimer
{
    static final long NEVER = Long.MAX_VALUE;

    private static final long FIRST_NS = TimeUnit.MILLISECONDS.toNanos(200); // what Linux waits at least
    private static final int MAX_DOUBLINGS = 6; // to 12.8 s

    private long deadlineNs = NEVER;
    private int tries;

    long deadlineNs()
    {
        return deadlineNs;
    }

    /** Begins to run if it does not, or stops. */
    void arm(final long nowNs, final boolean isPending)
    {
        if (!isPending)
        {
            deadlineNs = NEVER;
        }
        else if (NEVER == deadlineNs)
        {
            deadlineNs = nowNs + (FIRST_NS << Math.min(tries, MAX_DOUBLINGS));
        }
    }

    /** The client has acknowledged something. */
    void onProgress()
    {
        tries = 0;
        deadlineNs = NEVER;
    }

    /** It is due. @return whether to try once more */
    boolean onDue(final int maxTries)
    {
        deadlineNs = NEVER;
        return tries++ < maxTries;
    }
}
