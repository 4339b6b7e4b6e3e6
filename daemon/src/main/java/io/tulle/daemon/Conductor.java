package io.tulle.daemon;

import java.util.List;

import io.tulle.control.Endpoint;
import io.tulle.control.NetworkService;
import io.tulle.daemon.names.NameCounters;
import io.tulle.daemon.names.NamesParts;
import io.tulle.daemon.router.RouterParts;
import io.tulle.dataplane.cnc.CncFile;
import io.tulle.tapio.linux.SystemdNotify;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what the clock asks for: ages filtering databases and sessions, shows that the daemon lives, and notices devices
 * and namespaces that went away. Runs on a thread of its own, or is stepped by a test.
 */
final class Conductor implements Agent
{
    private static final Logger LOGGER = LoggerFactory.getLogger(Conductor.class);
    private static final long SECOND_NS = 1_000_000_000L;
    /** An address stays at most a tenth longer than its ageing time. */
    private static final int SWEEPS_AN_AGEING_TIME = 10;

    private final GonePorts gonePorts;
    private final SwitchFabric fabric;
    private final NetworkService service;
    private final NamespaceWatch namespaces;
    private final RouterParts router;
    private final RouterCounters counters;
    private final NamesParts names;
    private final NameCounters nameCounters;
    private final SessionWarnings warnings = new SessionWarnings(LOGGER::warn);
    private final CncFile cnc;
    private final NanoClock nanoClock;
    private final EpochClock epochClock;
    private long nextSecondNs;

    Conductor(final SwitchFabric fabric, final NetworkService service, final NamespaceWatch namespaces,
        final GonePorts gonePorts, final RouterParts router, final RouterCounters counters, final NamesParts names,
        final CncFile cnc)
    {
        this(fabric, service, namespaces, gonePorts, router, counters, names, cnc,
            SystemNanoClock.INSTANCE, SystemEpochClock.INSTANCE);
    }

    Conductor(final SwitchFabric fabric, final NetworkService service, final NamespaceWatch namespaces,
        final GonePorts gonePorts, final RouterParts router, final RouterCounters counters, final NamesParts names,
        final CncFile cnc, final NanoClock nanoClock, final EpochClock epochClock)
    {
        this.fabric = fabric;
        this.service = service;
        this.namespaces = namespaces;
        this.gonePorts = gonePorts;
        this.router = router;
        this.counters = counters;
        this.names = names;
        nameCounters = new NameCounters(cnc.counters(), names);
        this.cnc = cnc;
        this.nanoClock = nanoClock;
        this.epochClock = epochClock;
        nextSecondNs = nanoClock.nanoTime();
    }

    @Override
    public String roleName()
    {
        return "conductor";
    }

    @Override
    public int doWork()
    {
        final int gone = gonePorts.drain(this::onPortGone);
        final long nowNs = nanoClock.nanoTime();
        if (!router.sessions().ensureRoom())
        {
            warnings.onNoRoom();
        }
        final int work = gone + router.ager().run((int) (nowNs / SECOND_NS));
        if (nowNs - nextSecondNs < 0)
        {
            return work;
        }
        nextSecondNs = nowNs + SECOND_NS;
        onSecond((int) (nowNs / SECOND_NS));
        return work + 1;
    }

    private void onPortGone(final int port)
    {
        final Endpoint endpoint = fabric.attached().endpoint(port);
        if (null != endpoint)
        {
            service.endpointLost(endpoint.id());
        }
    }

    private void onSecond(final int nowS)
    {
        cnc.heartbeat(epochClock.time());
        SystemdNotify.send("WATCHDOG=1");
        age(nowS);
        counters.update();
        nameCounters.update();
        warnings.onUse(router.context().mappings().quotas().sharedUsed(),
            router.context().mappings().quotas().shared());
        namespaces.foundSandboxes().forEach((sandbox) -> service.sandboxFound(sandbox.id(), sandbox.identity()));
        final List<String> lost = namespaces.lostSandboxes();
        lost.forEach(service::sandboxLost);
        if (names.host().hasChanged(epochClock.time()))
        {
            service.later(names.model()::onHostResolvConfChanged);
        }
    }

    private void age(final int nowS)
    {
        for (final Domain domain : fabric.domains().all())
        {
            final int ageingS = (int) domain.network().options().fdbAgeing().toSeconds();
            if (0 == nowS % Math.max(1, ageingS / SWEEPS_AN_AGEING_TIME))
            {
                domain.bridge().fdb().age(nowS, ageingS);
            }
        }
    }
}
