package io.tulle.daemon;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.tulle.config.DnsSpec;
import io.tulle.config.NatSpec;
import io.tulle.config.Topology;
import io.tulle.control.ApiServer;
import io.tulle.control.ApplyReport;
import io.tulle.control.NetworkService;
import io.tulle.control.RestoreReport;
import io.tulle.control.ShutdownMode;
import io.tulle.daemon.capture.CaptureService;
import io.tulle.daemon.names.NameQueries;
import io.tulle.daemon.names.NamesParts;
import io.tulle.daemon.relay.PortRelay;
import io.tulle.daemon.relay.RelayCounters;
import io.tulle.daemon.relay.RelaySettings;
import io.tulle.daemon.router.NatSettingsFactory;
import io.tulle.daemon.router.RouterParts;
import io.tulle.daemon.uplink.ExternalPortSilence;
import io.tulle.daemon.uplink.HostPorts;
import io.tulle.daemon.uplink.HostSilence;
import io.tulle.daemon.uplink.PendingFrames;
import io.tulle.daemon.uplink.ReservedPorts;
import io.tulle.dataplane.cnc.CncFile;
import io.tulle.tapio.linux.SystemdNotify;
import io.tulle.vswitch.BridgePorts;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: makes every part of a running Tulle, in order, and takes it apart in the opposite one.
 * Started and stopped by one thread.
 */
