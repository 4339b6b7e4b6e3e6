package io.tulle.vswitch;

import java.util.ArrayList;
import java.util.List;

/**
 * One network as the switch sees it: its filtering database, its member ports, and the addresses that it answers for.
 * The conductor changes it, workers read it: members and neighbors are immutable and replaced whole.
 */
public final class BridgeDomain implements AutoCloseable
{
    private final String name;
    private final Fdb fdb;
    private final FdbCounters counters;
    private volatile BridgePort[] members = {};
    private volatile NeighborTable neighbors = NeighborTable.EMPTY;

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

    /** @return what ARP and neighbor discovery are answered from; empty when suppression is off. */
    NeighborTable neighbors()
    {
        return neighbors;
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
