package io.tulle.vswitch;

import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;

/**
 * Counts what happens to a domain's filtering database beside plain learning. Workers add, rarely, so the additions are
 * atomic.
 */
public final class FdbCounters implements AutoCloseable
{
    private final AtomicCounter moves;
    private final AtomicCounter damped;
    private final AtomicCounter evictions;
    private final AtomicCounter refusals;

    public FdbCounters(final CountersManager counters, final String network)
    {
        moves = counters.newCounter("fdb " + network + ": MAC addresses moved to another port");
        damped = counters.newCounter("fdb " + network + ": MAC moves refused, too many in a short time");
        evictions = counters.newCounter("fdb " + network + ": addresses evicted, table full");
        refusals = counters.newCounter("fdb " + network + ": addresses not learned, table full");
    }

    void count(final Learned learned)
    {
        switch (learned)
        {
            case MOVED:
                moves.increment();
                break;
            case DAMPED:
                damped.increment();
                break;
            case EVICTED_ANOTHER:
                evictions.increment();
                break;
            case REFUSED:
                refusals.increment();
                break;
            default:
                break;
        }
    }

    public long moves()
    {
        return moves.get();
    }

    public long damped()
    {
        return damped.get();
    }

    public long evictions()
    {
        return evictions.get();
    }

    public long refusals()
    {
        return refusals.get();
    }

    @Override
    public void close()
    {
        moves.close();
        damped.close();
        evictions.close();
        refusals.close();
    }
}
