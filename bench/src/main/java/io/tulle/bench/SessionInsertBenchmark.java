package io.tulle.bench;

import java.util.concurrent.TimeUnit;

import io.tulle.nat.conntrack.SessionDescriptor;
import io.tulle.nat.conntrack.SessionTable;
import io.tulle.nat.conntrack.Tuple;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * How long does a new session take? An operation claims one, fills it and inserts both its tuples; an invocation fills
 * an empty table of {@value #SESSIONS} sessions.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SessionInsertBenchmark
{
    static final int SESSIONS = 1 << 18;
    private static final int NOW_S = 1000;

    private final Tuple tuple = new Tuple();
    private final int[] numbers = SessionSequence.shuffled(SESSIONS);
    private SessionTable table;
    private SessionDescriptor session;

    @Setup(Level.Invocation)
    public void open()
    {
        table = SessionTable.inMemory(SESSIONS);
        session = table.descriptor();
        final int[] claimed = new int[SESSIONS];
        for (int i = 0; i < SESSIONS; i++)
        {
            claimed[i] = table.claim(); // so that the memory is resident
        }
        for (final int number : numbers)
        {
            table.abandon(claimed[number]);
        }
    }

    @TearDown(Level.Invocation)
    public void close()
    {
        table.close();
    }

    @Benchmark
    @OperationsPerInvocation(SESSIONS)
    public int insert()
    {
        for (int i = 0; i < SESSIONS; i++)
        {
            SessionSequence.insert(table, session, tuple, numbers[i], NOW_S);
        }
        return table.size();
    }
}
