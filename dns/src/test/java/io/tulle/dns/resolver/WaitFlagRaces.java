package io.tulle.dns.resolver;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

import java.util.concurrent.atomic.AtomicInteger;

/** Who leaves work, and who is about to wait for it; run by {@link WaitFlagRacesTest}. */
public final class WaitFlagRaces
{
    private WaitFlagRaces()
    {
    }

    /** The results are whether the one wakes, and whether the other sees the work. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "it waits, and nobody wakes it")
    @Outcome(id = {"0, 1", "1, 0", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "the work is done")
    @State
    public static class LeaveAndWait
    {
        private final WaitFlag flag = new WaitFlag();
        private final AtomicInteger work = new AtomicInteger();

        @Actor
        public void worker(final II_Result result)
        {
            work.lazySet(1); // as a ring does
            result.r1 = flag.take() ? 1 : 0;
        }

        @Actor
        public void resolver(final II_Result result)
        {
            flag.raise();
            result.r2 = work.get();
        }
    }
}
