package io.tulle.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** A worker spins through the gaps of live traffic, and waits only when there is none. */
class AdaptiveIdleStrategyTest
{
    private static final long SPIN_NS = 1_000;

    private final WaitCounter readySet = new WaitCounter();
    private long nowNs = -500; // System.nanoTime may be negative
    private final AdaptiveIdleStrategy idle = new AdaptiveIdleStrategy(readySet, () -> nowNs, SPIN_NS);

    @Test
    void shouldSpinWhileTrafficIsRecent()
    {
        idle.idle(0);
        nowNs += SPIN_NS - 1;
        idle.idle(0);
        assertEquals(0, readySet.waits);
    }

    @Test
    void shouldWaitWhenNothingCameForTheSpinTime()
    {
        idle.idle(0);
        nowNs += SPIN_NS;
        idle.idle(0);
        idle.idle(0);
        assertEquals(2, readySet.waits);
    }

    @Test
    void shouldSpinAnewAfterWork()
    {
        idle.idle(0);
        nowNs += SPIN_NS;
        idle.idle(0);
        idle.idle(1);
        idle.idle(0);
        nowNs += SPIN_NS - 1;
        idle.idle(0);
        assertEquals(1, readySet.waits);
    }

    @Test
    void shouldNotWaitBecauseOfTimeThatPassedAtWork()
    {
        idle.idle(1);
        nowNs += 10 * SPIN_NS;
        idle.idle(0);
        assertEquals(0, readySet.waits);
    }

    @Test
    void shouldSpinAnewAfterAReset()
    {
        idle.idle();
        nowNs += SPIN_NS;
        idle.reset();
        idle.idle();
        assertEquals(0, readySet.waits);
    }

    /** Counts how often a worker would have waited. */
    private static final class WaitCounter implements ReadySet
    {
        private int waits;

        @Override
        public void add(final Port port)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(final Port port)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public int poll(final int timeoutMs)
        {
            waits += timeoutMs > 0 ? 1 : 0;
            return 0;
        }

        @Override
        public int ready(final int i)
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public void wakeUp()
        {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close()
        {
            waits = 0;
        }
    }
}
