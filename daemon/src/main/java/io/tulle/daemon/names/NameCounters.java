package io.tulle.daemon.names;

import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;

import java.util.LinkedHashMap;
import java.util.Map;

/** Shows in the counters file how questions for names were answered. Called by the conductor. */
public final class NameCounters
{
    private final Map<String, AtomicCounter> answers = new LinkedHashMap<>();
    private final Map<String, AtomicCounter> status = new LinkedHashMap<>();
    private final NamesParts names;
    private final NameTotals totals;
    private final AtomicCounter cacheEntries;
    private final AtomicCounter lostLines;

    public NameCounters(final CountersManager counters, final NamesParts names)
    {
        this.names = names;
        totals = new NameTotals(names);
        totals.answers().keySet().forEach((word) -> answers.put(word, counters.newCounter("dns: answers, " + word)));
        totals.status().keySet().forEach((word) -> status.put(word, counters.newCounter("dns: responses, " + word)));
        cacheEntries = counters.newCounter("dns: answers in the cache");
        counters.newCounter("dns: answers in the cache, capacity").set(names.context().settings().cacheEntries());
        lostLines = counters.newCounter("dns: questions that the log lost");
    }

    public void update()
    {
        totals.answers().forEach((word, count) -> answers.get(word).set(count));
        totals.status().forEach((word, count) -> status.get(word).set(count));
        cacheEntries.set(names.context().cache().size());
        lostLines.set(names.context().log().lost());
    }
}
