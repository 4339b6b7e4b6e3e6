package io.tulle.daemon;

import java.util.ArrayList;
import java.util.List;

import io.tulle.config.NetworkOptions;
import io.tulle.control.FabricException;
import io.tulle.control.FdbEntry;
import io.tulle.control.Network;
import io.tulle.daemon.names.NamesParts;
import io.tulle.daemon.router.RouterParts;
import io.tulle.dataplane.cnc.CncFile;
import io.tulle.dataplane.wire.MacAddress;
import io.tulle.vswitch.BridgeDomain;
import io.tulle.vswitch.BridgePorts;
import io.tulle.vswitch.Fdb;
import io.tulle.vswitch.FdbCounters;
import org.agrona.concurrent.SystemNanoClock;

/** Makes each network's bridge domain, and tells router and names of the network. Called by the control thread. */
final class SwitchedNetworks
{
    private static final long NANOS_A_SECOND = 1_000_000_000L;

    private final Domains domains = new Domains();
    private final Workers workers;
    private final CncFile cnc;
    private final BridgePorts ports;
    private final int maxPorts;
    private final RouterParts router;
    private final NamesParts names;
    private final SwitchPorts switchPorts;
    private final HostInterfaces hostInterfaces;

    SwitchedNetworks(final Workers workers, final CncFile cnc, final BridgePorts ports, final int maxPorts,
        final RouterParts router, final NamesParts names, final SwitchPorts switchPorts,
        final HostInterfaces hostInterfaces)
    {
        this.workers = workers;
        this.cnc = cnc;
        this.ports = ports;
        this.maxPorts = maxPorts;
        this.router = router;
        this.names = names;
        this.switchPorts = switchPorts;
        this.hostInterfaces = hostInterfaces;
    }

    Domains domains()
    {
        return domains;
    }

    Domain domain(final Network network)
    {
        final Domain domain = domains.get(network.id());
        if (null == domain)
        {
            throw new FabricException("network " + network.name() + " has no bridge domain");
        }
        return domain;
    }

    void put(final Network network)
    {
        if (null != domains.get(network.id()))
        {
            update(network);
            return;
        }
        final NetworkOptions options = network.options();
        final BridgeDomain bridge = new BridgeDomain(network.name(), new Fdb(options.fdbMaxEntries(), maxPorts),
            new FdbCounters(cnc.counters(), network.name()));
        domains.put(new Domain(network, bridge, ports, router.hostAddresses()));
        settle(network);
    }

    void update(final Network network)
    {
        final Domain domain = domain(network);
        if (domain.network().options().fdbMaxEntries() != network.options().fdbMaxEntries())
        {
            throw new FabricException("network " + network.name() + ": tulle.fdb.max_entries cannot change while the " +
                "network exists; remove it and make it anew");
        }
        final boolean isRenamed = !domain.network().name().equals(network.name());
        domain.update(network);
        settle(network);
        if (isRenamed)
        {
            domain.bridge().counters().rename(network.name());
            switchPorts.rename(network);
        }
    }

    void remove(final Network network)
    {
        hostInterfaces.remove(network);
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

    /** The filtering database of a network; none if there is no such network. */
    List<FdbEntry> fdb(final String networkId)
    {
        final Domain domain = domains.get(networkId);
        final Attachments attached = switchPorts.attached();
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

    private void settle(final Network network)
    {
        names.model().put(network);
        router.networks().put(network, router.numbers().realm(network.id()));
        hostInterfaces.settle(network, domain(network));
    }
}
