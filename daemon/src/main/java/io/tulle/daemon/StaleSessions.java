package io.tulle.daemon;

import io.tulle.nat.conntrack.Direction;
import io.tulle.nat.conntrack.SessionDescriptor;
import io.tulle.nat.conntrack.SessionTable;
import io.tulle.nat.gateway.ExternalAddresses;
import io.tulle.nat.gateway.InetAddresses;

/**
 * Ends sessions that show an address which their uplink does not have any more, as masquerading in the kernel does:
 * what a container sends would keep them alive for ever, and no answer would come. Called by the uplink thread, or by
 * the control thread while that one does not run.
 */
final class StaleSessions
{
    private final SessionTable sessions;

    StaleSessions(final SessionTable sessions)
    {
        this.sessions = sessions;
    }

    /**
     * @param uplinkPort the uplink's switch port
     * @param addresses  that it has now; sessions of a family without any wait for one to come back
     * @return how many were ended
     */
    int end(final int uplinkPort, final ExternalAddresses addresses)
    {
        final int[] ended = {0};
        sessions.forEach((session) ->
        {
            if (isStale(session, uplinkPort, addresses) && sessions.remove(session.session()))
            {
                ended[0]++;
            }
        });
        return ended[0];
    }

    private static boolean isStale(final SessionDescriptor session, final int uplinkPort,
        final ExternalAddresses addresses)
    {
        for (int inside = Direction.ORIGINAL; inside <= Direction.REPLY; inside++)
        {
            final int outside = Direction.opposite(inside);
            final long high = session.destinationHigh(outside);
            final long low = session.destinationLow(outside);
            final boolean isTranslated =
                high != session.sourceHigh(inside) || low != session.sourceLow(inside);
            if (uplinkPort == session.egressPort(inside) && isTranslated && !addresses.contains(high, low) &&
                ExternalAddresses.NONE != addresses.first(InetAddresses.isIpv4(high, low)))
            {
                return true;
            }
        }
        return false;
    }
}
