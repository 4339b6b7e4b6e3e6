package io.tulle.nat.mapping;

import io.tulle.nat.NatSettings;
import io.tulle.nat.conntrack.Direction;
import io.tulle.nat.conntrack.SessionDescriptor;
import io.tulle.nat.conntrack.SessionListener;
import io.tulle.nat.gateway.RouterPort;
import io.tulle.nat.gateway.RouterPorts;
import io.tulle.nat.gateway.Uplink;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Every dynamic mapping with the external ports and session counts of endpoints. Called by all workers, and by the
 * conductor when a session is over; nobody waits for anybody.
 *
 * <p>A mapping lives as long as a session uses it, and no longer: it is timed out with its last session, so inbound and
 * outbound packets keep it alive as they do the session, and an ICMP error never ends it (RFC 4787 REQ-5, REQ-6,
 * REQ-12; RFC 5382 REQ-10). It keeps its external address itself, so it stays right when the uplink's addresses change.
 */
public final class Mappings implements SessionListener, AutoCloseable
{
    /** A session without a mapping has this. */
    public static final int NO_MAPPING = -1;

    private static final long NANOS_A_SECOND = 1_000_000_000L;
    private static final int MAX_ATTEMPTS = 32;

    private final RouterPorts ports;
    private final NanoClock clock;
    private final CountedTable table;
    private final ExternalAddressPool addresses = new ExternalAddressPool();
    private final ReservedPorts reservedPorts;
    private final PortShares shares = new PortShares();
    private final SessionQuotas quotas;
    private final Filtering filtering;
    private final HairpinKnocks knocks = new HairpinKnocks();
    private final CountedKey scratch = new CountedKey(); // of the conductor

    public Mappings(final NatSettings settings, final RouterPorts ports)
    {
        this(settings, ports, SystemNanoClock.INSTANCE);
    }

    /** @param clock the one that workers have, so that it tells how long ago a port was given back */
    public Mappings(final NatSettings settings, final RouterPorts ports, final NanoClock clock)
    {
        this.ports = ports;
        this.clock = clock;
        table = new CountedTable(settings.maxSessions());
        reservedPorts = new ReservedPorts(ports.capacity());
        quotas = new SessionQuotas(settings, ports, seconds());
        filtering = new Filtering(settings);
    }

    /** @return what endpoints use of the session table. */
    public SessionQuotas quotas()
    {
        return quotas;
    }

    /** @return how many mappings there are. Called by any thread. */
    public int size()
    {
        return table.size();
    }

    /**
     * Keeps an external port of an uplink for the host, or lets it go. Mappings that have it keep it.
     * Called by the control thread.
     *
     * @param protocol TCP's or UDP's number
     */
    public void excludePort(final int uplinkPort, final int protocol, final int port, final boolean isExcluded)
    {
        reservedPorts.set(uplinkPort, protocol, port, isExcluded);
        addresses.changed(uplinkPort);
    }

    /** Makes what an uplink's addresses need, so that no worker has to. Called by the control thread if it will. */
    public void prepare(final RouterPort uplinkPort)
    {
        final Uplink uplink = uplinkPort.uplink();
        for (int i = 0; i < uplink.addresses().size(); i++)
        {
            addresses.prepare(uplinkPort.index(), uplink.addresses().high()[i], uplink.addresses().low()[i]);
        }
    }

    /**
     * A session of an earlier run is there again: counts it, and makes its mapping anew, with the same external port.
     * Called before the workers start, when all ports are known.
     */
    public void restore(final SessionDescriptor session)
    {
        quotas.restore(session.ownerPort());
        if (NO_MAPPING != session.mapping())
        {
            session.mapping(restored(session));
        }
    }

    @Override
    public void onEnd(final SessionDescriptor session)
    {
        if (!session.isSettled())
        {
            giveBack(session, scratch);
        }
    }

    /** Gives back what an ended session held. Called once a session, by the conductor or whoever settles it. */
    void giveBack(final SessionDescriptor session, final CountedKey ownScratch)
    {
        quotas.release(session.ownerPort());
        final int mapping = session.mapping();
        if (NO_MAPPING != mapping)
        {
            final int inside = Direction.opposite(outside(session));
            filtering.release(ownScratch, session.protocol(), mapping, session.destinationHigh(inside),
                session.destinationLow(inside));
            release(mapping);
        }
    }

    @Override
    public void close()
    {
        table.close();
        filtering.close();
    }

    /**
     * Counts a session in at the key's mapping, and makes the mapping when there is none.
     *
     * @return the mapping, to release, or {@link #NO_MAPPING} when no external port is left
     */
    int acquire(final MappingKey key, final Uplink uplink, final PortAllocator allocator, final int nowS)
    {
        final CountedKey counted = key.counted();
        final long hash = table.hash(counted);
        int mapping = table.acquire(hash, counted);
        for (int i = 0; CountedTable.NONE == mapping && i < MAX_ATTEMPTS; i++)
        {
            if (!shares.mayHaveMore(key, uplink, ports(key).used()))
            {
                return NO_MAPPING;
            }
            final int slot = table.claim(hash, counted);
            final int port = CountedTable.NONE == slot ? PortAllocator.NO_PORT :
                allocator.claim(ports(key), key, uplink, slot, table.tag(slot), nowS);
            if (PortAllocator.NO_PORT == port)
            {
                cancel(slot);
                return NO_MAPPING;
            }
            mapping = publish(key, slot, port, hash, counted);
        }
        return mapping;
    }

