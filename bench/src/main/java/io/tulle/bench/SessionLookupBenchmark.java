package io.tulle.bench;

import java.util.concurrent.TimeUnit;

import io.tulle.nat.conntrack.Direction;
import io.tulle.nat.conntrack.SessionDescriptor;
import io.tulle.nat.conntrack.SessionTable;
import io.tulle.nat.conntrack.Tuple;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How long does the session table take to find the session of a frame? An operation is the look-up of one tuple, of all
 * sessions in random order and both directions in turn: one by one, as a burst that is hashed and prefetched before it
 * is looked up, and with the packet counted.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SessionLookupBenchmark
{
    static final int BURST = 32;
    static final int LOOKUPS = 32 * BURST;
    private static final int NOW_S = 1000;

    @Param({"1000", "100000", "1000000"})
    private int sessions;

    private final Tuple[] tuples = new Tuple[BURST];
    private final long[] hashes = new long[BURST];
    private SessionTable table;
    private SessionDescriptor session;
    private int[] numbers;
    private int position;

    @Setup
    public void fill()
    {
        table = SessionTable.inMemory(sessions);
        session = table.descriptor();
        numbers = SessionSequence.shuffled(sessions);
        for (int i = 0; i < BURST; i++)
        {
            tuples[i] = new Tuple();
        }
        for (int i = 0; i < sessions; i++)
        {
            SessionSequence.insert(table, session, tuples[0], i, NOW_S);
        }
    }

    @TearDown
    public void close()
    {
        table.close();
    }

    @Benchmark
    @OperationsPerInvocation(LOOKUPS)
    public int tuplesOnly()
    {
        int sum = 0;
        for (int i = 0; i < LOOKUPS; i += BURST)
        {
            nextBurst();
            sum += tuples[i & BURST - 1].ports();
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(LOOKUPS)
    public int oneByOne()
    {
        int sum = 0;
        for (int burst = 0; burst < LOOKUPS; burst += BURST)
        {
            nextBurst();
            for (int i = 0; i < BURST; i++)
            {
                sum += table.lookup(table.hash(tuples[i]), tuples[i]);
            }
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(LOOKUPS)
    public long burst()
    {
        long sum = 0;
        for (int burst = 0; burst < LOOKUPS; burst += BURST)
        {
            sum += prefetchedBurst();
            for (int i = 0; i < BURST; i++)
            {
                sum += table.lookup(hashes[i], tuples[i]);
            }
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(LOOKUPS)
    public long burstCounted()
    {
        long sum = 0;
        for (int burst = 0; burst < LOOKUPS; burst += BURST)
        {
            sum += prefetchedBurst();
            for (int i = 0; i < BURST; i++)
            {
                final int reference = table.lookup(hashes[i], tuples[i]);
                session.wrap(SessionTable.session(reference)).seen(SessionTable.direction(reference), NOW_S, 1500);
                sum += session.egressPort(SessionTable.direction(reference));
            }
        }
        return sum;
    }

    private long prefetchedBurst()
    {
        nextBurst();
        long sum = 0;
        for (int i = 0; i < BURST; i++)
        {
            hashes[i] = table.hash(tuples[i]);
        }
        for (int i = 0; i < BURST; i++)
        {
            sum += table.prefetch(hashes[i]);
        }
        return sum;
    }

    private void nextBurst()
    {
        if (position + BURST > sessions)
        {
            position = 0;
        }
        for (int i = 0; i < BURST; i++)
        {
            final int number = numbers[position + i];
            if (Direction.ORIGINAL == (i & 1))
            {
                SessionSequence.original(number, tuples[i]);
            }
            else
            {
                SessionSequence.reply(number, tuples[i]);
            }
        }
        position += BURST;
    }
}
