package io.tulle.daemon;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;
import io.tulle.config.PortRange;
import io.tulle.config.Protocol;
import io.tulle.config.UplinkSpec;
import io.tulle.daemon.router.NetAddresses;
import io.tulle.daemon.router.RouterParts;
import io.tulle.daemon.uplink.HostPorts;
import io.tulle.daemon.uplink.HostSilence;
import io.tulle.daemon.uplink.PendingFrames;
import io.tulle.daemon.uplink.PortSet;
import io.tulle.daemon.uplink.PublishedRange;
import io.tulle.daemon.uplink.ReservedPorts;
import io.tulle.daemon.uplink.UplinkListener;
import io.tulle.daemon.uplink.UplinkMonitor;
import io.tulle.daemon.uplink.UplinkSettings;
import io.tulle.daemon.uplink.UplinkState;
import io.tulle.dataplane.cnc.CncFile;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.nat.gateway.Address;
import io.tulle.nat.gateway.Uplink;
import io.tulle.vswitch.BridgePorts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Every way out of the host. The control thread adds and removes them; while they are what they are, the uplink thread
 * tells of their interfaces, and of the host's addresses.
 */
final class Uplinks implements UplinkListener, AutoCloseable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(Uplinks.class);

    private final Workers workers;
    private final BridgePorts bridgePorts;
    private final RouterParts router;
    private final StaleSessions staleSessions;
    private final PendingFrames pending;
    private final HostSilence silence;
    private final ReservedPorts reserved;
    private final HostPorts hostPorts;
    private final CncFile cnc;
    private final int maxPorts;
    private final Map<String, UplinkPort> uplinks = new ConcurrentSkipListMap<>();
    private UplinkMonitor monitor;
    private volatile List<Cidr> routed = List.of(); // subnets whose packets nobody translates

    /** @param hostPorts what sockets of the host have since before Tulle was started. */
    Uplinks(final Workers workers, final BridgePorts bridgePorts, final RouterParts router,
        final PendingFrames pending, final HostSilence silence, final ReservedPorts reserved,
        final HostPorts hostPorts, final CncFile cnc, final int maxPorts)
    {
        this.workers = workers;
        this.bridgePorts = bridgePorts;
        this.router = router;
        staleSessions = new StaleSessions(router.sessions());
        this.pending = pending;
        this.silence = silence;
        this.reserved = reserved;
        this.hostPorts = hostPorts;
        this.cnc = cnc;
        this.maxPorts = maxPorts;
    }

    /** Begins to follow the host's tables. */
    void start()
    {
        router.networks().onRouted(this::onRouted);
        watch();
    }

    void put(final UplinkSpec spec)
    {
        stopWatching();
        close(uplinks.remove(spec.name()));
        final String id = id(spec.name());
        final UplinkSettings settings = settings(spec, router.numbers().realm(id));
        final int port = router.numbers().port(id);
        uplinks.put(spec.name(), new UplinkPort(port, settings, workers, bridgePorts, pending, cnc, maxPorts));
        leaveToHost(port, settings);
        reserve();
        watch();
        if (!uplinks.get(spec.name()).isOpen())
        {
            LOGGER.warn("uplink {} waits: {}", spec.name(), spec.isAuto() ? "the host has no default route yet" :
                spec.interfaceName() + " is not there yet");
        }
    }

    /** What is published is not what it was: frames for it come to the workers now, or do not any more. */
    void onPublished(final Collection<PublishedRange> published)
    {
        silence.published(published);
        uplinks.values().forEach(this::filter);
    }

    private void onRouted(final List<Cidr> subnets)
    {
        if (!subnets.equals(routed))
        {
            routed = subnets;
            uplinks.values().forEach(this::filter);
        }
    }

    private void filter(final UplinkPort port)
    {
        port.filter(silence.ports(port.settings().name()), routed);
    }

    /** Ends its sessions, too. */
    void remove(final String name)
    {
        final UplinkPort uplink = uplinks.get(name);
        if (null == uplink)
        {
            return;
        }
        stopWatching();
        uplinks.remove(name);
        router.networks().removeUplink(name);
        silence.remove(name);
        reserve();
        close(uplink);
        router.sessions().removeByPort(uplink.index());
        router.numbers().releasePort(id(name));
        router.numbers().releaseRealm(id(name));
        watch();
    }

    /** @return whether the address is Tulle's own on an uplink: the host has no socket there. */
    boolean isOwn(final IpAddress address)
    {
        return uplinks.values().stream().flatMap((uplink) -> uplink.settings().ownAddresses().stream())
            .anyMatch((own) -> own.address().equals(address));
    }

    @Override
    public void onInterfaceThere(final UplinkSettings settings, final UplinkState state)
    {
        if (uplinks.get(settings.name()).open(settings, state.interfaceIndex()))
        {
            LOGGER.info("uplink {}: {} is there", settings.name(), settings.interfaceName());
        }
    }

    @Override
    public void onInterfaceGone(final UplinkSettings settings)
    {
        uplinks.get(settings.name()).release();
        LOGGER.warn("uplink {}: {} is gone; sessions wait for it", settings.name(), settings.interfaceName());
    }

    @Override
    public void onUplink(final UplinkSettings settings, final UplinkState state, final Uplink uplink)
    {
        final UplinkPort port = uplinks.get(settings.name());
        port.publishNeighbors(state);
        silence.uplink(settings, state);
        filter(port);
        router.networks().uplink(port.index(), uplink);
        if (port.isReaddressed(state))
        {
            endStaleSessions(port, uplink);
        }
        if (!state.isThere())
        {
            port.release(); // it may have gone while nobody watched
        }
    }

    private void endStaleSessions(final UplinkPort port, final Uplink uplink)
    {
        workers.barrier(); // from here on, no session begins with an address of before
        final int ended = staleSessions.end(port.index(), uplink.addresses());
        if (ended > 0)
        {
            LOGGER.info("uplink {}: {} sessions ended with the address that they had", uplink.name(), ended);
        }
    }

    /** Counts what the kernel could not keep for a worker. Called by the conductor. */
    void countLost()
    {
        uplinks.values().forEach(UplinkPort::countLost);
    }

    /** Ports of the external range that sockets of the host have are never given to a mapping. */
    private void leaveToHost(final int port, final UplinkSettings settings)
    {
        if (settings.isShared())
        {
            hostPorts.warnings(settings.externalPorts()).forEach(LOGGER::warn);
            exclude(port, IpProtocol.TCP, settings, hostPorts.used(Protocol.TCP));
            exclude(port, IpProtocol.UDP, settings, hostPorts.used(Protocol.UDP));
        }
    }

    private void exclude(final int port, final int protocol, final UplinkSettings settings, final PortSet used)
    {
        for (final PortRange range : used.both(PortSet.of(settings.externalPorts())).ranges())
        {
            for (int number = range.start(); number <= range.end(); number++)
            {
                router.context().mappings().excludePort(port, protocol, number, true);
            }
        }
    }

    @Override
    public void onHostAddresses(final List<IpAddress> addresses)
    {
        final List<Address> own = addresses.stream().filter((address) -> !address.isLoopback())
            .map(NetAddresses::of).toList();
        router.networks().hostAddresses(own);
        router.hostAddresses().replace(own.stream()
            .map((address) -> new long[]{address.high(), address.low()}).toList());
    }

    /** Lets go of the interfaces; what keeps the kernel silent stays for the next start. */
    @Override
    public void close()
    {
        stopWatching();
        uplinks.values().forEach(UplinkPort::close);
        pending.close();
    }

    /** The kernel gives no socket of the host an external port. */
    private void reserve()
    {
        PortSet external = PortSet.EMPTY;
        for (final UplinkPort uplink : uplinks.values())
        {
            if (uplink.settings().isShared())
            {
                external = external.plus(PortSet.of(uplink.settings().externalPorts()));
            }
        }
        reserved.reserve(external);
    }

    private void watch()
    {
        monitor = new UplinkMonitor(uplinks.values().stream().map(UplinkPort::settings).toList(), this, pending);
        monitor.start();
    }

    private void stopWatching()
    {
        if (null != monitor)
        {
            monitor.close();
            monitor = null;
        }
    }

    private static void close(final UplinkPort uplink)
    {
        if (null != uplink)
        {
            uplink.close();
        }
    }

    private static String id(final String name)
    {
        return "uplink:" + name;
    }

    private static UplinkSettings settings(final UplinkSpec spec, final int realm)
    {
        final String interfaceName = spec.isAuto() ? UplinkSettings.AUTO : spec.interfaceName();
        if (spec.isShared())
        {
            return UplinkSettings.shared(spec.name(), interfaceName, realm).withExternalPorts(spec.ports());
        }
        final List<UplinkSettings.OwnAddress> addresses = spec.addresses().stream()
            .map((address) -> new UplinkSettings.OwnAddress(address.address(), address.prefixLength())).toList();
        return UplinkSettings.own(spec.name(), interfaceName, realm, addresses, List.of())
            .withExternalPorts(spec.ports());
    }
}
