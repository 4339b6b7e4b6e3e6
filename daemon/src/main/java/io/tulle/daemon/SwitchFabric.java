package io.tulle.daemon;

import java.util.ArrayList;
import java.util.List;

import io.tulle.config.DnsSpec;
import io.tulle.config.NatSpec;
import io.tulle.config.NetworkOptions;
import io.tulle.config.UplinkSpec;
import io.tulle.control.Endpoint;
import io.tulle.control.Fabric;
import io.tulle.control.FabricException;
import io.tulle.control.FdbEntry;
import io.tulle.control.Network;
import io.tulle.control.PublishedPort;
import io.tulle.control.Sandbox;
import io.tulle.control.SessionQuery;
import io.tulle.daemon.names.DnsSettingsFactory;
import io.tulle.daemon.names.NamesParts;
import io.tulle.daemon.router.HostEndpoint;
import io.tulle.daemon.router.NatSettingsFactory;
import io.tulle.daemon.router.RouterParts;
import io.tulle.dataplane.cnc.CncFile;
import io.tulle.dataplane.wire.MacAddress;
import io.tulle.nat.gateway.RoutedNetwork;
import io.tulle.tapio.TapDevice;
import io.tulle.tapio.TapPort;
import io.tulle.vswitch.BridgeDomain;
import io.tulle.vswitch.BridgePorts;
import io.tulle.vswitch.Fdb;
import io.tulle.vswitch.FdbCounters;
import org.agrona.concurrent.SystemNanoClock;

/** Makes networks and endpoints real: bridge domains, TAPs and switch ports. Called by the control thread. */
final class SwitchFabric implements Fabric
{
    private static final long NANOS_A_SECOND = 1_000_000_000L;

    private final Workers workers;
    private final CncFile cnc;
    private final BridgePorts ports;
    private final Sandboxes sandboxes;
    private final Domains domains = new Domains();
    private final DeviceRelease release = new DeviceRelease();
    private final RouterParts router;
    private final NamesParts names;
    private final Uplinks uplinks;
    private final PublishedPorts publishedPorts;
    private final Sessions sessions;
    private final int maxPorts;
    private final Attachments attached = new Attachments();
    private Runnable portsListener = () -> { };

    SwitchFabric(final Workers workers, final CncFile cnc, final BridgePorts ports, final int maxPorts,
        final Sandboxes sandboxes, final RouterParts router, final NamesParts names,
        final Uplinks uplinks, final PublishedPorts publishedPorts)
    {
        this.workers = workers;
        this.cnc = cnc;
        this.ports = ports;
        this.maxPorts = maxPorts;
        this.sandboxes = sandboxes;
        this.router = router;
        this.names = names;
        this.uplinks = uplinks;
        this.publishedPorts = publishedPorts;
        sessions = new Sessions(router.sessions(), new SessionRows(attached, router.context().settings().timeouts()));
        router.listeners().watcher(sessions);
    }

    @Override
    public void createNetwork(final Network network)
    {
        if (null != domains.get(network.id()))
        {
            updateNetwork(network);
            return;
        }
        final NetworkOptions options = network.options();
        final BridgeDomain bridge = new BridgeDomain(network.name(), new Fdb(options.fdbMaxEntries(), maxPorts),
            new FdbCounters(cnc.counters(), network.name()));
        domains.put(new Domain(network, bridge, ports, router.hostAddresses()));
        names.model().put(network);
        router.networks().put(network, router.numbers().realm(network.id()));
        settleHostPort(network);
    }

    @Override
    public void updateNetwork(final Network network)
    {
        final Domain domain = domain(network);
        if (domain.network().options().fdbMaxEntries() != network.options().fdbMaxEntries())
        {
            throw new FabricException("network " + network.name() + ": tulle.fdb.max_entries cannot change while the " +
                "network exists; remove it and make it anew");
        }
        domain.update(network);
        names.model().put(network);
        router.networks().put(network, router.numbers().realm(network.id()));
        settleHostPort(network);
    }

    @Override
    public void removeNetwork(final Network network)
    {
        detachHost(network);
        final Domain domain = domains.remove(network.id());
        if (null != domain)
        {
            router.networks().remove(network);
            names.model().remove(network);
            router.numbers().releaseRealm(network.id());
            workers.barrier(); // a worker may still hold the table
            domain.bridge().counters().close();
            domain.bridge().close();
        }
    }

