package io.tulle.dns.resolver;

import io.tulle.dns.AnswerCache;
import io.tulle.dns.CachedAnswer;
import io.tulle.dns.DnsSettings;
import io.tulle.dns.Outcome;
import io.tulle.dns.QuestionKey;
import io.tulle.dns.message.DnsResponse;
import io.tulle.dns.message.ExtendedError;
import io.tulle.dns.message.ResponseCode;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The questions that are on their way: each is asked once, however many wait for it. That also ends loops: a container
 * that forwards to us what we ask it waits for itself, until the time is over. Used by the resolver's thread.
 */
final class PendingQueries
{
    /** How long clients wait that can have an answer past its time (RFC 8767 5: client response timer). */
    static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(1_800);

    private static final int MAX_QUERIES = WaiterQuotas.MAX_WAITERS;
    private static final long LONGEST_US = TimeUnit.SECONDS.toMicros(10);
    private static final int DIGITS = 3;

    private final Map<QuestionKey, PendingQuery> queries = new HashMap<>();
    private final Timers timers = new Timers();
    private final Histogram latencyUs = new SynchronizedHistogram(LONGEST_US, DIGITS);
    private final AnswerCache cache;
    private final FailureCache failures;
    private final Transport transport;
    private final Replies replies;
    private final WaiterQuotas quotas;
    private final int serveStaleS;

    PendingQueries(final DnsSettings settings, final AnswerCache cache, final FailureCache failures,
        final Transport transport, final Replies replies)
    {
        this.cache = cache;
        this.failures = failures;
        this.transport = transport;
        this.replies = replies;
        quotas = new WaiterQuotas(settings.pendingPerClient());
        serveStaleS = settings.serveStaleS();
    }

    /** @return the question if it is on its way, or null */
    PendingQuery find(final QuestionKey key)
    {
        return queries.get(key);
    }

    boolean isFull()
    {
        return queries.size() >= MAX_QUERIES;
    }

    /** @return false when the client may not have more questions waiting */
    boolean join(final PendingQuery query, final Waiter waiter)
    {
        final boolean isJoined = quotas.take(waiter.port());
        if (isJoined)
        {
            query.waiters().add(waiter);
        }
        return isJoined;
    }

    /**
     * Asks the servers. The answer may be there before this returns: a server's host may refuse at once.
     *
     * @param stale what clients can have if that takes long, or null
     */
    void start(final PendingQuery query, final List<Upstream> upstreams, final CachedAnswer stale, final long nowNs)
    {
        queries.put(query.key(), query);
        query.race(new Race(query.key(), upstreams, transport, timers, listener(query)));
        if (null != stale)
        {
            query.staleTimer(new Timer((timeNs) -> endPatience(query, timeNs)));
            timers.set(query.staleTimer(), nowNs + PATIENCE_NS);
        }
        query.race().start(nowNs);
    }

    private Race.Listener listener(final PendingQuery query)
    {
        return new Race.Listener()
        {
            @Override
            public void onAnswer(final Upstream upstream, final DnsResponse response, final long latencyNs,
                final long nowNs)
            {
                latencyUs.recordValue(Math.min(TimeUnit.NANOSECONDS.toMicros(latencyNs), LONGEST_US));
                answer(query, Answers.of(query.key(), response, upstream.address(), query.owner(), nowNs), nowNs);
            }

            @Override
            public void onFailure(final long nowNs)
            {
                fail(query, nowNs);
            }

            @Override
            public void onServerBack()
            {
                failures.clear();
            }
        };
    }

    private void answer(final PendingQuery query, final CachedAnswer answer, final long nowNs)
    {
        if (answer.ttlNs() > 0)
        {
            cache.put(answer);
        }
        failures.remove(query.key());
        for (final Waiter waiter : end(query))
        {
            replies.send(waiter, answer, Outcome.UPSTREAM, "", nowNs);
        }
    }

    private void fail(final PendingQuery query, final long nowNs)
    {
        final String why = query.race().why();
        final int reason = query.race().isNetworkDown() ? ExtendedError.NETWORK_ERROR :
            ExtendedError.NO_REACHABLE_AUTHORITY;
        final CachedAnswer kept = cache.find(query.key());
        failures.add(query.key(), why, nowNs);
        for (final Waiter waiter : end(query))
        {
            if (Answers.isStale(kept, serveStaleS, nowNs))
            {
                replies.sendStale(waiter, kept, why, nowNs);
            }
            else
            {
                replies.refuse(waiter, ResponseCode.SERVFAIL, reason, Outcome.FAILED, why, nowNs);
            }
        }
    }

    /** The servers go on to be asked, for those who ask next. */
    private void endPatience(final PendingQuery query, final long nowNs)
    {
        final CachedAnswer kept = cache.find(query.key());
        query.endPatience();
        if (Answers.isStale(kept, serveStaleS, nowNs))
        {
            for (final Waiter waiter : release(query))
            {
                replies.sendStale(waiter, kept, query.race().why(), nowNs);
            }
        }
    }

    private List<Waiter> end(final PendingQuery query)
    {
        queries.remove(query.key());
        if (null != query.staleTimer())
        {
            query.staleTimer().cancel();
        }
        return release(query);
    }

    private List<Waiter> release(final PendingQuery query)
    {
        final List<Waiter> waiters = query.takeWaiters();
        waiters.forEach((waiter) -> quotas.release(waiter.port()));
        return waiters;
    }

    /** Who asked by the port is gone. */
    void onPortGone(final int port)
    {
        for (final PendingQuery query : queries.values())
        {
            query.waiters().removeIf((waiter) -> waiter.port() == port && release(waiter));
        }
    }

    private boolean release(final Waiter waiter)
    {
        quotas.release(waiter.port());
        return true;
    }

    void close()
    {
        for (final PendingQuery query : new ArrayList<>(queries.values()))
        {
            query.race().close();
            end(query);
        }
    }

    int size()
    {
        return queries.size();
    }

    int waiters()
    {
        return quotas.waiters();
    }

    Timers timers()
    {
        return timers;
    }

    /** Times of upstream answers, in us; a copy is taken by any thread. */
    Histogram latencyUs()
    {
        return latencyUs;
    }
}
