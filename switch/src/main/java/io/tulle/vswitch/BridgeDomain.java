package io.tulle.vswitch;

import java.util.ArrayList;
import java.util.List;

/**
 * One network as the switch sees it: its filtering database, its member ports, and the addresses that it answers for.
 * The conductor changes it, workers read it: members and neighbors are immutable and replaced whole.
 */
public final class BridgeDomain implements AutoCloseable
{
    /** What {@link #routerMac()} is while the network has no router; no station has the MAC address zero. */
    public static final long NO_ROUTER = 0;

    private final String name;
    private final Fdb fdb;
    private final FdbCounters counters;
    private volatile BridgePort[] members = {};
    private volatile NeighborTable neighbors = NeighborTable.EMPTY;
    private volatile long routerMac = NO_ROUTER;

    public BridgeDomain(final String name, final Fdb fdb, final FdbCounters counters)
    {
        this.name = name;
        this.fdb = fdb;
        this.counters = counters;
    }

    public String name()
    {
        return name;
    }

    public Fdb fdb()
    {
        return fdb;
    }

    public FdbCounters counters()
    {
        return counters;
    }

    /** @return the ports that frames are flooded to; never changed in place. */
    BridgePort[] members()
    {
        return members;
    }

    /** @return what ARP and neighbor discovery are answered from; only the router when suppression is off. */
    NeighborTable neighbors()
    {
        return neighbors;
    }

    /** @return the MAC address whose frames go to the router, or {@link #NO_ROUTER}. */
    public long routerMac()
    {
        return routerMac;
    }

    /**
     * Gives the network a router, or takes it with {@link #NO_ROUTER}. The address is never behind a port: whoever was
     * learned with it is forgotten. Called by the conductor.
     */
    public void routerMac(final long mac)
    {
        routerMac = mac;
        if (NO_ROUTER != mac)
        {
            fdb.remove(mac);
        }
    }

    boolean isRouter(final long mac)
    {
        return routerMac == mac && NO_ROUTER != mac;
    }

    /** Called by the conductor. */
    public void neighbors(final NeighborTable neighbors)
    {
        this.neighbors = neighbors;
    }

    /** Called by the conductor, after the workers know the port; replaces an earlier entry of the same index. */
    public void addMember(final BridgePort port)
    {
        final List<BridgePort> next = others(port.index());
        next.add(port);
        members = next.toArray(new BridgePort[0]);
    }

    /** Called by the conductor, before the workers let go of the port. */
    public void removeMember(final int index)
    {
        members = others(index).toArray(new BridgePort[0]);
    }

    private List<BridgePort> others(final int index)
    {
        final List<BridgePort> others = new ArrayList<>(members.length + 1);
        for (final BridgePort member : members)
        {
            if (member.index() != index)
            {
                others.add(member);
            }
        }
        return others;
    }

    /** Called by the conductor when the last member is gone from every worker. */
    @Override
    public void close()
    {
        fdb.close();
    }
}
