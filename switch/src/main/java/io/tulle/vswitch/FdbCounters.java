package io.tulle.vswitch;

import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;

/**
 * Counts what happens to a domain's filtering database beside plain learning. Workers add, rarely, so the additions are
 * atomic.
 */
public final class FdbCounters implements AutoCloseable
{
    private static final String MOVES = "MAC addresses moved to another port";
    private static final String DAMPED = "MAC moves refused, too many in a short time";
    private static final String EVICTIONS = "addresses evicted, table full";
    private static final String REFUSALS = "addresses not learned, table full";

    private final AtomicCounter moves;
    private final AtomicCounter damped;
    private final AtomicCounter evictions;
    private final AtomicCounter refusals;

    public FdbCounters(final CountersManager counters, final String network)
    {
        moves = counters.newCounter(label(network, MOVES));
        damped = counters.newCounter(label(network, DAMPED));
        evictions = counters.newCounter(label(network, EVICTIONS));
        refusals = counters.newCounter(label(network, REFUSALS));
    }

    /** Shows them under another name of the network. Called by the control thread. */
    public void rename(final String network)
    {
        moves.updateLabel(label(network, MOVES));
        damped.updateLabel(label(network, DAMPED));
        evictions.updateLabel(label(network, EVICTIONS));
        refusals.updateLabel(label(network, REFUSALS));
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

    private static String label(final String network, final String what)
    {
        return "fdb " + network + ": " + what;
    }
}
