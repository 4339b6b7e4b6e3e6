package io.tulle.dns.resolver;

import io.tulle.dns.QuestionKey;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Remembers which questions no server had an answer to, so that a client that asks again and again does not load them
 * (RFC 9520): for one second, and twice as long after each further failure, up to 30 s. Used by the resolver's thread.
 */
final class FailureCache
{
    static final long FIRST_NS = TimeUnit.SECONDS.toNanos(1); // RFC 9520 3.2: at least one second
    static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(30); // and at most five minutes

    private static final int CAPACITY = 8_192;

    /** @param timeNs how long it is kept */
    private record Failure(long atNs, long timeNs, String why)
    {
        boolean isKept(final long nowNs)
        {
            return nowNs - atNs < timeNs;
        }

        /** Time enough after its end, a failure is the first one again. */
        long nextTimeNs(final long nowNs)
        {
            return nowNs - atNs > timeNs + LONGEST_NS ? FIRST_NS : Math.min(2 * timeNs, LONGEST_NS);
        }
    }

    private final Map<QuestionKey, Failure> failures = new LinkedHashMap<>()
    {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(final Map.Entry<QuestionKey, Failure> eldest)
        {
            return size() > CAPACITY;
        }
    };

    /** @return why it failed a moment ago, or null when it may be asked */
    String why(final QuestionKey key, final long nowNs)
    {
        final Failure failure = failures.get(key);
        return null != failure && failure.isKept(nowNs) ? failure.why : null;
    }

    void add(final QuestionKey key, final String why, final long nowNs)
    {
        final Failure last = failures.remove(key); // a new entry is the youngest
        failures.put(key, new Failure(nowNs, null == last ? FIRST_NS : last.nextTimeNs(nowNs), why));
    }

    void remove(final QuestionKey key)
    {
        failures.remove(key);
    }

    /** A server is back: what failed may have an answer now. */
    void clear()
    {
        failures.clear();
    }
}
