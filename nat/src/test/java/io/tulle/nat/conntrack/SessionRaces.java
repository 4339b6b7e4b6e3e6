package io.tulle.nat.conntrack;

import static io.tulle.nat.conntrack.SessionTable.NO_SESSION;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** What two threads may do to the session table at once; run by {@link SessionRacesTest}. */
public final class SessionRaces
{
    private SessionRaces()
    {
    }

    /** A small table, which the arbiter of a race must close. */
    static class Table
    {
        final SessionTable table = SessionTable.inMemory(2);

        final int lookup(final Tuple tuple)
        {
            return table.lookup(table.hash(tuple), tuple);
        }

        final boolean isFound(final Tuple tuple)
        {
            return NO_SESSION != lookup(tuple);
        }

        final int fill(final int original, final int reply)
        {
            return Sessions.fill(table, Sessions.original(original), Sessions.reply(reply));
        }
    }

    /** The results are who inserted, and how many sessions there are. */
    @JCStressTest
    @Outcome(id = {"1, 0, 1", "0, 1, 1"}, expect = Expect.ACCEPTABLE, desc = "one session has the tuples")
    @State
    public static class SameTuples extends Table
    {
        private final int one = fill(1, 1);
        private final int other = fill(1, 1);

        @Actor
        public void first(final III_Result result)
        {
            result.r1 = table.insert(one) ? 1 : 0;
        }

        @Actor
        public void second(final III_Result result)
        {
            result.r2 = table.insert(other) ? 1 : 0;
        }

        @Arbiter
        public void arbiter(final III_Result result)
        {
            result.r3 = table.size();
            table.close();
        }
    }

    /** Who is refused its second tuple leaves nothing of its first. */
    @JCStressTest
    @Outcome(id = {"1, 0, 2", "0, 1, 2"}, expect = Expect.ACCEPTABLE, desc = "one session, with both its tuples")
    @State
    public static class SameReplies extends Table
    {
        private final int one = fill(1, 3);
        private final int other = fill(2, 3);

        @Actor
        public void first(final III_Result result)
        {
            result.r1 = table.insert(one) ? 1 : 0;
        }

        @Actor
        public void second(final III_Result result)
        {
            result.r2 = table.insert(other) ? 1 : 0;
        }

        @Arbiter
        public void arbiter(final III_Result result)
        {
            final Tuple[] tuples = {Sessions.original(1), Sessions.original(2), Sessions.reply(3)};
            for (final Tuple tuple : tuples)
            {
                result.r3 += isFound(tuple) ? 1 : 0;
            }
            table.close();
        }
    }

    /** Two tuples crosswise: each is refused when the other was first with one of them, and so may be both. */
    @JCStressTest
    @Outcome(id = {"1, 0, 1", "0, 1, 1", "0, 0, 0"}, expect = Expect.ACCEPTABLE, desc = "never both")
    @State
    public static class CrossedTuples extends Table
    {
        private final int one = fill(1, 1);
        private final int other = table.claim();

        public CrossedTuples()
        {
            table.descriptor().wrap(other)
                .tuple(Direction.ORIGINAL, Sessions.reply(1), Sessions.UPLINK_PORT)
                .tuple(Direction.REPLY, Sessions.original(1), Sessions.ENDPOINT_PORT);
        }

        @Actor
        public void first(final III_Result result)
        {
            result.r1 = table.insert(one) ? 1 : 0;
        }

        @Actor
        public void second(final III_Result result)
        {
            result.r2 = table.insert(other) ? 1 : 0;
        }

        @Arbiter
        public void arbiter(final III_Result result)
        {
            result.r3 = table.size();
            table.close();
        }
    }

