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
 * How many frames a second does one worker send out through NAT when the devices cost nothing? An operation is one
 * 64-byte UDP frame of a container, received into a cell and walked through every stage of the daemon's pipeline: its
 * headers checked, its session looked up and counted, its source address and port replaced and both checksums updated,
 * to the uplink's port. An invocation is one duty cycle: a burst of {@value PollWorker#RECEIVE_LIMIT} from each of
 * {@value #READY_PORTS} of {@value MemoryRouter#CONTAINERS} containers, in turn, each frame of any of the container's
 * flows. All sessions are open before the first measurement.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class NatPipelineBenchmark
{
    static final int READY_PORTS = 2;

    @Param({"1000", "100000", "1000000"})
    private int sessions;

    private MemoryRouter router;

    @Setup
    public void make()
    {
        router = new MemoryRouter(sessions, READY_PORTS);
        if (sessions != router.sessions())
        {
            throw new IllegalStateException("sessions: " + router.sessions());
        }
    }

    @TearDown
    public void check()
    {
        router.checkAllSent();
        router.close();
    }

    @Benchmark
    @OperationsPerInvocation(READY_PORTS * PollWorker.RECEIVE_LIMIT)
    public int dutyCycle()
    {
        return router.step();
    }
}
