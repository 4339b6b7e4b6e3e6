package io.tulle.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** A worker spins through the gaps of live traffic, and waits only when there is none. */
class AdaptiveIdleStrategyTest
{
    private static final long SPIN_NS = 1_000;
    private static final long MAX_NS = 5_000;

    private final WaitCounter readySet = new WaitCounter();
    private long nowNs = -500; // System.nanoTime may be negative
    private final AdaptiveIdleStrategy idle = new AdaptiveIdleStrategy(readySet, () -> nowNs, SPIN_NS, MAX_NS);

    @Test
    void shouldWaitWhenNothingEverCame()
    {
        idle.idle(0);
        idle.idle(0);
        assertEquals(2, readySet.waits);
    }

    @Test
    void shouldSpinForWhatAFramePays()
    {
        idle.idle(1);
        assertEquals(SPIN_NS, spunNs());
    }

    @Test
    void shouldSpinForAsLongAsAllFramesOfABurstPayTogether()
    {
        idle.idle(3);
        assertEquals(3 * SPIN_NS, spunNs());
    }

    @Test
    void shouldSpinNoLongerThanTheLimit()
    {
        idle.idle(32);
        idle.idle(32);
        assertEquals(MAX_NS, spunNs());
    }

    @Test
    void shouldSaveWhatIsLeftForTheNextGap()
    {
        idle.idle(2);
        idle.idle(0);
        nowNs += 400;
        idle.idle(0);
        idle.idle(1);
        assertEquals(3 * SPIN_NS - 400, spunNs());
    }

    @Test
    void shouldNotPayForTimeThatPassedAtWorkOrInAWait()
    {
        idle.idle(0);
        nowNs += 10 * MAX_NS;
        idle.idle(1);
        nowNs += 10 * MAX_NS;
        assertEquals(SPIN_NS, spunNs());
        idle.idle(1);
        idle.reset();
        nowNs += 10 * MAX_NS;
        assertEquals(SPIN_NS, spunNs());
    }

    /** Until it waits, in steps of 100 ns. */
    private long spunNs()
    {
        final int waits = readySet.waits;
        final long sinceNs = nowNs;
        idle.idle(0);
        while (waits == readySet.waits)
        {
            nowNs += 100;
            idle.idle(0);
        }
        return nowNs - sinceNs;
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
