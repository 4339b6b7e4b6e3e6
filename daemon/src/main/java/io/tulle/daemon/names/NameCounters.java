package io.tulle.daemon.names;

import io.tulle.dns.DnsStatistics;
import io.tulle.dns.Outcome;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows in the counters file how questions for names were answered. Called by the conductor, which reads what the
 * threads that answer have written for themselves.
 */
public final class NameCounters
{
    private final Map<Outcome, AtomicCounter> outcomes = new LinkedHashMap<>();
    private final Map<Integer, AtomicCounter> responses = new LinkedHashMap<>(); // by response code
    private final NamesParts names;
    private final AtomicCounter cacheEntries;
    private final AtomicCounter lostLines;

    public NameCounters(final CountersManager counters, final NamesParts names)
    {
        this.names = names;
        for (int i = 0; i < Outcome.count(); i++)
        {
            final Outcome outcome = Outcome.of(i);
            outcomes.put(outcome, counters.newCounter("dns: answers, " + NameWords.of(outcome)));
        }
        for (final int code : NameWords.responseCodes())
        {
            responses.put(code, counters.newCounter("dns: responses, " + NameWords.responseCode(code)));
        }
        cacheEntries = counters.newCounter("dns: answers in the cache");
        counters.newCounter("dns: answers in the cache, capacity").set(names.context().settings().cacheEntries());
        lostLines = counters.newCounter("dns: lines that the query log lost");
    }

    public void update()
    {
        final List<DnsStatistics> statistics = names.statistics();
        outcomes.forEach((outcome, counter) ->
            counter.set(statistics.stream().mapToLong((one) -> one.answers(outcome)).sum()));
        responses.forEach((code, counter) ->
            counter.set(statistics.stream().mapToLong((one) -> one.answers((int) code)).sum()));
        cacheEntries.set(names.context().cache().size());
        lostLines.set(names.context().log().lost());
    }
}
