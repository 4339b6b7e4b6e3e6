package io.tulle.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.tulle.dataplane.OffHeapMemory;
import io.tulle.dataplane.wire.InternetChecksum;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** How long does the internet checksum of a packet in a cell take? An operation is one packet. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChecksumBenchmark
{
    @Param({"64", "1500", "65536"})
    private int lengthBytes;

    private OffHeapMemory memory;

    @Setup
    public void fill()
    {
        memory = new OffHeapMemory(lengthBytes, false);
        final byte[] bytes = new byte[lengthBytes];
        new Random(lengthBytes).nextBytes(bytes);
        memory.buffer().putBytes(0, bytes);
    }

    @TearDown
    public void close()
    {
        memory.close();
    }

    @Benchmark
    public int checksum()
    {
        return InternetChecksum.checksum(memory.buffer(), 0, lengthBytes);
    }
}
