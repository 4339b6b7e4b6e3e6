package io.tulle.vswitch;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * What two threads may do to one address of the filtering database at once; run by {@link FdbRacesTest}. The results
 * are: the port that a look-up finds afterwards, how many entries the address has, and by how much the counters by
 * port and in all are wrong.
 */
public final class FdbRaces
{
    private static final int FDB_ENTRIES = 16;
    private static final int NOW_S = 1000;
    private static final long MAC = 0x0242_0A00_0001L;
    /** Lies in the same bucket, and in a lower slot. */
    private static final long NEIGHBOR = neighborOf(MAC);

    private FdbRaces()
    {
    }

    private static long neighborOf(final long mac)
    {
        try (FdbTable table = new FdbTable(FDB_ENTRIES / 2, 8))
        {
            long neighbor = mac + 1;
            while (table.bucket(neighbor) != table.bucket(mac))
            {
                neighbor++;
            }
            return neighbor;
        }
    }

    /** A small table, which the last reader of a race must free. */
    static class Table
    {
        final Fdb fdb = new Fdb(FDB_ENTRIES, 8);

        final void result(final III_Result result)
        {
            final int[] entries = new int[8];
            fdb.forEach((mac, port, isStatic, lastSeenS) -> entries[port]++);
            final int[] ofMac = new int[1];
            fdb.forEach((mac, port, isStatic, lastSeenS) -> ofMac[0] += MAC == mac ? 1 : 0);
            result.r1 = fdb.lookup(MAC);
            result.r2 = ofMac[0];
            int all = 0;
            for (int port = 0; port < entries.length; port++)
            {
                all += entries[port];
                result.r3 += Math.abs(entries[port] - fdb.size(port));
            }
            result.r3 += Math.abs(all - fdb.size());
            fdb.close();
        }
    }

    /** Two learners may take different slots, since a lower one is freed meanwhile. */
    @JCStressTest
    @Outcome(id = {"1, 1, 0", "2, 1, 0"}, expect = Expect.ACCEPTABLE, desc = "one entry, at either port")
    @State
    public static class TwoLearners extends Table
    {
        public TwoLearners()
        {
            fdb.learn(NEIGHBOR, 3, NOW_S);
        }

        @Actor
        public void first()
        {
            fdb.remove(NEIGHBOR);
            fdb.learn(MAC, 1, NOW_S);
        }

        @Actor
        public void second()
        {
            fdb.learn(MAC, 2, NOW_S);
        }

        @Arbiter
        public void arbiter(final III_Result result)
        {
            result(result);
        }
    }

    /** An address is seen again while it ages out. */
    @JCStressTest
    @Outcome(id = {"-1, 0, 0", "1, 1, 0"}, expect = Expect.ACCEPTABLE, desc = "aged out, or there once")
    @State
    public static class LearnerAndAger extends Table
    {
        public LearnerAndAger()
        {
            fdb.learn(MAC, 1, NOW_S);
        }

        @Actor
        public void learner()
        {
            fdb.learn(MAC, 1, NOW_S + 300);
        }

        @Actor
        public void ager()
        {
            fdb.age(NOW_S + 300, 300);
        }

        @Arbiter
        public void arbiter(final III_Result result)
        {
            result(result);
        }
    }

    /** An address moves while it is pinned. */
    @JCStressTest
    @Outcome(id = "3, 1, 0", expect = Expect.ACCEPTABLE, desc = "pinned")
    @State
    public static class MoverAndStatic extends Table
    {
        public MoverAndStatic()
        {
            fdb.learn(MAC, 1, NOW_S);
        }

        @Actor
        public void mover()
        {
            fdb.learn(MAC, 2, NOW_S);
        }

        @Actor
        public void conductor()
        {
            fdb.addStatic(MAC, 3);
        }

        @Arbiter
        public void arbiter(final III_Result result)
        {
            result(result);
        }
    }

    /** An address is new and is pinned at once; a lower slot is freed meanwhile. */
    @JCStressTest
    @Outcome(id = "3, 1, 0", expect = Expect.ACCEPTABLE, desc = "pinned")
    @State
    public static class LearnerAndStatic extends Table
    {
        public LearnerAndStatic()
        {
            fdb.learn(NEIGHBOR, 1, NOW_S);
        }

        @Actor
        public void learner()
        {
            fdb.remove(NEIGHBOR);
            fdb.learn(MAC, 2, NOW_S);
        }

        @Actor
        public void conductor()
        {
            fdb.addStatic(MAC, 3);
        }

        @Arbiter
        public void arbiter(final III_Result result)
        {
            result(result);
        }
    }

    /** Two moves at once are two moves or one, and the counters by port keep up. */
    @JCStressTest
    @Outcome(id = {"2, 1, 0", "3, 1, 0"}, expect = Expect.ACCEPTABLE, desc = "one entry, at either port")
    @State
    public static class TwoMovers extends Table
    {
        public TwoMovers()
        {
            fdb.learn(MAC, 1, NOW_S);
        }

        @Actor
        public void first()
        {
            fdb.learn(MAC, 2, NOW_S);
        }

        @Actor
        public void second()
        {
            fdb.learn(MAC, 3, NOW_S);
        }

        @Arbiter
        public void arbiter(final III_Result result)
        {
            result(result);
        }
    }
}
