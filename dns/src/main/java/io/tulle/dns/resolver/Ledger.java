package io.tulle.dns.resolver;

import io.tulle.dns.DnsStatistics;
import io.tulle.dns.Outcome;
import io.tulle.dns.QueryLog;
import io.tulle.dns.message.DnsQuery;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes down each answer that the resolver's thread gives: counters and the query log. Used by that thread. */
final class Ledger
{
    private final QueryLog log;
    private final DnsStatistics statistics = new DnsStatistics();
    private final DnsQuery query = new DnsQuery();
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);

    Ledger(final QueryLog log)
    {
        this.log = log;
    }

    DnsStatistics statistics()
    {
        return statistics;
    }

    /** @param question the question */
    void add(final int port, final byte[] question, final Outcome outcome, final int responseCode,
        final long latencyNs)
    {
        statistics.count(outcome, responseCode);
        if (log.isOn())
        {
            buffer.wrap(question);
            query.wrap(buffer, 0, question.length);
            log.add(port, query, outcome, responseCode, latencyNs);
        }
    }
}
