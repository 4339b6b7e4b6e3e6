package io.tulle.dns;

import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.WorkerClock;
import io.tulle.dataplane.WorkerContext;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

import java.util.concurrent.atomic.AtomicBoolean;

/** What workers and the resolver's thread may do at once; run by {@link DnsRacesTest}. */
public final class DnsRaces
{
    private static final int FRESH = 1;
    private static final int OLD = 0;
    private static final int CHAIN = 3; // all are in one
    private static final int PORT = 1;

    private DnsRaces()
    {
    }

    /** Answers whose every byte is their own number. */
    static class Cache
    {
        final AnswerCache cache = new AnswerCache(16);

        final CachedAnswer put(final int name, final int number, final int storedNs)
        {
            final byte[] records = {(byte) number, (byte) number, (byte) number, (byte) number};
            final CachedAnswer answer = new CachedAnswer(key(name), 0, 1L << 48, records, new int[]{number}, false,
                storedNs, 1, null, name);
            cache.put(answer);
            return answer;
        }

        /** @return the answer's number, 0 for none, or -1 for one that is torn */
        final int find(final int name)
        {
            final CachedAnswer answer = cache.find(key(name));
            if (null == answer)
            {
                return 0;
            }
            final int number = answer.ttlOffsets()[0];
            for (final byte octet : answer.records())
            {
                if (octet != number)
                {
                    return -1;
                }
            }
            return number;
        }

        private static QuestionKey key(final int name)
        {
            return new QuestionKey(new byte[]{(byte) name}, 1, 0, 0, CHAIN);
        }
    }

    /** A reader finds nothing or a whole answer, and never an older one afterwards. */
    @JCStressTest
    @Outcome(id = {"0, 0", "0, 1", "0, 2", "1, 1", "1, 2", "2, 2"}, expect = Expect.ACCEPTABLE, desc = "in order")
    @State
    public static class PutAndFind extends Cache
    {
        @Actor
        public void resolver()
        {
            put(7, 1, FRESH);
            put(7, 2, FRESH);
        }

        @Actor
        public void worker(final II_Result result)
        {
            result.r1 = find(7);
            result.r2 = find(7);
        }
    }

    /** What is replaced is never missing, and neither is what shares its chain. */
    @JCStressTest
    @Outcome(id = {"4, 1, 6", "4, 2, 6"}, expect = Expect.ACCEPTABLE, desc = "the old one or the new one")
    @State
    public static class ReplaceAndFind extends Cache
    {
        public ReplaceAndFind()
        {
            put(1, 6, FRESH);
            put(2, 1, FRESH);
            put(3, 4, FRESH);
        }

        @Actor
        public void resolver()
        {
            put(2, 2, FRESH);
        }

        @Actor
        public void worker(final III_Result result)
        {
            result.r1 = find(3);
            result.r2 = find(2);
            result.r3 = find(1);
        }
    }

    /** What shares a chain with one that expires stays to be found. */
    @JCStressTest
    @Outcome(id = {"4, 5, 6", "4, 0, 6"}, expect = Expect.ACCEPTABLE, desc = "only the old one goes")
    @State
    public static class ExpireAndFind extends Cache
    {
        public ExpireAndFind()
        {
            put(1, 6, FRESH);
            put(2, 5, OLD);
            put(3, 4, FRESH);
        }

        @Actor
        public void resolver()
        {
            cache.expire(1, 0);
        }

        @Actor
        public void worker(final III_Result result)
        {
            result.r1 = find(3);
            result.r2 = find(2);
            result.r3 = find(1);
        }
    }

    /** A link with small rings, which the arbiter of a race must close. */
    static class Link implements Wakeup
    {
        final AtomicBoolean isReadable = new AtomicBoolean();
        final FramePool pool = new FramePool(2);
        final ResolverLink link = new ResolverLink(pool, 2, () -> { }, this, 512);
        final WorkerContext context = WorkerContext.create(pool, 2, null, new WorkerClock(() -> 0, () -> 0));
        final ResolverPort port = new ResolverPort(0, context, link);

        Link()
        {
            context.egressQueues().open(PORT);
        }

        @Override
        public final int descriptor()
        {
            return -1;
        }

        @Override
        public final void signal()
        {
            isReadable.set(true);
        }

        @Override
        public final void clear()
        {
            isReadable.set(false);
        }

        final boolean send()
        {
            return link.send(PORT, new UnsafeBuffer(new byte[20]), 0, 20);
        }
    }

    /** A frame that the worker did not see yet keeps the wake-up readable. */
    @JCStressTest
    @Outcome(id = {"0, 1, 2", "1, 1, 1", "2, 0, 0", "2, 1, 0"}, expect = Expect.ACCEPTABLE, desc = "seen or readable")
    @State
    public static class SendAndReceive extends Link
    {
        @Actor
        public void resolver()
        {
            send();
            send();
        }

        @Actor
        public void worker(final III_Result result)
        {
            result.r1 = port.receive(null, 1) + port.receive(null, 1);
        }

        @Arbiter
        public void arbiter(final III_Result result)
        {
            result.r2 = isReadable.get() ? 1 : 0;
            result.r3 = 2 - result.r1; // not received yet
            if (0 == result.r3)
            {
                port.receive(null, 1); // of two, nothing is left; a late signal is cleared
                result.r2 = isReadable.get() ? 2 : result.r2;
            }
            pool.close();
        }
    }

    /** The resolver sees the worker's frames whole and in order, as soon as it sees them. */
    @JCStressTest
    @Outcome(id = {"0, 0", "1, 0", "1, 2"}, expect = Expect.ACCEPTABLE, desc = "in order")
    @State
    public static class OfferAndPoll extends Link
    {
        private final int frame = pool.claim();

        @Actor
        public void worker()
        {
            offer(1);
            offer(2);
        }

        @Actor
        public void resolver(final II_Result result)
        {
            link.poll((type, port, buffer, offset, length, networkOffset, transportOffset, receivedNs) ->
            {
                final int number = receivedNs == buffer.getByte(offset) && 20 == length ? (int) receivedNs : -1;
                if (0 == result.r1)
                {
                    result.r1 = number;
                }
                else
                {
                    result.r2 = number;
                }
            }, 2);
        }

        @Arbiter
        public void arbiter(final II_Result result)
        {
            pool.close();
        }

        private void offer(final int number)
        {
            pool.frames().received(frame, PORT, 20);
            pool.buffer().setMemory(pool.frames().dataOffset(frame), 20, (byte) number);
            link.offer(ResolverLink.QUESTION, frame, number);
        }
    }
}
