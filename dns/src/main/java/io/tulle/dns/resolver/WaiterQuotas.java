package io.tulle.dns.resolver;

import org.agrona.collections.Int2IntCounterMap;

/**
 * Counts who waits, so that a container which asks without end fills its own share only: that is an eighth of what the
 * others leave free, at most. Used by the resolver's thread.
 */
final class WaiterQuotas
{
    /** Questions of all clients: with what is asked for them, some 2 KiB each. */
    static final int MAX_WAITERS = 16_384;

    private static final int SHARES = 8;

    private final int perClient;
    private final Int2IntCounterMap waitersOfPort = new Int2IntCounterMap(0);
    private int waiters;

    WaiterQuotas(final int perClient)
    {
        this.perClient = perClient;
    }

    /** @return false when the client, or all of them, have as many questions waiting as they may */
    boolean take(final int port)
    {
        final int own = waitersOfPort.get(port);
        if (own >= Math.min(perClient, (MAX_WAITERS - waiters + own) / SHARES))
        {
            return false;
        }
        waiters++;
        waitersOfPort.incrementAndGet(port);
        return true;
    }

    void release(final int port)
    {
        waiters--;
        waitersOfPort.decrementAndGet(port);
    }

    int waiters()
    {
        return waiters;
    }
}
