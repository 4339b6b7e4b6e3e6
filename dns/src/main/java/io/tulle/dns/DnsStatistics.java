package io.tulle.dns;

/** Counts answers by outcome and by response code. One object a thread that answers, read by any. */
public final class DnsStatistics
{
    public void count(final Outcome outcome, final int responseCode)
    {
        throw new UnsupportedOperationException();
    }

    public long answers(final Outcome outcome)
    {
        throw new UnsupportedOperationException();
    }

    public long answers(final int responseCode)
    {
        throw new UnsupportedOperationException();
    }
}
