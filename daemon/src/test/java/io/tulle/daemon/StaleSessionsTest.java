package io.tulle.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.nat.conntrack.Direction;
import io.tulle.nat.conntrack.SessionTable;
import io.tulle.nat.conntrack.Tuple;
import io.tulle.nat.gateway.ExternalAddresses;
import io.tulle.nat.gateway.InetAddresses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session shows an address of its uplink, or it is over. */
class StaleSessionsTest
{
    private static final int ENDPOINT = 1;
    private static final int UPLINK = 2;
    private static final int OTHER_UPLINK = 3;
    private static final int INSIDE = 0x0A000002;
    private static final int REMOTE = 0xC0000202;
    private static final int OLD = 0xC0000201;
    private static final int NEW = 0xC000020B;

    private final SessionTable sessions = SessionTable.inMemory(16);
    private final StaleSessions stale = new StaleSessions(sessions);

    @AfterEach
    void close()
    {
        sessions.close();
    }

    @Test
    void shouldEndMasqueradedAndPublishedSessionsOfAnAddressThatIsGone()
    {
        final int masqueraded = session(ENDPOINT, INSIDE, REMOTE, UPLINK, REMOTE, OLD);
        final int published = session(UPLINK, REMOTE + 2, OLD, ENDPOINT, INSIDE, REMOTE + 2);
        final int fresh = session(ENDPOINT, INSIDE, REMOTE + 1, UPLINK, REMOTE + 1, NEW);
        assertEquals(2, stale.end(UPLINK, addresses(NEW)));
        assertFalse(isLive(masqueraded));
        assertFalse(isLive(published));
        assertTrue(isLive(fresh));
    }

    @Test
    void shouldKeepSessionsThatShowTheirOwnAddressAndThoseOfOtherUplinks()
    {
        session(ENDPOINT, INSIDE, REMOTE, UPLINK, REMOTE, INSIDE);
        session(UPLINK, REMOTE, INSIDE + 1, ENDPOINT, INSIDE + 1, REMOTE);
        session(ENDPOINT, INSIDE, REMOTE + 1, OTHER_UPLINK, REMOTE + 1, OLD);
        assertEquals(0, stale.end(UPLINK, addresses(NEW)));
    }

    @Test
    void shouldKeepSessionsWhileTheUplinkHasNoAddressOfTheirFamily()
    {
        session(ENDPOINT, INSIDE, REMOTE, UPLINK, REMOTE, OLD);
        assertEquals(0, stale.end(UPLINK, new ExternalAddresses(new long[]{0x20010DB800000000L}, new long[]{1})));
        assertEquals(0, stale.end(UPLINK, addresses(NEW, OLD)));
        assertEquals(1, stale.end(UPLINK, addresses(NEW)));
    }

    private int session(final int from, final int source, final int destination, final int to, final int replySource,
        final int replyDestination)
    {
        final int session = sessions.claim();
        sessions.descriptor().wrap(session)
            .tuple(Direction.ORIGINAL, tuple(from, source, destination), from)
            .tuple(Direction.REPLY, tuple(to, replySource, replyDestination), to);
        assertTrue(sessions.insert(session));
        return session;
    }

    private boolean isLive(final int session)
    {
        return sessions.descriptor().wrap(session).isLive();
    }

    private static Tuple tuple(final int realm, final int source, final int destination)
    {
        return new Tuple().realm(realm).protocol(IpProtocol.UDP).source(0, InetAddresses.low(source), 4000)
            .destination(0, InetAddresses.low(destination), 5300);
    }

    private static ExternalAddresses addresses(final int... ipv4)
    {
        final long[] low = new long[ipv4.length];
        for (int i = 0; i < low.length; i++)
        {
            low[i] = InetAddresses.low(ipv4[i]);
        }
        return new ExternalAddresses(new long[ipv4.length], low);
    }
}
