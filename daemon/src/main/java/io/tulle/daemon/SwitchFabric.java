package io.tulle.daemon;

import java.util.List;

import io.tulle.config.DnsSpec;
import io.tulle.config.NatSpec;
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
import io.tulle.daemon.router.NatSettingsFactory;
import io.tulle.daemon.router.RouterParts;
import io.tulle.dataplane.cnc.CncFile;
import io.tulle.vswitch.BridgePorts;

/** Makes networks and endpoints real: bridge domains, TAPs and switch ports. Called by the control thread. */
final class SwitchFabric implements Fabric
{
    private final Sandboxes sandboxes;
    private final RouterParts router;
    private final NamesParts names;
    private final Uplinks uplinks;
    private final PublishedPorts publishedPorts;
    private final Sessions sessions;
    private final SwitchPorts ports;
    private final Attachments attached;
    private final Devices devices;
    private final SwitchedNetworks networks;

    SwitchFabric(final Workers workers, final CncFile cnc, final BridgePorts bridgePorts, final int maxPorts,
        final Sandboxes sandboxes, final RouterParts router, final NamesParts names,
        final Uplinks uplinks, final PublishedPorts publishedPorts)
    {
        this.sandboxes = sandboxes;
        this.router = router;
        this.names = names;
        this.uplinks = uplinks;
        this.publishedPorts = publishedPorts;
        ports = new SwitchPorts(workers, router, names);
        attached = ports.attached();
        devices = new Devices(workers.count());
        networks = new SwitchedNetworks(workers, cnc, bridgePorts, maxPorts, router, names, ports,
            new HostInterfaces(ports, devices, router));
        sessions = new Sessions(router.sessions(), new SessionRows(attached, router.context().settings().timeouts()));
        router.listeners().watcher(sessions);
    }

    @Override
    public void createNetwork(final Network network)
    {
        networks.put(network);
    }

    @Override
    public void updateNetwork(final Network network)
    {
        networks.update(network);
    }

    @Override
    public void removeNetwork(final Network network)
    {
        networks.remove(network);
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
        if (null != attached.get(endpoint.id()))
        {
            return;
        }
        final Domain domain = networks.domain(network);
        final AttachedEndpoint attachment =
            ports.add(endpoint, domain, (one) -> devices.open(network, sandbox, one));
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
            devices.remove(sandbox, endpoint);
            return;
        }
        ports.release(attachment);
        ports.forget(attachment);
        devices.remove(attachment);
    }

    @Override
    public void setDefaultGateway(final Sandbox sandbox, final Endpoint owner, final Network network)
    {
        DefaultRoutes.set(sandbox, owner, network, attached.all());
    }

    @Override
    public List<FdbEntry> fdb(final String networkId)
    {
        return networks.fdb(networkId);
    }

    @Override
    public boolean isAttached(final String endpointId)
    {
        final AttachedEndpoint attachment = attached.get(endpointId);
        return null != attachment && attachment.device().isThere();
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
            ports.update(attachment.endpoint(endpoint));
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
        final PublishedPort published = publishedPorts.publish(network, endpoint, attachment.port(), port);
        names.model().publish(sandbox, port);
        return published;
    }

    @Override
    public void together(final Runnable task)
    {
        publishedPorts.together(task);
    }

    @Override
    public void unpublish(final Sandbox sandbox, final PublishedPort port)
    {
        names.model().unpublish(sandbox, port);
        publishedPorts.unpublish(port);
    }

    @Override
    public void removeLeftover(final String deviceName)
    {
        EngineInterface.removeLeftover(deviceName);
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
    public String interfaceName(final Endpoint endpoint)
    {
        final AttachedEndpoint attachment = attached.get(endpoint.id());
        return null == attachment ? endpoint.interfaceName() : attachment.device().currentName();
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

    /** @param listener called by the control thread when a port came, before its first frame, was renamed, or went. */
    void portsListener(final Runnable listener)
    {
        ports.listener(listener);
    }

    /** While it is true, what is attached was there before this start. */
    void takingOver(final boolean isTakingOver)
    {
        devices.takingOver(isTakingOver);
    }

    Domains domains()
    {
        return networks.domains();
    }

    /** Lets go of every device and keeps them, for the next start to attach to. */
    void releaseAll()
    {
        names.model().releaseAll();
        for (final AttachedEndpoint attachment : attached.all())
        {
            attached.remove(attachment.endpoint().id());
            ports.release(attachment);
            attachment.device().close();
        }
        devices.close();
    }
}
