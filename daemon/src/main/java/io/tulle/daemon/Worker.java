package io.tulle.daemon;

import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.IntConsumer;

import io.tulle.config.Idle;
import io.tulle.daemon.names.NamesParts;
import io.tulle.daemon.names.WorkerNames;
import io.tulle.dataplane.AdaptiveIdleStrategy;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.PollWorker;
import io.tulle.dataplane.Port;
import io.tulle.dataplane.ReadySet;
import io.tulle.dataplane.WorkerClock;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.WorkerProxy;
import io.tulle.dataplane.cnc.CncFile;
import io.tulle.dataplane.cnc.PortCounters;
import io.tulle.nat.NatContext;
import io.tulle.nat.gateway.UnresolvedFrames;
import io.tulle.tapio.EpollReadySet;
import io.tulle.tapio.linux.ThreadAffinity;
import io.tulle.vswitch.BridgePorts;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * One polling thread with all that is its own: frame pool, pipeline, ready set. Made, started and closed by the
 * conductor.
 */
final class Worker implements AutoCloseable
{
    /** Twice what a pipeline run can hold; cells that no frame ever needed cost no memory. */
    private static final int FRAMES = 128;
    private static final long SLEEP_NS = 100_000; // the system's own timer slack and wake-up double it

    private final FramePool pool = new FramePool(FRAMES);
    private final ReadySet readySet = new EpollReadySet();
    private final PortCounters counters;
    private final WorkerClock clock = new WorkerClock(SystemNanoClock.INSTANCE, new OffsetEpochNanoClock());
    private final WorkerProxy proxy;
    private final StageReport report;
    private final WorkerNames names;
    private final AgentRunner runner;

    /**
     * @param number   from 0; it is also the queue of each TAP that this worker has
     * @param cpu      the processor to stay on, or null
     * @param resolver makes what answers questions for names
     * @param unresolved makes what takes packets whose next hop must be asked for its address first
     * @param portGone told the index of a port whose device is gone, on the worker's thread
     */
    Worker(final int number, final Idle idle, final Integer cpu, final int maxPorts, final CncFile cnc,
        final BridgePorts ports, final NatContext nat, final NamesParts resolver,
        final Function<FramePool, UnresolvedFrames> unresolved, final IntConsumer portGone)
    {
        counters = cnc.portCounters(number);
        final WorkerContext context = WorkerContext.create(pool, maxPorts, counters, clock);
        final String name = "worker " + number;
        names = resolver.worker(context);
        report = new StageReport(cnc.counters(), name);
        final PollWorker worker = new PollWorker(name, context, readySet, PipelineFactory.create(context, ports, nat,
            names.stage(), unresolved.apply(pool), report, cnc.counters(), name), portGone);
        proxy = new WorkerProxy(worker);
        final AtomicCounter errors = cnc.counters().newCounter(name + ": errors");
        final ErrorHandler errorHandler = (error) -> record(cnc, error);
        final Agent agent = null == cpu ? worker : new PinnedAgent(worker, () -> ThreadAffinity.pin(cpu));
        runner = new AgentRunner(idleStrategy(idle), errorHandler, errors, agent);
    }

    /** The runner reports the end that {@link WorkerProxy#stop} asks for as if it were a failure. */
    private static void record(final CncFile cnc, final Throwable error)
    {
        if (!(error instanceof AgentTerminationException))
        {
            cnc.errorLog().record(error);
        }
    }

    void start(final ThreadFactory threads)
    {
        AgentRunner.startOnThread(runner, threads);
    }

    WorkerProxy proxy()
    {
        return proxy;
    }

    FramePool pool()
    {
        return pool;
    }

    WorkerClock clock()
    {
        return clock;
    }

    /** Where the resolver's answers come in. */
    Port resolverPort()
    {
        return names.port();
    }

    PortCounters counters()
    {
        return counters;
    }

    /** Shows what the stages counted. Called by the conductor, which no worker has to wake up for. */
    void report()
    {
        report.publish();
    }

    /** Ends the thread, then frees what was its own. */
    @Override
    public void close()
    {
        proxy.stop();
        runner.close();
        readySet.close();
        pool.close();
    }

    private IdleStrategy idleStrategy(final Idle idle)
    {
        switch (idle)
        {
            case BUSY:
                return BusySpinIdleStrategy.INSTANCE;
            case SLEEP:
                return new SleepingIdleStrategy(SLEEP_NS);
            case ADAPTIVE:
            default:
                return new AdaptiveIdleStrategy(readySet, SystemNanoClock.INSTANCE,
                    AdaptiveIdleStrategy.SPIN_A_FRAME_NS, AdaptiveIdleStrategy.MAX_SPIN_NS);
        }
    }
}
