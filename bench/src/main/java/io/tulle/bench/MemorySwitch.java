package io.tulle.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.tulle.daemon.PipelineFactory;
import io.tulle.daemon.StageReport;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.PollWorker;
import io.tulle.dataplane.WorkerClock;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.WorkerProxy;
import io.tulle.dataplane.cnc.CncFile;
import io.tulle.dataplane.cnc.CncReader;
import io.tulle.dataplane.cnc.PortCounters;
import io.tulle.dataplane.cnc.PortStatistics;
import io.tulle.nat.NatContext;
import io.tulle.nat.NatSettings;
import io.tulle.nat.conntrack.SessionTable;
import io.tulle.nat.gateway.RouterPorts;
import io.tulle.nat.gateway.Routes;
import io.tulle.nat.gateway.UnresolvedFrames;
import io.tulle.nat.mapping.Mappings;
import io.tulle.nat.mapping.StaticMappings;
import io.tulle.vswitch.BridgeDomain;
import io.tulle.vswitch.BridgePort;
import io.tulle.vswitch.BridgePorts;
import io.tulle.vswitch.Fdb;
import io.tulle.vswitch.FdbCounters;
import io.tulle.vswitch.NeighborTable;
import io.tulle.vswitch.NeighborTable.Neighbor;
import io.tulle.vswitch.SourceGuard;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * One network as the daemon makes it, with its worker, pipeline, counters file, source guard, static entries and
 * neighbor suppression, but with ports in memory: one a container, one container an address. Stepped by a benchmark.
 */
final class MemorySwitch implements AutoCloseable
{
    private static final int FRAMES = 128; // as the daemon's worker has
    private static final int FDB_ENTRIES = 65_536;
    private static final int SESSIONS = 1024; // nothing is routed here

    private final List<MemoryPort> ports = new ArrayList<>();
    private final FramePool pool = new FramePool(FRAMES);
    private final BridgePorts bridgePorts;
    private final Path directory;
    private final CncFile cnc;
    private final BridgeDomain domain;
    private final PortCounters counters;
    private final PollWorker worker;
    private final RotatingReadySet readySet;
    private final SessionTable sessions;

    /**
     * @param containers         how many ports and addresses
     * @param readyPorts         how many of them have a burst in each duty cycle
     * @param destinationsABurst how many other containers one burst goes to; a divisor of the receive limit
     * @param lengthBytes        of each frame
     */
    MemorySwitch(final int containers, final int readyPorts, final int destinationsABurst, final int lengthBytes)
    {
        final int maxPorts = containers + 1; // index 0 is where the counters of removed ports go
        bridgePorts = new BridgePorts(maxPorts);
        try
        {
            directory = Files.createTempDirectory("tulle-bench");
            cnc = CncFile.create(directory, 1, maxPorts);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        domain = new BridgeDomain("bench", new Fdb(FDB_ENTRIES, maxPorts), new FdbCounters(cnc.counters(), "bench"));
        counters = cnc.portCounters(0);
        final WorkerContext context = WorkerContext.create(pool, maxPorts, counters,
            new WorkerClock(SystemNanoClock.INSTANCE, new OffsetEpochNanoClock()));
        readySet = new RotatingReadySet(readyPorts);
        sessions = SessionTable.inMemory(SESSIONS);
        final NatContext nat = nat(maxPorts);
        worker = new PollWorker("bench", context, readySet,
            PipelineFactory.create(context, bridgePorts, nat, MemoryNames.stage(context, maxPorts),
                UnresolvedFrames.NONE, new StageReport(cnc.counters(), "worker 0"), cnc.counters(), "worker 0"),
            (index) -> { });
        for (int i = 1; i <= containers; i++)
        {
            attach(new MemoryPort(i, pool, lengthBytes, containers, PollWorker.RECEIVE_LIMIT / destinationsABurst));
        }
        domain.neighbors(new NeighborTable(neighbors(containers)));
        readySet.start();
    }

    PollWorker worker()
    {
        return worker;
    }

    /** Fails unless every frame that came in left again: a benchmark of dropped frames would be fast. */
    void checkAllSent()
    {
        final long received = statistics().mapToLong(PortStatistics::rxFrames).sum();
        final long counted = statistics().mapToLong(PortStatistics::txFrames).sum();
        final long sent = ports.stream().mapToLong(MemoryPort::sentFrames).sum();
        if (0 == received || received != counted || received != sent || pool.available() != pool.capacity())
        {
            throw new IllegalStateException(received + " frames received, " + counted + " counted as sent, " + sent +
                " sent, " + (pool.capacity() - pool.available()) + " cells still in use");
        }
    }

    @Override
    public void close()
    {
        sessions.close();
        domain.close();
        cnc.close();
        pool.close();
        try
        {
            Files.delete(directory.resolve(CncFile.FILE_NAME));
            Files.delete(directory);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private Stream<PortStatistics> statistics()
    {
        try (CncReader reader = CncReader.open(directory))
        {
            return reader.ports().stream();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private void attach(final MemoryPort port)
    {
        final int index = port.index();
        ports.add(port);
        counters.open(index, port.name());
        new WorkerProxy(worker).addPort(port);
        worker.doWork();
        final BridgePort bridgePort = new BridgePort(index, domain, port.mtu(), guard(index), false);
        domain.fdb().addStatic(MacSequence.mac(index), index);
        bridgePorts.put(bridgePort);
        domain.addMember(bridgePort);
    }

    private NatContext nat(final int maxPorts)
    {
        final RouterPorts routerPorts = new RouterPorts(maxPorts);
        return new NatContext(NatSettings.DEFAULTS, routerPorts, new Routes(), sessions,
            new Mappings(NatSettings.DEFAULTS, routerPorts), new StaticMappings());
    }

    private static SourceGuard guard(final int container)
    {
        return SourceGuard.of(MacSequence.mac(container), MemoryFrames.ipv4(container), 0, 0);
    }

    private static List<Neighbor> neighbors(final int containers)
    {
        final List<Neighbor> neighbors = new ArrayList<>();
        for (int i = 1; i <= containers; i++)
        {
            neighbors.add(new Neighbor(MacSequence.mac(i), MemoryFrames.ipv4(i), 0, 0));
        }
        return neighbors;
    }
}