    @Override
    public Sandbox openSandbox(final Sandbox sandbox)
    {
        try
        {
            final Sandbox opened = sandboxes.open(sandbox);
            names.model().open(opened);
            return opened;
        }
        catch (final FabricException ex)
        {
            names.model().close(sandbox); // what an earlier run left of it
            throw ex;
        }
    }

    @Override
    public void closeSandbox(final Sandbox sandbox)
    {
        names.model().close(sandbox);
        sandboxes.close(sandbox);
    }

    @Override
    public void attach(final Network network, final Sandbox sandbox, final Endpoint endpoint)
    {
        if (isAttached(endpoint.id()))
        {
            return;
        }
        final Domain domain = domain(network);
        final AttachedEndpoint attachment = open(sandbox, endpoint, domain);
        domain.join(attachment.port(), endpoint);
        names.model().join(attachment.port(), network, sandbox, endpoint);
        router.networks().join(attachment.port(), network, endpoint);
    }

    @Override
    public void detach(final Network network, final Sandbox sandbox, final Endpoint endpoint)
    {
        final AttachedEndpoint attachment = attached.remove(endpoint.id());
        if (null == attachment)
        {
            InterfaceSetup.remove(sandbox, endpoint);
            return;
        }
        release(attachment);
        forget(attachment);
        attachment.device().destroy();
    }

    @Override
    public void setDefaultGateway(final Sandbox sandbox, final Endpoint owner, final Network network)
    {
        DefaultRoutes.set(sandbox, owner, network, attached.all());
    }

    @Override
    public List<FdbEntry> fdb(final String networkId)
    {
        final Domain domain = domains.get(networkId);
        final List<FdbEntry> entries = new ArrayList<>();
        final int nowS = (int) (SystemNanoClock.INSTANCE.nanoTime() / NANOS_A_SECOND);
        if (null != domain)
        {
            domain.bridge().fdb().forEach((mac, port, isStatic, lastSeenS) ->
                entries.add(new FdbEntry(MacAddress.format(mac), attached.portName(port), attached.container(port),
                    isStatic, isStatic ? 0 : nowS - lastSeenS)));
        }
        return entries;
    }

    @Override
    public boolean isAttached(final String endpointId)
    {
        return null != attached.get(endpointId);
    }

    @Override
    public void createUplink(final UplinkSpec uplink)
    {
        uplinks.put(uplink);
    }

    @Override
    public void removeUplink(final String name)
    {
        uplinks.remove(name);
    }

    /** Stages and timers are made for what they are told at start. */
    @Override
    public void updateNat(final NatSpec nat)
    {
        if (!NatSettingsFactory.of(nat).equals(router.context().settings()))
        {
            throw new FabricException("nat: what changed takes effect when Tulle is started again");
        }
    }

    /** Servers and domains hold at once; tables are made for what they are told at start. */
    @Override
    public void updateDns(final DnsSpec dns)
    {
        names.model().section(dns);
        if (!DnsSettingsFactory.of(dns).equals(names.context().settings()))
        {
            throw new FabricException(
                "dns: what changed beside servers and domains takes effect when Tulle is started again");
        }
    }

    @Override
    public void updateSandbox(final Sandbox sandbox)
    {
        names.model().update(sandbox);
    }

    @Override
    public void updateEndpoint(final Network network, final Sandbox sandbox, final Endpoint endpoint)
    {
        final AttachedEndpoint attachment = attached.get(endpoint.id());
        if (null != attachment)
        {
            attached.put(attachment.endpoint(endpoint));
            names.model().update(attachment.port(), network, sandbox, endpoint);
        }
    }

    @Override
    public PublishedPort publish(final Network network, final Sandbox sandbox, final Endpoint endpoint,
        final PublishedPort port)
    {
        final AttachedEndpoint attachment = attached.get(endpoint.id());
        if (null == attachment)
        {
            throw new FabricException("cannot publish " + port + ": the endpoint is not attached");
        }
        final PublishedPort published = publishedPorts.publish(endpoint, attachment.port(), port);
        names.model().publish(sandbox, port);
        return published;
    }

