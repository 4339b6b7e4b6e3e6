package io.tulle.nat.mapping;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.WorkerClock;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.nat.NatContext;
import io.tulle.nat.conntrack.Direction;
import io.tulle.nat.conntrack.SessionDescriptor;
import io.tulle.nat.conntrack.SessionTable;
import io.tulle.nat.conntrack.SessionTracker;
import io.tulle.nat.conntrack.Tuple;
import io.tulle.nat.gateway.ExternalAddresses;
import io.tulle.nat.gateway.Uplink;

/**
 * Gives an admitted frame its session: takes the quota, the mapping and the session that it needs, or gives back what
 * it has when one of them is not to be had. Used by one worker.
 *
 * <p>Every TCP and UDP session and ICMP query that is masqueraded has an endpoint-independent mapping, whose external
 * port is nobody else's. When no port is left, UDP and ICMP are refused (RFC 4787 REQ-3). TCP then gets a port that a
 * mapping has already, as long as the remote endpoint differs: RFC 7857 3 permits this port overlapping, and so relaxes
 * RFC 5382 REQ-7. Such a session has no mapping, and nobody but its remote endpoint reaches it. It is the one behaviour
 * that changes when ports run out; the other choice is that new connections fail. When that remote endpoint is at every
 * port that is looked at, one that has closed already makes room ({@link ClosingSessions}). So the order is: a port of
 * its own, a port that is shared, the port of a closed connection.
 *
 * <p>Where two sessions would look the same to the target, the later one is seen with another source port, as in the
 * kernel: a client that comes to one container port by two published ones. Protocols without a mapping keep their ports
 * (SCTP) or have none; then a remote endpoint serves one of two containers that look the same.
 */
final class SessionOpener
{
    private static final int MAX_TRIES = 16;

    private final FrameDescriptor frames;
    private final WorkerClock clock;
    private final SessionTable sessions;
    private final SessionDescriptor session;
    private final SessionTracker tracker;
    private final Mappings mappings;
    private final PortAllocator allocator;
    private final MappingKey key = new MappingKey();
    private final CountedKey scratch = new CountedKey();
    private final ClosingSessions closing;

    SessionOpener(final WorkerContext context, final NatContext nat)
    {
        frames = context.pool().frames();
        clock = context.clock();
        sessions = nat.sessions();
        session = sessions.descriptor();
        tracker = new SessionTracker(context);
        mappings = nat.mappings();
        allocator = new PortAllocator(nat.settings().isPortParityKept(), mappings.reservedPorts(),
            nat.staticMappings());
        closing = new ClosingSessions(clock, sessions, mappings, allocator);
    }

    /** Lets a frame join a session that came since conntrack looked. @return whether there is one. */
    boolean join(final int frame, final Tuple original)
    {
        final int reference = sessions.lookup(sessions.hash(original), original);
        if (SessionTable.NO_SESSION == reference)
        {
            return false;
        }
        final int direction = SessionTable.direction(reference);
        tracker.onPacket(frame, session.wrap(SessionTable.session(reference)), direction);
        leave(frame, reference, session.egressPort(direction));
        return true;
    }

    /** @return NONE when the frame has its session, or what was not to be had. */
    DropReason open(final int frame, final NewSession wanted)
    {
        final int ownerPort = wanted.ownerPort();
        DropReason reason = DropReason.NONE;
        if (!acquireQuota(ownerPort))
        {
            release(wanted);
            return mappings.quotas().isAtLimit(ownerPort) ? DropReason.SESSION_LIMIT : DropReason.SESSION_TABLE_FULL;
        }
        if (null != wanted.uplinkPort())
        {
            reason = masquerade(wanted);
        }
        if (DropReason.NONE == reason)
        {
            reason = claimAndInsert(frame, wanted);
        }
        if (DropReason.NONE != reason)
        {
            release(wanted);
            mappings.quotas().release(ownerPort);
        }
        return reason;
    }

    /** Counts the remote address in at an acquired mapping; the mapping is given back when there is no room. */
    boolean retain(final NewSession wanted, final int mapping, final long remoteHigh, final long remoteLow)
    {
        if (mappings.filtering().retain(scratch, wanted.original().protocol(), mapping, remoteHigh, remoteLow))
        {
            wanted.mapping(mapping);
            return true;
        }
        mappings.release(mapping);
        return false;
    }

