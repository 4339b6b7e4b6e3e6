package io.tulle.systemtests;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import org.junit.jupiter.api.Assertions;

/** Waits for what must come true, with a limit that only a broken Tulle reaches. Called by tests. */
final class Eventually
{
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long POLL_MS = 20;

    private Eventually()
    {
    }

    /** Returns as soon as it is true; what is asked may throw until then. */
    static void eventually(final String what, final Callable<Boolean> isTrue)
    {
        eventually(() -> what, isTrue);
    }

    /** As above, with a description that is only made when the limit is reached. */
    static void eventually(final Supplier<String> what, final Callable<Boolean> isTrue)
    {
        final long deadlineNs = System.nanoTime() + LIMIT.toNanos();
        Exception last = null;
        while (System.nanoTime() - deadlineNs < 0)
        {
            try
            {
                if (isTrue.call())
                {
                    return;
                }
                Thread.sleep(POLL_MS);
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(ex);
            }
            catch (final Exception ex)
            {
                last = ex; // what it says counts only if it stays so
            }
        }
        Assertions.fail("not within " + LIMIT.toSeconds() + " s: " + what.get(), last);
    }
}
