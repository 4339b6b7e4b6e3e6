package io.tulle.daemon;

import io.tulle.control.Endpoint;
import io.tulle.control.SessionRow;
import io.tulle.daemon.router.NetAddresses;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.nat.conntrack.Direction;
import io.tulle.nat.conntrack.IdleTimeouts;
import io.tulle.nat.conntrack.SessionDescriptor;
import io.tulle.nat.conntrack.SessionState;
import io.tulle.nat.conntrack.SessionTimeouts;

/** Shows sessions as users read them. Called by threads of the API, by control and by the conductor. */
final class SessionRows
{
    private static final long NANOS_A_SECOND = 1_000_000_000L;

    private final Attachments attached;
    private final IdleTimeouts timeouts;

    SessionRows(final Attachments attached, final SessionTimeouts timeouts)
    {
        this.attached = attached;
        this.timeouts = new IdleTimeouts(timeouts);
    }

    SessionRow of(final SessionDescriptor session)
    {
        final Endpoint owner = attached.endpoint(session.ownerPort());
        final int idleS = (int) (System.nanoTime() / NANOS_A_SECOND) - session.lastSeenS();
        return new SessionRow(protocol(session.protocol()), SessionState.name(session.state()),
            null == owner ? null : owner.container(), null == owner ? null : attached.networkName(session.ownerPort()),
            flow(session, Direction.ORIGINAL), flow(session, Direction.REPLY),
            Math.max(0, timeouts.seconds(session.state(), session.protocol()) - idleS),
            session.packets(Direction.ORIGINAL), session.bytes(Direction.ORIGINAL), session.packets(Direction.REPLY),
            session.bytes(Direction.REPLY), kind(session));
    }

    private SessionRow.Kind kind(final SessionDescriptor session)
    {
        final boolean isSourceChanged = !isSame(session.sourceHigh(Direction.ORIGINAL),
            session.sourceLow(Direction.ORIGINAL), session.destinationHigh(Direction.REPLY),
            session.destinationLow(Direction.REPLY));
        final boolean isDestinationChanged = !isSame(session.destinationHigh(Direction.ORIGINAL),
            session.destinationLow(Direction.ORIGINAL), session.sourceHigh(Direction.REPLY),
            session.sourceLow(Direction.REPLY));
        if (isSourceChanged)
        {
            return isDestinationChanged ? SessionRow.Kind.HAIRPIN : SessionRow.Kind.MASQUERADED;
        }
        return isDestinationChanged ? SessionRow.Kind.PUBLISHED : SessionRow.Kind.ROUTED;
    }

    private static boolean isSame(final long high, final long low, final long otherHigh, final long otherLow)
    {
        return high == otherHigh && low == otherLow;
    }

    private static SessionRow.Flow flow(final SessionDescriptor session, final int direction)
    {
        return new SessionRow.Flow(
            NetAddresses.of(session.sourceHigh(direction), session.sourceLow(direction)),
            session.sourcePort(direction),
            NetAddresses.of(session.destinationHigh(direction), session.destinationLow(direction)),
            session.destinationPort(direction));
    }

    private static String protocol(final int protocol)
    {
        switch (protocol)
        {
            case IpProtocol.TCP:
                return "tcp";
            case IpProtocol.UDP:
                return "udp";
            case IpProtocol.SCTP:
                return "sctp";
            case IpProtocol.ICMP:
                return "icmp";
            case IpProtocol.ICMPV6:
                return "icmpv6";
            default:
                return Integer.toString(protocol);
        }
    }
}
