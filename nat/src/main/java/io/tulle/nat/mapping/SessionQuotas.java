package io.tulle.nat.mapping;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

import io.tulle.nat.NatSettings;
import io.tulle.nat.gateway.RouterPort;
import io.tulle.nat.gateway.RouterPorts;

/**
 * Shares the session table among endpoints, so that a container that fills it takes nothing from another (RFC 6888
 * REQ-4, REQ-5). Called by all workers and the conductor at once.
 *
 * <p>Each endpoint has a guaranteed number of sessions that nobody else can use. What is left is shared: an endpoint
 * takes from it when it has its guarantee, first come, first served, up to the most that one may have. Every count is
 * raised first and looked at afterwards, so a limit is never passed, whoever races.
 */
public final class SessionQuotas
{
    /** From here on it is time to warn, in hundredths of what is shared. */
    private static final int WARNING_PERCENT = 80;

    private final RouterPorts ports;
    private final int capacity;
    private final int guaranteed;
    private final int max;
    private final AtomicIntegerArray usedByPort;
    private final AtomicInteger sharedUsed = new AtomicInteger();
    private volatile int countedS;
    private volatile int shared;

    SessionQuotas(final NatSettings settings, final RouterPorts ports, final int nowS)
    {
        this.ports = ports;
        capacity = settings.maxSessions();
        max = settings.maxEndpointSessions();
        guaranteed = Math.min(settings.minEndpointSessions(), max);
        usedByPort = new AtomicIntegerArray(ports.capacity());
        count(nowS);
    }

    /**
     * Counts a session for an endpoint.
     *
     * @param port of the endpoint
     * @param nowS monotonic seconds
     * @return whether it may have it.
     */
    boolean acquire(final int port, final int nowS)
    {
        if (nowS != countedS)
        {
            count(nowS);
        }
        final int used = usedByPort.incrementAndGet(port);
        final int ofShared = used > guaranteed ? sharedUsed.incrementAndGet() : 0;
        if (used > max || ofShared > shared)
        {
            release(port);
            return false;
        }
        return true;
    }

    /** A session of an earlier run, which no limit ends. */
    void restore(final int port)
    {
        if (usedByPort.incrementAndGet(port) > guaranteed)
        {
            sharedUsed.incrementAndGet();
        }
    }

    void release(final int port)
    {
        if (usedByPort.getAndDecrement(port) > guaranteed)
        {
            sharedUsed.decrementAndGet();
        }
    }

    /** @return whether the endpoint has as many sessions as one may have. */
    public boolean isAtLimit(final int port)
    {
        return used(port) >= max;
    }

    /** @return how many sessions the endpoint has. */
    public int used(final int port)
    {
        return usedByPort.get(port);
    }

    /** @return how many sessions endpoints have beyond their guarantees. */
    public int sharedUsed()
    {
        return sharedUsed.get();
    }

    /** @return how many sessions endpoints may have beyond their guarantees, all together. */
    public int shared()
    {
        return shared;
    }

    /** @return whether what is shared is used up to four fifths, so that it is time to tell. */
    public boolean isNearlyFull()
    {
        return sharedUsed() > 0 && 100L * sharedUsed() >= (long) WARNING_PERCENT * shared();
    }

    /** Endpoints come and go seldom: whoever comes first in a second counts them. */
    private void count(final int nowS)
    {
        int endpoints = 0;
        for (int i = 0; i < ports.capacity(); i++)
        {
            final RouterPort port = ports.get(i);
            endpoints += null != port && RouterPort.Kind.ENDPOINT == port.kind() ? 1 : 0;
        }
        shared = (int) Math.max(0, capacity - (long) endpoints * guaranteed);
        countedS = nowS;
    }
}
