package io.tulle.dns;

import io.tulle.dns.message.DnsQuery;

/**
 * Tells whoever listens of each question. Costs one look at a flag while nobody does. Threads that answer write into a
 * ring, one thread reads; what does not fit is counted and lost.
 */
public final class QueryLog
{
    /** Takes the records. Called by the thread that polls. */
    @FunctionalInterface
    public interface Handler
    {
        void onQuery(QueryLogEntry entry);
    }

    /** Called by any thread. */
    public boolean isOn()
    {
        throw new UnsupportedOperationException();
    }

    /** Switches it on or off; off forgets what was not read. */
    public void set(final boolean on)
    {
        throw new UnsupportedOperationException();
    }

    /** Notes an answer, if it is on. Called by workers and the resolver's thread. */
    public void add(final int port, final DnsQuery query, final Outcome outcome, final int responseCode,
        final long latencyNs)
    {
        throw new UnsupportedOperationException();
    }

    /** Reads what is there. Called by one thread. */
    public int poll(final Handler handler, final int limit)
    {
        throw new UnsupportedOperationException();
    }

    /** @return entries that did not fit. */
    public long lost()
    {
        throw new UnsupportedOperationException();
    }
}
