package io.tulle.dns.resolver;

import org.agrona.collections.Int2IntCounterMap;

/**
 * Counts who waits, so that a container which asks without end fills its own share only. Used by the resolver's thread.
 */
final class WaiterQuotas
{
    /** Questions of all clients: some 30 MiB. */
    static final int MAX_WAITERS = 65_536;

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
        if (waiters >= MAX_WAITERS || waitersOfPort.get(port) >= perClient)
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