    /** Who finds a session by one tuple finds it by the other, and sees what was written before. */
    @JCStressTest
    @Outcome(id = {"0, 0", "0, 1", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "not yet, or whole")
    @State
    public static class InsertAndLookup extends Table
    {
        private final int session = fill(1, 1);

        @Actor
        public void inserter()
        {
            table.insert(session);
        }

        @Actor
        public void reader(final II_Result result)
        {
            result.r1 = isWhole(lookup(Sessions.reply(1)));
            result.r2 = isWhole(lookup(Sessions.original(1)));
        }

        @Arbiter
        public void arbiter()
        {
            table.close();
        }

        private int isWhole(final int reference)
        {
            return NO_SESSION == reference ? 0 :
                Sessions.ENDPOINT_PORT == table.descriptor().wrap(SessionTable.session(reference)).ownerPort() ? 1 : 2;
        }
    }

    /** A removed session is gone for good, and one of two removers has removed it. */
    @JCStressTest
    @Outcome(id = {"0, 1, 0", "1, 0, 0"}, expect = Expect.ACCEPTABLE, desc = "removed once")
    @State
    public static class TwoRemovers extends Table
    {
        private final int session = fill(1, 1);

        public TwoRemovers()
        {
            table.insert(session);
        }

        @Actor
        public void first(final III_Result result)
        {
            result.r1 = table.remove(session) ? 1 : 0;
        }

        @Actor
        public void second(final III_Result result)
        {
            result.r2 = table.remove(session) ? 1 : 0;
        }

        @Arbiter
        public void arbiter(final III_Result result)
        {
            result.r3 = table.size() + (isFound(Sessions.original(1)) || isFound(Sessions.reply(1)) ? 1 : 0);
            table.close();
        }
    }

    /** A look-up while the session is removed finds it or not, and afterwards does not; another one is never found. */
    @JCStressTest
    @Outcome(id = {"1, 1, 0", "1, 0, 0", "0, 0, 0"}, expect = Expect.ACCEPTABLE, desc = "there, and then gone")
    @State
    public static class RemoveAndLookup extends Table
    {
        private final int session = fill(1, 1);

        public RemoveAndLookup()
        {
            table.insert(session);
        }

        @Actor
        public void remover()
        {
            table.remove(session);
        }

        @Actor
        public void reader(final III_Result result)
        {
            result.r1 = isFound(Sessions.original(1)) ? 1 : 0;
            result.r2 = isFound(Sessions.original(1)) ? 1 : 0;
        }

        @Arbiter
        public void arbiter(final III_Result result)
        {
            result.r3 = isFound(Sessions.original(1)) ? 1 : 0;
            table.close();
        }
    }

    /** The bytes are used for another session at once, without the rest that they have else. */
    @JCStressTest
    @Outcome(id = {"0, 0", "0, 1", "1, 0"}, expect = Expect.ACCEPTABLE, desc = "the one or the other")
    @State
    public static class ReuseAndLookup extends Table
    {
        private final int session = fill(1, 1);

        public ReuseAndLookup()
        {
            table.insert(session);
        }

        @Actor
        public void ager()
        {
            table.remove(session);
            table.abandon(session);
            table.insert(fill(2, 2));
        }

        @Actor
        public void reader(final II_Result result)
        {
            result.r2 = isFound(Sessions.original(2)) ? 1 : 0;
            result.r1 = isFound(Sessions.original(1)) ? 1 : 0;
        }

        @Arbiter
        public void arbiter()
        {
            table.close();
        }
    }

    /** Two claims get different sessions, while others are given back. */
    @JCStressTest
    @Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "both sessions were free, each is free once")
    @State
    public static class TwoClaimers extends Table
    {
        private int one;
        private int other;

        public TwoClaimers()
        {
            table.abandon(table.claim());
        }

        @Actor
        public void first()
        {
            table.abandon(table.claim());
            one = table.claim();
        }

        @Actor
        public void second()
        {
            other = table.claim();
        }

        @Arbiter
        public void arbiter(final II_Result result)
        {
            result.r1 = one + other; // sessions 0 and 1
            result.r2 = NO_SESSION == table.claim() ? table.highWaterMark() : -1;
            table.close();
        }
    }
}
