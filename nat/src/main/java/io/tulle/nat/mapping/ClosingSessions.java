package io.tulle.nat.mapping;

import java.security.SecureRandom;
import java.util.SplittableRandom;

import io.tulle.dataplane.WorkerClock;
import io.tulle.nat.conntrack.SessionDescriptor;
import io.tulle.nat.conntrack.SessionState;
import io.tulle.nat.conntrack.SessionTable;

/**
 * Lets a new session have what a closed TCP connection still holds, when it would have nothing else. One for each
 * worker; used by it alone.
 *
 * <p>The problem: a connection that both sides have closed, or one of them has reset, keeps its session for four
 * minutes (RFC 5382 REQ-5, RFC 7857 2). A client that opens thousands of short connections a second to one server has
 * closed ones at every port of the range within two seconds, and from then on each new one would be refused.
 *
 * <p>The choice: then, and only then, the tuple of a closed connection goes to the new one: of sixteen ports, the one
 * that has been quiet for longest. A server does the same, when a SYN comes for a connection that it keeps in
 * TIME-WAIT (RFC 1122 4.2.2.13, RFC 6191), and so does the kernel's conntrack when a client uses a port again. This
 * deviates from RFC 5382 REQ-5 only while the range has run short, where the four minutes would cost connections that
 * are wanted for the sake of ones that are over. A late segment of the old connection is refused from then on, or
 * reaches the new one, which answers by its sequence number; a RST that was forged can end an idle connection here.
 *
 * <p>What it costs: the server may keep the old connection in TIME-WAIT, and where sequence number and timestamp of the
 * new one are behind, it answers the first SYN with an ACK; the client resets that and opens by its second SYN, which
 * Linux 6.18 sends some 20 ms later. Half of them did so in a trial. More ports for the uplink are the remedy.
 *
 * <p>An endpoint that has as many sessions as it may have loses a closed one of its own likewise, and never another's
 * (RFC 6888 REQ-4). They are looked for in a few neighbouring places of the table: no list of them is kept for what is
 * seldom needed.
 *
 * <p>What the closed connection held is given back here, and not by the conductor, who comes too late for thousands a
 * second.
 */
final class ClosingSessions
{
    private static final int PORTS = 16;
    private static final int PLACES = 64;

    private final WorkerClock clock;
    private final SessionTable sessions;
    private final SessionDescriptor session;
    private final Mappings mappings;
    private final PortAllocator allocator;
    private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());
    private final CountedKey scratch = new CountedKey();
    private int oldest;
    private int oldestPort;
    private int oldestAgeS;
    private boolean hasEndedOne;

    ClosingSessions(final WorkerClock clock, final SessionTable sessions, final Mappings mappings,
        final PortAllocator allocator)
    {
        this.clock = clock;
        this.sessions = sessions;
        session = sessions.descriptor();
        this.mappings = mappings;
        this.allocator = allocator;
    }

    /**
     * Looks for a port, whoever has it, where the wanted TCP session differs from others, and ends a closed one where
     * there is none. Leaves the wanted session's reply changed.
     *
     * @return the port or {@link PortAllocator#NO_PORT}
     */
    int sharedPort(final MappingKey key, final NewSession wanted)
    {
        begin();
        for (int i = 0; i < PORTS; i++)
        {
            final int port = allocator.shared(key, wanted.uplinkPort().uplink());
            if (PortAllocator.NO_PORT == port)
            {
                break;
            }
            wanted.seenAs(key.externalHigh(), key.externalLow(), port);
            final int reference = sessions.lookup(sessions.hash(wanted.reply()), wanted.reply());
            if (SessionTable.NO_SESSION == reference)
            {
                return port;
            }
            consider(SessionTable.session(reference), port);
        }
        return endOldest() ? oldestPort : PortAllocator.NO_PORT;
    }

    /** @return whether the port that was found last is that of a session which was ended for it. */
    boolean hasEndedOne()
    {
        return hasEndedOne;
    }

    /** @return whether a closed session was ended that counted for the endpoint at the switch port. */
    boolean endOneOf(final int ownerPort)
    {
        begin();
        final int end = sessions.highWaterMark();
        final int first = 0 == end ? 0 : random.nextInt(end);
        for (int i = 0; i < Math.min(PLACES, end); i++)
        {
            final int place = (first + i) % end;
            if (ownerPort == session.wrap(place).ownerPort() && session.isLive())
            {
                consider(place, PortAllocator.NO_PORT);
            }
        }
        return endOldest();
    }

    private void begin()
    {
        oldest = SessionTable.NO_SESSION;
        oldestAgeS = -1;
        hasEndedOne = false;
    }

    private void consider(final int candidate, final int port)
    {
        final int ageS = Math.max(0, clock.seconds() - session.wrap(candidate).lastSeenS());
        if (ageS > oldestAgeS && isClosing())
        {
            oldest = candidate;
            oldestPort = port;
            oldestAgeS = ageS;
        }
    }

    private boolean isClosing()
    {
        final int state = session.state();
        return SessionState.TCP_CLOSING == state || SessionState.TCP_TRANSITORY == state;
    }

    private boolean endOldest()
    {
        if (SessionTable.NO_SESSION != oldest && sessions.settle(oldest))
        {
            mappings.giveBack(session.wrap(oldest), scratch);
            hasEndedOne = true;
        }
        return hasEndedOne;
    }
}
