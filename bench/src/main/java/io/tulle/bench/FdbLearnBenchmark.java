package io.tulle.bench;

import java.util.concurrent.TimeUnit;

import io.tulle.vswitch.Fdb;
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
 * How long does the filtering database take to note the source of a frame? An operation is one address: known at its
 * port already; seen in a new second, which stores its age; or new, which includes forgetting it again so that the
 * table stays as full as it is.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FdbLearnBenchmark
{
    static final int LEARNS = 1_000;
    private static final int PORTS = 64;

    @Param({"1000", "100000"})
    private int addresses;

    private Fdb fdb;
    private long[] present;
    private long[] absent;
    private int position;
    private int nowS = 1;

    @Setup
    public void fill()
    {
        fdb = new Fdb(2 * addresses, PORTS);
        present = MacSequence.shuffled(0, addresses);
        absent = MacSequence.shuffled(addresses, addresses);
        for (int i = 0; i < addresses; i++)
        {
            fdb.learn(present[i], i % PORTS, nowS);
        }
    }

    @TearDown
    public void close()
    {
        fdb.close();
    }

    @Benchmark
    @OperationsPerInvocation(LEARNS)
    public int known()
    {
        return learnPresent();
    }

    @Benchmark
    @OperationsPerInvocation(LEARNS)
    public int knownInNewSecond()
    {
        nowS++;
        return learnPresent();
    }

    @Benchmark
    @OperationsPerInvocation(LEARNS)
    public int unknownThenForgotten()
    {
        final int from = position;
        int sum = 0;
        for (int i = from; i < from + LEARNS; i++)
        {
            sum += fdb.learn(absent[i], i % PORTS, nowS).ordinal();
            sum += fdb.remove(absent[i]) ? 1 : 0;
        }
        position = (from + LEARNS) % addresses;
        return sum;
    }

    private int learnPresent()
    {
        final int from = position;
        int sum = 0;
        for (int i = from; i < from + LEARNS; i++)
        {
            sum += fdb.learn(present[i], i % PORTS, nowS).ordinal();
        }
        position = (from + LEARNS) % addresses;
        return sum;
    }
}