    /** Counts a session in at the key's mapping, if there is one. @return the mapping, to release, or none. */
    int acquire(final MappingKey key)
    {
        final CountedKey counted = key.counted();
        return table.acquire(table.hash(counted), counted);
    }

    /** Counts a session in at the mapping that has an external port. @return it, to release, or none. */
    int acquireOwner(final int protocol, final long high, final long low, final int port)
    {
        final ExternalPorts externalPorts = addresses.find(high, low, protocol);
        final int mapping = null == externalPorts ? ExternalPorts.NO_OWNER : externalPorts.owner(port);
        if (ExternalPorts.NO_OWNER == mapping || !table.acquire(mapping))
        {
            return NO_MAPPING;
        }
        if (table.value(mapping) == port && externalHigh(mapping) == high && externalLow(mapping) == low)
        {
            return mapping;
        }
        release(mapping); // the slot went to another mapping meanwhile
        return NO_MAPPING;
    }

    /** Counts a session out; the last one takes the mapping with it. */
    void release(final int mapping)
    {
        if (table.release(mapping))
        {
            shares.given(MappingKey.realm(table, mapping), MappingKey.internalHigh(table, mapping),
                MappingKey.internalLow(table, mapping));
            addresses.ports(MappingKey.uplinkPort(table, mapping), externalHigh(mapping), externalLow(mapping),
                MappingKey.protocol(table, mapping))
                .release(table.value(mapping), mapping, table.tag(mapping), seconds());
            table.free(mapping);
        }
    }

    long externalHigh(final int mapping)
    {
        return MappingKey.externalHigh(table, mapping);
    }

    long externalLow(final int mapping)
    {
        return MappingKey.externalLow(table, mapping);
    }

    int externalPort(final int mapping)
    {
        return table.value(mapping);
    }

    /** Reads which internal endpoint a mapping belongs to, of a mapping that the caller has acquired. */
    void read(final int mapping, final MappingKey key)
    {
        key.read(table, mapping);
    }

    ReservedPorts reservedPorts()
    {
        return reservedPorts;
    }

    HairpinKnocks knocks()
    {
        return knocks;
    }

    Filtering filtering()
    {
        return filtering;
    }

    private int publish(final MappingKey key, final int slot, final int port, final long hash,
        final CountedKey counted)
    {
        table.value(slot, port);
        if (table.publish(slot, hash, counted))
        {
            shares.taken(key.realm(), key.internalHigh(), key.internalLow());
            return slot;
        }
        ports(key).cancel(port); // another worker has made it, or is about to
        table.free(slot);
        return table.acquire(hash, counted);
    }

    private void cancel(final int slot)
    {
        if (CountedTable.NONE != slot)
        {
            table.free(slot);
        }
    }

    private ExternalPorts ports(final MappingKey key)
    {
        return addresses.ports(key.uplinkPort(), key.externalHigh(), key.externalLow(), key.protocol());
    }

    private int restored(final SessionDescriptor session)
    {
        final int outside = outside(session);
        final int inside = Direction.opposite(outside);
        final RouterPort beyond = ports.get(session.egressPort(inside));
        final RouterPort endpoint = ports.get(session.egressPort(outside));
        if (null == beyond || null == endpoint || null == endpoint.network())
        {
            return NO_MAPPING;
        }
        final MappingKey key = new MappingKey()
            .internal(endpoint.realm(), session.protocol(), session.sourceHigh(inside), session.sourceLow(inside),
                session.sourcePort(inside))
            .external(beyond.isUplink() ? beyond.index() : endpoint.network().uplinkPort(),
                session.destinationHigh(outside), session.destinationLow(outside));
        final int mapping = restored(key, session.destinationPort(outside));
        if (NO_MAPPING != mapping)
        {
            filtering.retain(scratch, session.protocol(), mapping, session.destinationHigh(inside),
                session.destinationLow(inside));
        }
        return mapping;
    }

    private int restored(final MappingKey key, final int port)
    {
        final CountedKey counted = key.counted();
        final long hash = table.hash(counted);
        final int present = table.acquire(hash, counted);
        final int slot = CountedTable.NONE == present ? table.claim(hash, counted) : CountedTable.NONE;
        if (CountedTable.NONE != present || CountedTable.NONE == slot)
        {
            return present;
        }
        if (!ports(key).claim(port, slot, table.tag(slot), seconds(), 0))
        {
            table.free(slot);
            return NO_MAPPING;
        }
        return publish(key, slot, port, hash, counted);
    }

    /**
     * The direction whose packets come from the remote side: their source is the remote endpoint, and their destination
     * the external one. A hairpin session's mapping is that of who began it.
     */
    private int outside(final SessionDescriptor session)
    {
        final RouterPort beginner = ports.get(session.egressPort(Direction.REPLY));
        return null != beginner && beginner.isUplink() ? Direction.ORIGINAL : Direction.REPLY;
    }

    private int seconds()
    {
        return (int) (clock.nanoTime() / NANOS_A_SECOND);
    }
}
