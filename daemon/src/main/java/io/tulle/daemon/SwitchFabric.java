package io.tulle.daemon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.tulle.config.NetworkOptions;
import io.tulle.control.Endpoint;
import io.tulle.control.Fabric;
import io.tulle.control.FabricException;
import io.tulle.control.FdbEntry;
import io.tulle.control.Network;
import io.tulle.control.Sandbox;
import io.tulle.dataplane.cnc.CncFile;
import io.tulle.dataplane.wire.MacAddress;
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
    private final PortIndexes indexes;
    private final int maxPorts;
    private final Map<String, AttachedEndpoint> attached = new HashMap<>();
    private final Map<Integer, AttachedEndpoint> byPort = new ConcurrentHashMap<>();
    private Runnable portsListener = () -> { };

    SwitchFabric(final Workers workers, final CncFile cnc, final BridgePorts ports, final int maxPorts,
        final Sandboxes sandboxes)
    {
        this.workers = workers;
        this.cnc = cnc;
        this.ports = ports;
        this.maxPorts = maxPorts;
        this.sandboxes = sandboxes;
        indexes = new PortIndexes(maxPorts);
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
        domains.put(new Domain(network, bridge, ports));
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
    }

    @Override
    public void removeNetwork(final Network network)
    {
        final Domain domain = domains.remove(network.id());
        if (null != domain)
        {
            workers.barrier(); // a worker may still hold the table
            domain.bridge().counters().close();
            domain.bridge().close();
        }
    }

    @Override
    public Sandbox openSandbox(final Sandbox sandbox)
    {
        return sandboxes.open(sandbox);
    }

    @Override
    public void closeSandbox(final Sandbox sandbox)
    {
        sandboxes.close(sandbox);
    }

    @Override
    public void attach(final Network network, final Sandbox sandbox, final Endpoint endpoint)
    {
        if (attached.containsKey(endpoint.id()))
        {
            return;
        }
        final Domain domain = domain(network);
        final TapDevice device = InterfaceSetup.open(sandbox, endpoint, workers.count(), release);
        final String name = endpoint.container() + "/" + network.name();
        final int port = indexes.claim();
        final AttachedEndpoint attachment = new AttachedEndpoint(endpoint, domain, device, port, name);
        attached.put(endpoint.id(), attachment);
        byPort.put(port, attachment);
        portsListener.run(); // before the first frame can come
        workers.addPort(port, name, (worker) -> new TapPort(port, name, device.queue(worker), endpoint.mtu(),
            workers.pool(worker)));
        domain.join(port, endpoint);
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
        attachment.device().destroy();
    }

    @Override
    public void setDefaultGateway(final Sandbox sandbox, final Endpoint owner, final Network network)
    {
        DefaultRoutes.set(sandbox, owner, network, attached.values());
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
                entries.add(new FdbEntry(MacAddress.format(mac), portName(port), container(port), isStatic,
                    isStatic ? 0 : nowS - lastSeenS)));
        }
        return entries;
    }

    @Override
    public boolean isAttached(final String endpointId)
    {
        return attached.containsKey(endpointId);
    }

    /** @return the name of a switch port, container/network. Called by any thread. */
    String portName(final int port)
    {
        final AttachedEndpoint attachment = byPort.get(port);
        return null == attachment ? "port " + port : attachment.name();
    }

    /** @return the endpoint behind a port, or null. Called by any thread. */
    Endpoint endpoint(final int port)
    {
        final AttachedEndpoint attachment = byPort.get(port);
        return null == attachment ? null : attachment.endpoint();
    }

    /** @return the names of all ports by index. Called by any thread. */
    Map<Integer, String> portNames()
    {
        final Map<Integer, String> names = new HashMap<>();
        byPort.forEach((port, attachment) -> names.put(port, attachment.name()));
        return names;
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
        for (final AttachedEndpoint attachment : attached.values())
        {
            release(attachment);
            attachment.device().close();
        }
        attached.clear();
    }

    private void release(final AttachedEndpoint attachment)
    {
        final int port = attachment.port();
        attachment.domain().leave(port);
        workers.removePort(port);
        attachment.domain().bridge().fdb().flushPort(port); // nobody can learn it again: no worker receives from it
        byPort.remove(port);
        indexes.release(port);
        portsListener.run();
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

    private String container(final int port)
    {
        final Endpoint endpoint = endpoint(port);
        return null == endpoint ? null : endpoint.container();
    }
}
