package io.tulle.dns.resolver;

import io.tulle.dns.QuestionKey;

import java.util.ArrayList;
import java.util.List;

/**
 * One question on its way to the servers, and all who wait for its answer; perhaps nobody, when a kept answer is made
 * new. Used by the resolver's thread.
 */
final class PendingQuery
{
    private final QuestionKey key;
    private final int owner;
    private final List<Waiter> waiters = new ArrayList<>(1);
    private Race race;
    private Timer staleTimer;
    private boolean isPatienceOver;

    /** @param owner the switch port that asked first, which the answer counts for in the cache */
    PendingQuery(final QuestionKey key, final int owner)
    {
        this.key = key;
        this.owner = owner;
    }

    QuestionKey key()
    {
        return key;
    }

    int owner()
    {
        return owner;
    }

    List<Waiter> waiters()
    {
        return waiters;
    }

    /** Nobody waits any more. @return those who did */
    List<Waiter> takeWaiters()
    {
        final List<Waiter> taken = List.copyOf(waiters);
        waiters.clear();
        return taken;
    }

    Race race()
    {
        return race;
    }

    void race(final Race started)
    {
        race = started;
    }

    /** @return whether who can have an old answer need not wait any more */
    boolean isPatienceOver()
    {
        return isPatienceOver;
    }

    void endPatience()
    {
        isPatienceOver = true;
    }

    /** The timer that ends the patience of those who can have an old answer, or null. */
    Timer staleTimer()
    {
        return staleTimer;
    }

    void staleTimer(final Timer timer)
    {
        staleTimer = timer;
    }
}
