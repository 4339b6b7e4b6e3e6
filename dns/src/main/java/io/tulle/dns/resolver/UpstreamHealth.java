package io.tulle.dns.resolver;

import java.util.concurrent.TimeUnit;

/**
 * How well one server answers: its smoothed round trip, and how often in a row it did not. A server that fails is asked
 * after all others, and about once a second beside them, until it answers. Used by the resolver's thread.
 */
final class UpstreamHealth
{
    /** How long a server may take before that counts against it. */
    static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(1);
    static final long PROBE_NS = TimeUnit.SECONDS.toNanos(1);

    private static final int FAILURES = 2; // one may be a single lost packet, or one bad name
    private static final long FIRST_ROUND_TRIP_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MIN_DELAY_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long MAX_DELAY_NS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final int SMOOTHING = 8; // RFC 6298 2.3: an eighth of each new sample

    private long roundTripNs;
    private int failures;
    private long probeNs;

    boolean isFailing()
    {
        return failures >= FAILURES;
    }

    /** How long to wait for this server before the next one is asked as well. */
    long delayNs()
    {
        final long twiceNs = 2 * (0 == roundTripNs ? FIRST_ROUND_TRIP_NS : roundTripNs);
        return Math.min(Math.max(twiceNs, MIN_DELAY_NS), MAX_DELAY_NS);
    }

    /**
     * @param timeNs from the question to the answer, or 0 when nobody knows which copy of the question was answered
     * @return whether it was failing before
     */
    boolean onAnswer(final long timeNs)
    {
        final boolean wasFailing = isFailing();
        failures = 0;
        if (timeNs > 0)
        {
            roundTripNs = 0 == roundTripNs ? timeNs : roundTripNs + (timeNs - roundTripNs) / SMOOTHING;
        }
        return wasFailing;
    }

    /** It did not answer in time, or its host said that nobody listens. */
    void onFailure(final long nowNs)
    {
        failures++;
        if (FAILURES == failures)
        {
            probeNs = nowNs + PROBE_NS;
        }
    }

    boolean isProbeDue(final long nowNs)
    {
        return isFailing() && nowNs - probeNs >= 0;
    }

    /** It is asked now. */
    void onProbe(final long nowNs)
    {
        probeNs = nowNs + PROBE_NS;
    }
}