    @Override
    public void unpublish(final Sandbox sandbox, final PublishedPort port)
    {
        names.model().unpublish(sandbox, port);
        publishedPorts.unpublish(port);
    }

    @Override
    public void check(final Network network, final Sandbox sandbox, final Endpoint endpoint)
    {
        if (!isAttached(endpoint.id()))
        {
            throw new FabricException("its device " + endpoint.interfaceName() + " is gone");
        }
        InterfaceCheck.run(sandbox, endpoint);
    }

    @Override
    public int sessions(final String endpointId)
    {
        final AttachedEndpoint attachment = attached.get(endpointId);
        return null == attachment ? 0 : router.context().mappings().quotas().used(attachment.port());
    }

    @Override
    public int flushSessions(final SessionQuery query)
    {
        return sessions.flush(query);
    }

    /** What shows sessions to the API. */
    Sessions sessions()
    {
        return sessions;
    }

    /** What is attached, by port for any thread. */
    Attachments attached()
    {
        return attached;
    }

    /** @param listener called by the control thread when a port came, before its first frame, or went. */
    void portsListener(final Runnable listener)
    {
        portsListener = listener;
    }

    Domains domains()
    {
        return domains;
    }

    /** Lets go of every device and keeps them, for the next start to attach to. */
    void releaseAll()
    {
        names.model().releaseAll();
        for (final AttachedEndpoint attachment : attached.all())
        {
            attached.remove(attachment.endpoint().id());
            release(attachment);
            attachment.device().close();
        }
    }

    /** Makes the device and gives the workers its port; nothing of it is let in yet. */
    private AttachedEndpoint open(final Sandbox sandbox, final Endpoint endpoint, final Domain domain)
    {
        final int port = router.numbers().port(endpoint.id());
        final TapDevice device = InterfaceSetup.open(sandbox, endpoint, workers.count(), release);
        final String name = endpoint.container() + "/" + domain.network().name();
        final AttachedEndpoint attachment = new AttachedEndpoint(endpoint, domain, device, port, name);
        attached.put(attachment);
        portsListener.run(); // before the first frame can come
        workers.addPort(port, name, (worker) -> new TapPort(port, name, device.queue(worker), endpoint.mtu(),
            workers.pool(worker)));
        return attachment;
    }

    /** Gives the host its interface on a network, or takes it, as the network says. */
    private void settleHostPort(final Network network)
    {
        final boolean isThere = isAttached(HostEndpoint.id(network));
        if (network.hostAccess() && !isThere)
        {
            final Domain domain = domain(network);
            final AttachedEndpoint host = open(HostEndpoint.sandbox(), HostEndpoint.of(network), domain);
            domain.joinHost(host.port(), host.endpoint());
            router.networks().hostPort(network, host.port());
        }
        else if (!network.hostAccess())
        {
            detachHost(network);
        }
    }

    private void detachHost(final Network network)
    {
        final AttachedEndpoint host = attached.remove(HostEndpoint.id(network));
        if (null != host)
        {
            router.networks().hostPort(network, RoutedNetwork.NO_PORT);
            host.domain().leaveHost(host.port());
            release(host);
            forget(host);
            host.device().destroy();
        }
    }

    /** No frame comes in or leaves any more; sessions stay, for a start that finds the device again. */
    private void release(final AttachedEndpoint attachment)
    {
        final int port = attachment.port();
        names.model().leave(port);
        attachment.domain().leave(port);
        router.networks().leave(port);
        workers.removePort(port);
        names.onPortGone(port);
        attachment.domain().bridge().fdb().flushPort(port); // nobody can learn it again: no worker receives from it
        attached.portGone(port);
        portsListener.run();
    }

    /** The endpoint will not be back: its sessions are over, and its number may be another's. */
    private void forget(final AttachedEndpoint attachment)
    {
        router.sessions().removeByPort(attachment.port());
        router.numbers().releasePort(attachment.endpoint().id());
    }

    private Domain domain(final Network network)
    {
        final Domain domain = domains.get(network.id());
        if (null == domain)
        {
            throw new FabricException("network " + network.name() + " has no bridge domain");
        }
        return domain;
    }
}
