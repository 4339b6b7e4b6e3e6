package io.tulle.bench;

import java.util.concurrent.TimeUnit;

import io.tulle.dataplane.PollWorker;
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
 * How many frames a second does one worker switch when the devices cost nothing? An operation is one frame, received
 * into a cell and walked through every stage of the daemon's pipeline (source guard and neighbor suppression on) to
 * the port that it leaves by, with all counters in their mapped file. An invocation is one duty cycle: the clock, the
 * command queue, and a burst of {@value PollWorker#RECEIVE_LIMIT} from each of {@value #READY_PORTS} of the 1,000
 * ports, in turn. Every port is one container with one address. See {@link MemoryPort} for what is copied.
 * <p>
 * {@code destinations}: 1 is a container that streams to another, so that a burst leaves by one port; 32 sends every
 * frame of a burst to another container, which is the worst that can happen to a batch.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class L2PipelineBenchmark
{
    static final int READY_PORTS = 2;
    private static final int CONTAINERS = 1_000;

    @Param({"64", "65536"})
    private int frameBytes;
    @Param({"1", "32"})
    private int destinations;

    private MemorySwitch network;
    private PollWorker worker;

    @Setup
    public void make()
    {
        network = new MemorySwitch(CONTAINERS, READY_PORTS, destinations, frameBytes);
        worker = network.worker();
    }

    @TearDown
    public void check()
    {
        network.checkAllSent();
        network.close();
    }

    @Benchmark
    @OperationsPerInvocation(READY_PORTS * PollWorker.RECEIVE_LIMIT)
    public int dutyCycle()
    {
        return worker.doWork();
    }
}