    private DropReason masquerade(final NewSession wanted)
    {
        final Tuple original = wanted.original();
        final Uplink uplink = wanted.uplinkPort().uplink();
        final int number = ExternalAddressPool.choose(uplink, wanted.masquerade(), original.sourceHigh(),
            original.sourceLow());
        if (ExternalAddresses.NONE == number)
        {
            return DropReason.UPLINK_ADDRESS_MISSING;
        }
        final long high = uplink.addresses().high()[number];
        final long low = uplink.addresses().low()[number];
        if (!isMapped(original.protocol()))
        {
            wanted.seenAs(high, low, original.sourcePort());
            return DropReason.NONE;
        }
        key.internal(original.realm(), original.protocol(), original.sourceHigh(), original.sourceLow(),
            original.sourcePort()).external(wanted.uplinkPort().index(), high, low);
        final int mapping = mappings.acquire(key, uplink, allocator, clock.seconds());
        if (Mappings.NO_MAPPING == mapping)
        {
            return sharePort(wanted) ? DropReason.NONE : DropReason.NAT_OUT_OF_PORTS;
        }
        wanted.seenAs(high, low, mappings.externalPort(mapping));
        return retain(wanted, mapping, original.destinationHigh(), original.destinationLow()) ? DropReason.NONE :
            DropReason.NAT_OUT_OF_PORTS;
    }

    private DropReason claimAndInsert(final int frame, final NewSession wanted)
    {
        final int claimed = sessions.claim();
        if (SessionTable.NO_SESSION == claimed)
        {
            return DropReason.SESSION_TABLE_FULL;
        }
        session.wrap(claimed).tuple(Direction.ORIGINAL, wanted.original(), wanted.ingressPort())
            .state(wanted.state()).ownerPort(wanted.ownerPort());
        session.seen(Direction.ORIGINAL, clock.seconds(), frames.networkLength(frame));
        boolean isTried = false;
        for (int i = 0; i < MAX_TRIES && (!isTried || changePort(wanted)); i++)
        {
            session.wrap(claimed).tuple(Direction.REPLY, wanted.reply(), wanted.egressPort())
                .mapping(wanted.mapping());
            if (sessions.insert(claimed))
            {
                leave(frame, SessionTable.reference(claimed, Direction.ORIGINAL), wanted.egressPort());
                return DropReason.NONE;
            }
            isTried = true;
            if (join(frame, wanted.original())) // another worker was faster
            {
                sessions.abandon(claimed);
                release(wanted);
                mappings.quotas().release(wanted.ownerPort());
                return DropReason.NONE;
            }
        }
        sessions.abandon(claimed);
        return DropReason.NAT_OUT_OF_PORTS;
    }

    /** Another session looks the same to the target. @return whether the wanted one looks different now. */
    private boolean changePort(final NewSession wanted)
    {
        if (wanted.isPortFixed() || !isTcpOrUdp(wanted.original().protocol()))
        {
            return false;
        }
        if (null != wanted.uplinkPort())
        {
            release(wanted);
            return sharePort(wanted);
        }
        final Tuple reply = wanted.reply();
        wanted.seenAs(reply.destinationHigh(), reply.destinationLow(), allocator.any());
        return true;
    }

    private boolean sharePort(final NewSession wanted)
    {
        final int port = IpProtocol.TCP != key.protocol() ? PortAllocator.NO_PORT : closing.sharedPort(key, wanted);
        if (PortAllocator.NO_PORT == port)
        {
            return false;
        }
        if (closing.hasEndedOne())
        {
            mapAt(port, wanted);
        }
        wanted.seenAs(key.externalHigh(), key.externalLow(), wanted.hasMapping() ?
            mappings.externalPort(wanted.mapping()) : port);
        return true;
    }

    /** The port is nobody's now, unless it was shared or somebody was faster: then it is shared again. */
    private void mapAt(final int port, final NewSession wanted)
    {
        allocator.only(port);
        final int mapping = mappings.acquire(key, wanted.uplinkPort().uplink(), allocator, clock.seconds());
        allocator.only(PortAllocator.NO_PORT);
        if (Mappings.NO_MAPPING != mapping)
        {
            retain(wanted, mapping, wanted.original().destinationHigh(), wanted.original().destinationLow());
        }
    }

    private boolean acquireQuota(final int ownerPort)
    {
        return mappings.quotas().acquire(ownerPort, clock.seconds()) ||
            closing.endOneOf(ownerPort) && mappings.quotas().acquire(ownerPort, clock.seconds());
    }

    private void release(final NewSession wanted)
    {
        if (wanted.hasMapping())
        {
            final Tuple original = wanted.original();
            final boolean isInbound = null == wanted.uplinkPort();
            mappings.filtering().release(scratch, original.protocol(), wanted.mapping(),
                isInbound ? original.sourceHigh() : original.destinationHigh(),
                isInbound ? original.sourceLow() : original.destinationLow());
            mappings.release(wanted.mapping());
            wanted.mapping(Mappings.NO_MAPPING);
        }
    }

    private void leave(final int frame, final int reference, final int egressPort)
    {
        frames.session(frame, reference);
        frames.egressPort(frame, egressPort);
    }

    private static boolean isMapped(final int protocol)
    {
        return isTcpOrUdp(protocol) || IpProtocol.ICMP == protocol || IpProtocol.ICMPV6 == protocol;
    }

    private static boolean isTcpOrUdp(final int protocol)
    {
        return IpProtocol.TCP == protocol || IpProtocol.UDP == protocol;
    }
}
