package io.tulle.dataplane;

import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * Spins while there is traffic, and some time after, then waits in the ready set until a frame or a command comes. A
 * frame that meets a spinning worker is through in 8 us, one that must wake it in 36 us; so the spin outlasts the
 * gaps of live traffic, and an idle worker costs nothing. Called by the worker.
 */
public final class AdaptiveIdleStrategy implements IdleStrategy
{
    /** Longer than a delayed acknowledgement (40 ms), the longest gap that a busy TCP connection makes by itself. */
    public static final long DEFAULT_SPIN_NS = 50_000_000L;
    /** Wakes that often for nothing, so that a lost wake-up could never hold a worker for good. */
    private static final int WAIT_MS = 1_000;

    private final ReadySet readySet;
    private final NanoClock clock;
    private final long spinNs;
    private long idleSinceNs;
    private boolean isIdle;

    public AdaptiveIdleStrategy(final ReadySet readySet, final NanoClock clock, final long spinNs)
    {
        this.readySet = readySet;
        this.clock = clock;
        this.spinNs = spinNs;
    }

    @Override
    public void idle(final int workCount)
    {
        if (workCount > 0)
        {
            reset();
        }
        else
        {
            idle();
        }
    }

    @Override
    public void idle()
    {
        final long nowNs = clock.nanoTime();
        if (!isIdle)
        {
            isIdle = true;
            idleSinceNs = nowNs;
        }
        if (nowNs - idleSinceNs < spinNs)
        {
            Thread.onSpinWait();
        }
        else
        {
            readySet.poll(WAIT_MS); // level-triggered: the next duty cycle finds the same ports ready
        }
    }

    @Override
    public void reset()
    {
        isIdle = false;
    }
}
