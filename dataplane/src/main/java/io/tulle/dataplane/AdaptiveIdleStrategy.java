package io.tulle.dataplane;

import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * Spins while there is traffic, then waits in the ready set until a frame or a command comes. Called by the worker.
 *
 * <p>A frame that meets a spinning worker is through in 8 us, one that must wake it in 36 us. So the spin must outlast
 * the gaps of live traffic, and it should not take a processor from others because a container said a word. Each frame
 * therefore pays for some time to spin, up to a limit: a stream, or a ping each millisecond, keeps the worker spinning
 * through every gap; the dozen frames that a container sends when it starts do for some milliseconds. A fixed time
 * after each frame was tried before: while Docker starts containers it is half a processor.
 */
public final class AdaptiveIdleStrategy implements IdleStrategy
{
    /** What one frame pays for: a question and its answer keep the worker awake for those that come each 4 ms. */
    public static final long SPIN_A_FRAME_NS = 2_000_000L;
    /** Longer than a delayed acknowledgement (40 ms), the longest gap that a busy TCP connection makes by itself. */
    public static final long MAX_SPIN_NS = 50_000_000L;
    /** Wakes that often for nothing, so that a lost wake-up could never hold a worker for good. */
    private static final int WAIT_MS = 1_000;

    private final ReadySet readySet;
    private final NanoClock clock;
    private final long spinAFrameNs;
    private final long maxSpinNs;
    private long leftNs; // to spin
    private long lastNs; // when it was last seen to be idle
    private boolean isIdle;

    public AdaptiveIdleStrategy(final ReadySet readySet, final NanoClock clock, final long spinAFrameNs,
        final long maxSpinNs)
    {
        this.readySet = readySet;
        this.clock = clock;
        this.spinAFrameNs = spinAFrameNs;
        this.maxSpinNs = maxSpinNs;
    }

    /** @param workCount how many frames came */
    @Override
    public void idle(final int workCount)
    {
        if (workCount > 0)
        {
            leftNs = Math.min(maxSpinNs, leftNs + workCount * spinAFrameNs);
            isIdle = false;
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
        leftNs -= isIdle ? nowNs - lastNs : 0;
        lastNs = nowNs;
        isIdle = true;
        if (leftNs > 0)
        {
            Thread.onSpinWait();
        }
        else
        {
            leftNs = 0;
            readySet.poll(WAIT_MS); // level-triggered: the next duty cycle finds the same ports ready
            isIdle = false; // the wait costs nothing
        }
    }

    /** The time that passes until it is idle again is no spin. */
    @Override
    public void reset()
    {
        isIdle = false;
    }
}
