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
 * How long does the filtering database take to tell the port of an address? An operation is one look-up; each
 * invocation looks up {@value #LOOKUPS} addresses, and the invocations walk all of them in random order.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FdbLookupBenchmark
{
    static final int LOOKUPS = 1_000;
    private static final int PORTS = 64;

    @Param({"1000", "100000"})
    private int addresses;

    private Fdb fdb;
    private long[] present;
    private long[] absent;
    private int position;

    @Setup
    public void fill()
    {
        fdb = new Fdb(addresses, PORTS);
        present = MacSequence.shuffled(0, addresses);
        absent = MacSequence.shuffled(addresses, addresses);
        for (int i = 0; i < addresses; i++)
        {
            fdb.learn(present[i], i % PORTS, 1);
        }
    }

    @TearDown
    public void close()
    {
        fdb.close();
    }

    @Benchmark
    @OperationsPerInvocation(LOOKUPS)
    public int known()
    {
        return lookUp(present);
    }

    @Benchmark
    @OperationsPerInvocation(LOOKUPS)
    public int unknown()
    {
        return lookUp(absent);
    }

    private int lookUp(final long[] macs)
    {
        final int from = position;
        int sum = 0;
        for (int i = from; i < from + LOOKUPS; i++)
        {
            sum += fdb.lookup(macs[i]);
        }
        position = (from + LOOKUPS) % addresses;
        return sum;
    }
}
