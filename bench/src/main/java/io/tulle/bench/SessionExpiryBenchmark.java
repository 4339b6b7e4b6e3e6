package io.tulle.bench;

import java.util.concurrent.TimeUnit;

import io.tulle.nat.conntrack.SessionAger;
import io.tulle.nat.conntrack.SessionDescriptor;
import io.tulle.nat.conntrack.SessionTable;
import io.tulle.nat.conntrack.SessionTimeouts;
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
 * How long does the conductor take to look at a session that is on the timer wheel, and to end one? An operation is one
 * of {@value #SESSIONS} sessions: none of them idle, or all.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SessionExpiryBenchmark
{
    static final int SESSIONS = 1_000_000;
    private static final int START_S = 1000;
    private static final int MINUTE_S = 60;

    private final Tuple tuple = new Tuple();
    private final int[] numbers = SessionSequence.shuffled(SESSIONS);
    private SessionTable table;
    private SessionAger ager;
    private int ended;

    @Setup(Level.Invocation)
    public void fill()
    {
        table = SessionTable.inMemory(SESSIONS);
        ended = 0;
        ager = new SessionAger(table, SessionTimeouts.DEFAULTS, (session) -> ended++);
        final SessionDescriptor session = table.descriptor();
        for (int i = 0; i < SESSIONS; i++)
        {
            SessionSequence.insert(table, session, tuple, numbers[i], START_S);
        }
        runAll(START_S);
    }

    @TearDown(Level.Invocation)
    public void close()
    {
        table.close();
    }

    @Benchmark
    @OperationsPerInvocation(SESSIONS)
    public int visit()
    {
        return runAll(START_S + MINUTE_S);
    }

    @Benchmark
    @OperationsPerInvocation(SESSIONS)
    public int end()
    {
        runAll(START_S + (int) SessionTimeouts.DEFAULTS.tcpOpening().toSeconds());
        return ended;
    }

    private int runAll(final int nowS)
    {
        int visits = 0;
        int more = ager.run(nowS);
        while (more > 0)
        {
            visits += more;
            more = ager.run(nowS);
        }
        return visits;
    }
}