public final class TulleDaemon implements AutoCloseable
{
    /** Ports that can be attached at once; a kernel bridge has room for 1,023. */
    private static final int MAX_PORTS = 4096;
    /** What the switch port of the resolver's answers has instead of the id of an endpoint. */
    private static final String RESOLVER = "resolver";
    private static final Logger LOGGER = LoggerFactory.getLogger(TulleDaemon.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final CompletableFuture<ShutdownMode> shutdown = new CompletableFuture<>();
    private final DaemonSettings settings;
    private final NamespaceWatch namespaces = new NamespaceWatch();
    private final GonePorts gonePorts = new GonePorts();
    private CncFile cnc;
    private Workers workers;
    private HostSilence silence;
    private SwitchFabric fabric;
    private RouterParts router;
    private NamesParts names;
    private NetworkService service;
    private DockerLink docker;
    private RestoreReport restored;
    private ApplyReport report;

    private TulleDaemon(final DaemonSettings settings)
    {
        this.settings = settings;
    }

    /**
     * Starts Tulle and makes it match the topology; what an earlier run left is taken over.
     *
     * @throws StartupException if it cannot start; nothing of this start stays then
     */
    public static TulleDaemon start(final DaemonSettings settings, final Topology topology)
    {
        final TulleDaemon daemon = new TulleDaemon(settings);
        try
        {
            daemon.compose(topology);
            return daemon;
        }
        catch (final RuntimeException ex)
        {
            daemon.abandon();
            throw ex instanceof StartupException ? ex : new StartupException(ex.getMessage(), ex);
        }
    }

    /** Removes what a Tulle that runs no more left. @return a line for each thing that could not be removed. */
    public static List<String> cleanUp(final DaemonSettings settings)
    {
        try (TulleDaemon daemon = new TulleDaemon(settings))
        {
            daemon.composeService(io.tulle.config.Workers.DEFAULTS, NatSpec.DEFAULTS, DnsSpec.DEFAULTS, "tulle");
            daemon.takeOver();
            daemon.router.restoreMappings();
            daemon.stop(ShutdownMode.DOWN);
            return daemon.service.down();
        }
    }

    /** What the start, or the last reload, did; its failures are for the user to read. */
    public ApplyReport report()
    {
        return report;
    }

    /** What the start took over from an earlier run. */
    public RestoreReport restored()
    {
        return restored;
    }

    /** The one line that says that Tulle is ready. */
    public String readyLine()
    {
        final int networks = service.networks().size();
        final int containers = service.containers().size();
        return "tulle: ready: " + service.topologyName() + ", " + networks + " networks, " + containers +
            " containers, API " + settings.socket();
    }

    /** Makes the running Tulle match a changed topology. */
    public ApplyReport reload(final Topology topology)
    {
        report = service.apply(topology);
        return report;
    }

    /** Waits until somebody asks for the end, by {@link #stop} or by the API. */
    public ShutdownMode awaitShutdown()
    {
        return shutdown.join();
    }

    /** Asks for the end; the first one who asks decides how. Called by any thread. */
    public void stop(final ShutdownMode mode)
    {
        shutdown.complete(mode);
    }

    /** Ends as it was asked to: down removes everything, stop keeps the devices for the next start. */
    @Override
    public void close()
    {
        SystemdNotify.send("STOPPING=1");
        if (null != docker)
        {
            close(docker); // nobody may ask for what is about to go
        }
        if (null != service && shutdown.isDone() && ShutdownMode.DOWN == shutdown.join())
        {
            service.down().forEach(LOGGER::warn);
        }
        final boolean isDown = shutdown.isDone() && ShutdownMode.DOWN == shutdown.join();
        while (!parts.isEmpty())
        {
            close(parts.pop());
        }
        if (isDown && null != router)
        {
            router.deleteFile();
        }
    }

    private void compose(final Topology topology)
    {
        final Conductor conductor = composeService(topology.workers(), topology.nat(), topology.dns(),
            topology.name());
        names.start((task) -> Workers.daemonThread("tulle-resolver", task), cnc.errorLog()::record);
        restored = takeOver();
        router.restoreMappings();
        report = service.apply(topology);
        router.numbers().sweep(router.sessions());
        final CaptureService captures = new CaptureService(workers.captureWorkers(), fabric.attached()::portNames,
            MAX_PORTS, fabric.sessions()::commenter);
        fabric.portsListener(captures::onPortsChanged);
        final ApiServer api = new ApiServer(settings.socket(), Version.TEXT, service, captures, fabric.sessions(),
            new NameQueries(names), this::stop);
        api.start();
        parts.push(api);
        parts.push(captures); // ends before the API does, so that its clients get the sums
        final AgentRunner runner = new AgentRunner(new ConductorIdleStrategy(), cnc.errorLog()::record, null,
            conductor);
        AgentRunner.startOnThread(runner, (task) -> Workers.daemonThread("tulle-conductor", task));
        parts.push(runner);
        // when all that Docker knows of is there again: a network that it asks for must be known
        docker = new DockerLink(topology.docker(), service);
        docker.start();
        SystemdNotify.send("READY=1");
    }

    /** Docker's devices are looked for now; later, new ones are made. */
    private RestoreReport takeOver()
    {
        silence.hold(); // of a published port that is not back yet, the host would reset what comes in
        fabric.takingOver(true);
        final RestoreReport found = service.restore();
        fabric.takingOver(false);
        silence.resume();
        return found;
    }

    private Conductor composeService(final io.tulle.config.Workers workerConfig, final NatSpec nat,
        final DnsSpec dns, final String name)
    {
        Preconditions.check();
        parts.push(InstanceLock.take(settings.runDir(), "--run-dir"));
        parts.push(InstanceLock.take(settings.stateDir(), "--state-dir"));
        cnc = openCnc(workerConfig.count());
        parts.push(cnc);
        final BridgePorts ports = new BridgePorts(MAX_PORTS);
        router = RouterParts.open(settings.runDir(), NatSettingsFactory.of(nat), MAX_PORTS);
        parts.push(router);
        final PendingFrames pending = new PendingFrames();
        names = NamesParts.open(settings, dns, MAX_PORTS, router.numbers().port(RESOLVER));
        parts.push(names);
        workers = new Workers(workerConfig, MAX_PORTS, cnc, ports, router.context(), names, pending::ofWorker,
            gonePorts);
        parts.push(workers);
        final HostPorts hostPorts = HostPorts.read();
        silence = new HostSilence(new ExternalPortSilence(settings.instance()), hostPorts);
        final ReservedPorts reserved = new ReservedPorts(settings.stateDir());
        parts.push(() -> hearAllAgain(reserved));
        final Uplinks uplinks =
            new Uplinks(workers, ports, router, pending, silence, reserved, hostPorts, cnc, MAX_PORTS);
        uplinks.start();
        parts.push(uplinks);
        final PortRelay relay = openRelay();
        parts.push(relay);
        fabric = new SwitchFabric(workers, cnc, ports, MAX_PORTS, new Sandboxes(namespaces), router, names, uplinks,
            new PublishedPorts(new HostReservations(relay, router, uplinks::isOwn), router, uplinks));
        parts.push(fabric::releaseAll);
        service = new NetworkService(name, settings.stateDir(), fabric, HostRoutes::read);
        parts.push(service);
        return new Conductor(fabric, service, namespaces, gonePorts, router,
            new RouterCounters(cnc.counters(), router, pending, uplinks, workers), names, cnc);
    }

    /** What keeps the kernel silent waits for the next start, unless everything goes. */
    private void hearAllAgain(final ReservedPorts reserved)
    {
        if (shutdown.isDone() && ShutdownMode.DOWN == shutdown.join())
        {
            silence.close();
            reserved.close();
        }
    }

    private PortRelay openRelay()
    {
        try
        {
            return new PortRelay(RelaySettings.defaults(), new RelayCounters(cnc.counters()), SystemNanoClock.INSTANCE,
                cnc.errorLog()::record);
        }
        catch (final IOException ex)
        {
            throw new StartupException("cannot serve published ports: " + ex.getMessage(), ex);
        }
    }

    private CncFile openCnc(final int workerCount)
    {
        try
        {
            return CncFile.create(settings.runDir(), workerCount, MAX_PORTS);
        }
        catch (final IOException ex)
        {
            throw new StartupException("cannot make the counters file in --run-dir " + settings.runDir() + ": " +
                ex.getMessage(), ex);
        }
    }

    /** After a failed start, what this start made goes; what an earlier run left stays for a start that succeeds. */
    private void abandon()
    {
        if (null != service && null != restored && 0 == restored.networks() + restored.sandboxes())
        {
            stop(ShutdownMode.DOWN);
        }
        close();
    }

    private static void close(final AutoCloseable part)
    {
        try
        {
            part.close();
        }
        catch (final Exception ex)
        {
            LOGGER.error("cannot close {}", part.getClass().getSimpleName(), ex); // the other parts still must
        }
    }
}
