package io.tulle.daemon;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;
import io.tulle.control.FabricException;
import io.tulle.daemon.router.NetAddresses;
import io.tulle.daemon.uplink.PendingFrames;
import io.tulle.daemon.uplink.PortSet;
import io.tulle.daemon.uplink.UplinkSettings;
import io.tulle.daemon.uplink.UplinkState;
import io.tulle.dataplane.cnc.CncFile;
import io.tulle.nat.gateway.Address;
import io.tulle.tapio.PacketDevice;
import io.tulle.tapio.PacketFilter;
import io.tulle.tapio.PacketPort;
import io.tulle.tapio.SharedFilter;
import io.tulle.tapio.linux.LinuxException;
import io.tulle.vswitch.BridgeDomain;
import io.tulle.vswitch.BridgePort;
import io.tulle.vswitch.BridgePorts;
import io.tulle.vswitch.Fdb;
import io.tulle.vswitch.FdbCounters;
import io.tulle.vswitch.NeighborTable;
import io.tulle.vswitch.NeighborTable.Neighbor;
import org.agrona.concurrent.status.AtomicCounter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One uplink as a switch port: opened when its interface is there, closed when it is gone, and opened again. Called by
 * the uplink thread, or by the control thread while that one does not run.
 */
final class UplinkPort implements AutoCloseable
{
    /** Whether a packet fits is checked where a sender can be told; GSO frames of the interface are longer anyway. */
    private static final int NO_LIMIT = 65_535;
    private static final int NO_ENTRIES = 16; // nobody is ever learned on a routed port

    private final int index;
    private final UplinkSettings settings;
    private final Workers workers;
    private final BridgePorts ports;
    private final PendingFrames pending;
    private final BridgeDomain domain;
    private PacketFilter filter = PacketFilter.ROUTABLE;
    private final AtomicCounter lost;
    private final Object deviceLock = new Object(); // the conductor asks it what was lost
    private PacketDevice device;
    private List<IpAddress> addresses = List.of();

    UplinkPort(final int index, final UplinkSettings settings, final Workers workers, final BridgePorts ports,
        final PendingFrames pending, final CncFile cnc, final int maxPorts)
    {
        this.index = index;
        this.settings = settings;
        this.workers = workers;
        this.ports = ports;
        this.pending = pending;
        domain = new BridgeDomain(name(), new Fdb(NO_ENTRIES, maxPorts), new FdbCounters(cnc.counters(), name()));
        lost = cnc.counters().newCounter(name() + ": frames lost, no worker read them in time");
    }

    int index()
    {
        return index;
    }

    UplinkSettings settings()
    {
        return settings;
    }

    /** @return what listings call it. */
    String name()
    {
        return "uplink/" + settings.name();
    }

    /**
     * Keeps what is for the host alone away from the workers.
     *
     * @param ports  Tulle's, on shared addresses
     * @param routed subnets whose packets nobody translates
     */
    synchronized void filter(final PortSet ports, final Collection<Cidr> routed)
    {
        final List<SharedFilter.Routed> networks = routed.stream()
            .map((subnet) -> new SharedFilter.Routed(subnet.first().bytes(), subnet.prefixLength())).toList();
        filter = settings.isShared() ? SharedFilter.of(networks, ports.ranges().stream()
            .flatMapToInt((range) -> IntStream.of(range.start(), range.end())).toArray()) : PacketFilter.ROUTABLE;
        if (null != device)
        {
            device.filter(filter);
        }
    }

    /**
     * Takes the place of an earlier interface.
     *
     * @param now            with the name of the interface that is there now
     * @param interfaceIndex of it
     * @return false when that one is open already
     */
    synchronized boolean open(final UplinkSettings now, final int interfaceIndex)
    {
        if (null != device && interfaceIndex == device.interfaceIndex())
        {
            return false; // told once more, since another uplink came or went
        }
        release();
        try
        {
            final PacketDevice opened = PacketDevice.open(now.interfaceName(), workers.count(), filter);
            synchronized (deviceLock)
            {
                device = opened;
            }
        }
        catch (final LinuxException ex)
        {
            throw new FabricException("uplink " + settings.name() + ": " + ex.getMessage(), ex);
        }
        workers.addPort(index, name(), (worker) ->
            new PacketPort(index, name(), device.socket(worker), device.vnetHeaderBytes(), NO_LIMIT,
                workers.pool(worker)));
        ports.put(BridgePort.uplink(index, domain, NO_LIMIT));
        pending.attach(index, now);
        return true;
    }

    /** @return whether it has its interface. */
    synchronized boolean isOpen()
    {
        return null != device;
    }

    /** Answers ARP and neighbor discovery for addresses that are Tulle's own; the host answers for its own. */
    void publishNeighbors(final UplinkState state)
    {
        final List<Neighbor> neighbors = new ArrayList<>();
        if (!settings.isShared() && state.isThere())
        {
            for (final IpAddress own : state.addresses())
            {
                final Address address = NetAddresses.of(own);
                neighbors.add(new Neighbor(state.mac(), own.isV6() ? 0 : (int) own.low(),
                    own.isV6() ? address.high() : 0, own.isV6() ? address.low() : 0));
            }
        }
        domain.neighbors(new NeighborTable(neighbors));
    }

    /** @return whether the uplink has other addresses than when it had some before. */
    boolean isReaddressed(final UplinkState state)
    {
        final boolean isOther = !state.addresses().isEmpty() && !state.addresses().equals(addresses);
        addresses = state.addresses().isEmpty() ? addresses : state.addresses();
        return isOther;
    }

    /** Lets go of the interface; sessions stay. */
    synchronized void release()
    {
        if (null != device)
        {
            pending.detach(index);
            ports.remove(index);
            workers.removePort(index);
            countLost();
            synchronized (deviceLock)
            {
                device.close();
                device = null;
            }
        }
    }

    /** Counts what the kernel could not keep for a worker. Called by the conductor, too. */
    void countLost()
    {
        synchronized (deviceLock)
        {
            if (null != device)
            {
                lost.getAndAdd(device.lostFrames());
            }
        }
    }

    @Override
    public void close()
    {
        release();
        lost.close();
        domain.counters().close();
        domain.close();
    }
}
