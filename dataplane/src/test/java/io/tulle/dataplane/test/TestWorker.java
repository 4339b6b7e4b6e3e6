package io.tulle.dataplane.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.LoopbackPort;
import io.tulle.dataplane.Pipeline;
import io.tulle.dataplane.PolledReadySet;
import io.tulle.dataplane.PollWorker;
import io.tulle.dataplane.PortOutputStage;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerClock;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.WorkerProxy;
import io.tulle.dataplane.cnc.CncFile;
import io.tulle.dataplane.cnc.CncReader;
import io.tulle.dataplane.cnc.PortCounters;
import io.tulle.dataplane.cnc.PortStatistics;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;

/**
 * A worker with ports in memory and a clock that is set by hand: bursts in, bursts out. A test calls {@link #run()}
 * as a thread would, and each time the books are checked: no frame is lost, none is counted twice, every cell is free.
 */
public final class TestWorker implements AutoCloseable
{
    private static final int POOL_FRAMES = 128;
    private static final int MAX_PORTS = 64;
    private static final int SLOTS = 256;
    private static final int SLOT_BYTES = 66_000;

    private final Path directory = createDirectory();
    private final CncFile cncFile = createCncFile(directory);
    private final CncReader cncReader = openReader(directory);
    private final FramePool pool = new FramePool(POOL_FRAMES);
    private final Map<Integer, LoopbackPort> ports = new TreeMap<>();
    private final Map<Integer, Long> taken = new TreeMap<>();
    private final List<Integer> gonePorts = new ArrayList<>();
    private final PortCounters counters = cncFile.portCounters(0);
    private final WorkerContext context;
    private final PollWorker worker;
    private final WorkerProxy proxy;
    private long nowNs = 1_000_000_000_000L;

    /** @param stages makes the stages before the last, the port output, in order. */
    public TestWorker(final Function<WorkerContext, List<Stage>> stages)
    {
        context = WorkerContext.create(pool, MAX_PORTS, counters, new WorkerClock(() -> nowNs, () -> nowNs));
        final List<Stage> all = new ArrayList<>(stages.apply(context));
        all.add(new PortOutputStage(context.egressQueues(), context.ports(), pool, counters, context.capture(),
            context.drop()));
        final List<AtomicCounter> stageCounters = new ArrayList<>();
        all.forEach((stage) -> stageCounters.add(cncFile.counters().newCounter(stage.name())));
        worker = new PollWorker("worker", context, new PolledReadySet(), new Pipeline(all, stageCounters),
            gonePorts::add);
        proxy = new WorkerProxy(worker);
    }

    public WorkerContext context()
    {
        return context;
    }

    /** The worker itself, for a test of its own commands. */
    public PollWorker worker()
    {
        return worker;
    }

    public WorkerProxy proxy()
    {
        return proxy;
    }

    public CountersManager counters()
    {
        return cncFile.counters();
    }

    /** What a port in memory has room for is received with one duty cycle for each burst. */
    public LoopbackPort addPort(final int index, final int mtu)
    {
        final LoopbackPort port = new LoopbackPort(index, "port" + index, mtu, pool, SLOTS, SLOT_BYTES);
        counters.open(index, port.name());
        ports.put(index, port);
        taken.put(index, 0L);
        proxy.addPort(port);
        worker.doWork();
        return port;
    }

    /** Lets a port go as the conductor does, its counts included. */
    public void removePort(final int index)
    {
        proxy.removePort(index);
        worker.doWork();
        counters.close(index);
        ports.remove(index).close();
    }

    public LoopbackPort port(final int index)
    {
        return ports.get(index);
    }

    /** @return the indices that the worker found gone. */
    public List<Integer> gonePorts()
    {
        return gonePorts;
    }

    /** Queues a frame; the worker takes it in {@link #run()}. */
    public void arrive(final int port, final byte[] frame)
    {
        assertTrue(ports.get(port).arrive(new UnsafeBuffer(frame), 0, frame.length), "the port's queue is full");
    }

    /** Queues a frame that has its virtio-net header in front. */
    public void arriveWithVnetHeader(final int port, final byte[] frame)
    {
        assertTrue(ports.get(port).arriveWithVnetHeader(new UnsafeBuffer(frame)), "the port's queue is full");
    }

    /** Runs duty cycles until nothing is left to do, and checks the books. */
    public void run()
    {
        while (worker.doWork() > 0)
        {
            assertEquals(pool.capacity(), pool.available(), "cells in use after a duty cycle");
        }
        assertBooks();
    }

    /** Sends one frame in by a port and runs. */
    public void run(final int port, final byte[] frame)
    {
        arrive(port, frame);
        run();
    }

    /** The invariant: whatever came in or was copied was sent or dropped, and every cell is free. */
    public void assertBooks()
    {
        long in = 0;
        long out = 0;
        for (final PortStatistics port : cncReader.ports())
        {
            in += port.rxFrames() + port.copies();
            out += port.txFrames() + port.drops();
        }
        assertEquals(in, out, "received frames and copies against sent and dropped ones");
        assertEquals(pool.capacity(), pool.available(), "free cells");
    }

    /** @return what was sent by a port since this was asked last. */
    public List<byte[]> sent(final int port)
    {
        final List<byte[]> frames = new ArrayList<>();
        final LoopbackPort loopback = ports.get(port);
        for (long n = taken.get(port); n < loopback.sentCount(); n++)
        {
            frames.add(loopback.sent(n));
        }
        taken.put(port, loopback.sentCount());
        return frames;
    }

    public PortStatistics statistics(final int port)
    {
        return cncReader.ports().stream().filter((statistics) -> port == statistics.index()).findFirst().orElseThrow();
    }

    /** @return how many frames that came in by a port were dropped for the reason. */
    public long drops(final int port, final DropReason reason)
    {
        return statistics(port).dropsByReason().getOrDefault(reason, 0L);
    }

    public void passSeconds(final long seconds)
    {
        nowNs += seconds * 1_000_000_000L;
    }

    /** Monotonic seconds now, as the worker's tables see them. */
    public int seconds()
    {
        return (int) (nowNs / 1_000_000_000L);
    }

    @Override
    public void close()
    {
        pool.close();
        cncReader.close();
        cncFile.close();
        try
        {
            Files.deleteIfExists(directory.resolve(CncFile.FILE_NAME));
            Files.deleteIfExists(directory);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static Path createDirectory()
    {
        try
        {
            return Files.createTempDirectory("tulle-test-worker");
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static CncFile createCncFile(final Path directory)
    {
        try
        {
            return CncFile.create(directory, 1, MAX_PORTS);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static CncReader openReader(final Path directory)
    {
        try
        {
            return CncReader.open(directory);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
