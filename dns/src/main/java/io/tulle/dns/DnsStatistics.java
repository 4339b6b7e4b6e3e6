package io.tulle.dns;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts answers by outcome and by response code. One object a thread that answers, read by any. */
public final class DnsStatistics
{
    /** Instead of a response code, when a question got no answer at all. */
    public static final int NO_RESPONSE = -1;

    private static final int LAST_CODE = 23; // BADCOOKIE (RFC 7873 8), the last one there is

    private final AtomicLongArray byOutcome = new AtomicLongArray(Outcome.count());
    private final AtomicLongArray byCode = new AtomicLongArray(LAST_CODE + 1);

    public void count(final Outcome outcome, final int responseCode)
    {
        increment(byOutcome, outcome.ordinal());
        if (NO_RESPONSE != responseCode)
        {
            increment(byCode, Math.min(responseCode, LAST_CODE));
        }
    }

    public long answers(final Outcome outcome)
    {
        return byOutcome.getAcquire(outcome.ordinal());
    }

    public long answers(final int responseCode)
    {
        return byCode.getAcquire(Math.min(responseCode, LAST_CODE));
    }

    /** There is one writer, so that no other one's count is lost. */
    private static void increment(final AtomicLongArray counts, final int i)
    {
        counts.setRelease(i, counts.getPlain(i) + 1); // pairs with acquire in answers
    }
}
