package io.tulle.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.tulle.daemon.PipelineFactory;
import io.tulle.daemon.StageReport;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.PollWorker;
import io.tulle.dataplane.WorkerClock;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.WorkerProxy;
import io.tulle.dataplane.cnc.CncFile;
import io.tulle.nat.NatContext;
import io.tulle.nat.NatSettings;
import io.tulle.nat.conntrack.SessionTable;
import io.tulle.nat.gateway.Address;
import io.tulle.nat.gateway.ExternalAddresses;
import io.tulle.nat.gateway.InetAddresses;
import io.tulle.nat.gateway.Masquerade;
import io.tulle.nat.gateway.NextHops;
import io.tulle.nat.gateway.Prefix;
import io.tulle.nat.gateway.RoutedNetwork;
import io.tulle.nat.gateway.RouterPort;
import io.tulle.nat.gateway.RouterPorts;
import io.tulle.nat.gateway.Routes;
import io.tulle.nat.gateway.UnresolvedFrames;
import io.tulle.nat.gateway.Uplink;
import io.tulle.nat.mapping.Mappings;
import io.tulle.nat.mapping.StaticMappings;
import io.tulle.vswitch.BridgeDomain;
import io.tulle.vswitch.BridgePort;
import io.tulle.vswitch.BridgePorts;
import io.tulle.vswitch.Fdb;
import io.tulle.vswitch.FdbCounters;
import io.tulle.vswitch.SourceGuard;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * One network with source guard and its way out as the daemon makes them, with their worker, pipeline, counters file
 * and session table, but with ports in memory: one a container, and the uplink's. Stepped by a benchmark.
 */
final class MemoryRouter implements AutoCloseable
{
    static final int CONTAINERS = 100;
    private static final int FRAMES = 128; // as the daemon's worker has
    private static final int FDB_ENTRIES = 65_536;
    private static final int UPLINK = CONTAINERS + 1;
    private static final int MAX_PORTS = CONTAINERS + 2; // index 0 is where the counters of removed ports go
    private static final long GATEWAY_MAC = 0x0242_0A1E_FFFFL;
    private static final long UPLINK_MAC = 0x0200_0000_0001L;
    private static final long NEXT_HOP_MAC = 0x0200_0000_0002L;
    private static final int GATEWAY = 0x0A1E_FFFE; // 10.30.255.254
    private static final int EXTERNAL = 0xCB00_7101; // 203.0.113.1
    private static final int NEXT_HOP = 0xCB00_71FE; // 203.0.113.254
    private static final Uplink BEYOND = new Uplink("uplink", 2, 1_500, UPLINK_MAC, false,
        new ExternalAddresses(new long[]{0}, new long[]{InetAddresses.low(EXTERNAL)}),
        new NextHops(List.of(new NextHops.Route(Prefix.ipv4(0, 0), Address.ipv4(NEXT_HOP))),
            List.of(new NextHops.Neighbor(Address.ipv4(NEXT_HOP), NEXT_HOP_MAC))), 1_024, 65_535);
    private static final RoutedNetwork NETWORK =
        new RoutedNetwork("bench", 1, 1_500, GATEWAY_MAC, GATEWAY, 0, 0, RoutedNetwork.NO_PORT, UPLINK, false,
            Masquerade.ALL, false);

    private final List<FlowPort> ports = new ArrayList<>();
    private final FramePool pool = new FramePool(FRAMES);
    private final BridgePorts bridgePorts = new BridgePorts(MAX_PORTS);
    private final RouterPorts routerPorts = new RouterPorts(MAX_PORTS);
    private final SessionTable sessions = SessionTable.inMemory(NatSettings.DEFAULTS.maxSessions());
    private final Mappings mappings = new Mappings(NatSettings.DEFAULTS, routerPorts);
    private final Path directory;
    private final CncFile cnc;
    private final BridgeDomain domain;
    private final PollWorker worker;
    private final RotatingReadySet readySet;
    private long receivedFrames;

    /**
     * Makes it and opens the sessions.
     *
     * @param sessionCount of all containers together
     * @param readyPorts   how many containers have a burst in each duty cycle
     */
    MemoryRouter(final int sessionCount, final int readyPorts)
    {
        try
        {
            directory = Files.createTempDirectory("tulle-bench");
            cnc = CncFile.create(directory, 1, MAX_PORTS);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        domain = new BridgeDomain("bench", new Fdb(FDB_ENTRIES, MAX_PORTS), new FdbCounters(cnc.counters(), "bench"));
        domain.routerMac(GATEWAY_MAC);
        readySet = new RotatingReadySet(readyPorts);
        worker = worker();
        for (int i = 1; i <= CONTAINERS; i++)
        {
            attach(new FlowPort(i, pool, GATEWAY_MAC, sessionCount / CONTAINERS));
            routerPorts.put(RouterPort.endpoint(i, NETWORK, MacSequence.mac(i), MemoryFrames.ipv4(i), 0, 0));
            final BridgePort port = new BridgePort(i, domain, NETWORK.mtu(), guard(i), false);
            domain.fdb().addStatic(MacSequence.mac(i), i);
            bridgePorts.put(port);
            domain.addMember(port);
        }
        final FlowPort uplink = new FlowPort(UPLINK, pool, GATEWAY_MAC, 0);
        attach(uplink);
        routerPorts.put(RouterPort.uplink(UPLINK, BEYOND));
        readySet.remove(uplink); // it has no burst, and the others begin
        openSessions();
    }

    /** One duty cycle. @return how many frames it moved. */
    int step()
    {
        final int received = worker.doWork();
        receivedFrames += received;
        return received;
    }

    /** Fails unless every frame that came in left by the uplink: a benchmark of dropped frames would be fast. */
    void checkAllSent()
    {
        final long sent = ports.get(UPLINK - 1).sentFrames();
        if (0 == receivedFrames || receivedFrames != sent || pool.available() != pool.capacity())
        {
            throw new IllegalStateException(receivedFrames + " frames received, " + sent + " sent, " +
                (pool.capacity() - pool.available()) + " cells still in use");
        }
    }

    int sessions()
    {
        return sessions.size();
    }

    @Override
    public void close()
    {
        mappings.close();
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

    private PollWorker worker()
    {
        final WorkerContext context = WorkerContext.create(pool, MAX_PORTS, cnc.portCounters(0),
            new WorkerClock(SystemNanoClock.INSTANCE, new OffsetEpochNanoClock()));
        final Routes routes = new Routes();
        routes.set(List.of(new Routes.Subnet(NETWORK.realm(), Prefix.ipv4(GATEWAY, 16))), List.of(), List.of());
        final NatContext nat = new NatContext(NatSettings.DEFAULTS, routerPorts, routes, sessions, mappings,
            new StaticMappings());
        return new PollWorker("bench", context, readySet, PipelineFactory.create(context, bridgePorts, nat,
            MemoryNames.stage(context, MAX_PORTS), UnresolvedFrames.NONE, new StageReport(cnc.counters(), "worker 0"),
            cnc.counters(), "worker 0"), (index) -> { });
    }

    private void attach(final FlowPort port)
    {
        ports.add(port);
        cnc.portCounters(0).open(port.index(), port.name());
        new WorkerProxy(worker).addPort(port);
        worker.doWork();
    }

    private void openSessions()
    {
        while (ports.stream().anyMatch((port) -> !port.isOpen()))
        {
            sessions.ensureRoom(); // as the conductor does
            step();
        }
    }

    private static SourceGuard guard(final int container)
    {
        return SourceGuard.of(MacSequence.mac(container), MemoryFrames.ipv4(container), 0, 0);
    }
}
