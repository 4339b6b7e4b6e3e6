package io.tulle.daemon;

import org.agrona.concurrent.IdleStrategy;

/**
 * Lets the conductor sleep for 100 ms between its runs, and for 10 ms while there is work: thousands of sessions may
 * begin and end in a tenth of a second, and what they held comes back by the conductor. Called by the conductor.
 */
final class ConductorIdleStrategy implements IdleStrategy
{
    private static final int BUSY_MS = 10;
    private static final int IDLE_MS = 100;

    @Override
    public void idle(final int workCount)
    {
        sleep(pauseMs(workCount));
    }

    @Override
    public void idle()
    {
        sleep(IDLE_MS);
    }

    @Override
    public void reset()
    {
        // it remembers nothing
    }

    static int pauseMs(final int workCount)
    {
        return workCount > 0 ? BUSY_MS : IDLE_MS;
    }

    private static void sleep(final int timeMs)
    {
        try
        {
            Thread.sleep(timeMs);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt(); // the runner ends, or goes on
        }
    }
}
