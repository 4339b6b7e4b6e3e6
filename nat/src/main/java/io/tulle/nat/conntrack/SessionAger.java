package io.tulle.nat.conntrack;

import static io.tulle.nat.conntrack.SessionTable.NO_SESSION;

/**
 * Ends sessions that were idle for as long as their state allows, and tells a listener of every session's end, also of
 * those that others removed, once each and within a run. Called by the conductor.
 * <p>
 * A session is looked at when its timeout would be over had no packet come since, but once a minute at least: a packet
 * moves no timer, it only stores the time. New and removed sessions come by stacks that nobody locks. A run looks at a
 * limited number of sessions and goes on in the next one where it stopped.
 */
public final class SessionAger
{
    static final int MAX_VISITS = 100_000;
    /** When as much of the table is over but still on the wheel, the wheel is swept for it. */
    private static final int SWEEP_DIVISOR = 16;

    private final SessionTable table;
    private final IdleTimeouts timeouts;
    private final SessionListener listener;
    private final SessionDescriptor session;
    private final SessionStack links;
    private final SessionStack deadLinks;
    private final TimerWheel wheel;
    private final Quarantine quarantine;
    private final int sweepAt;
    private int arrived = NO_SESSION;
    private int dead = NO_SESSION;
    private int due = NO_SESSION;
    private int endedOnWheel;
    private int slotsToSweep;
    private boolean isStarted;

    public SessionAger(final SessionTable table, final SessionTimeouts timeouts, final SessionListener listener)
    {
        this.table = table;
        this.timeouts = new IdleTimeouts(timeouts);
        this.listener = listener;
        session = table.descriptor();
        links = table.arrived();
        deadLinks = table.dead();
        wheel = new TimerWheel(links);
        quarantine = new Quarantine(table);
        sweepAt = Math.max(1, table.capacity() / SWEEP_DIVISOR);
    }

    /** @param nowS seconds of the monotonic clock, as workers note them in sessions. @return how much was done. */
    public int run(final int nowS)
    {
        if (!isStarted)
        {
            wheel.start(nowS);
            isStarted = true;
        }
        slotsToSweep = TimerWheel.SLOTS;
        quarantine.advance(nowS);
        int visits = takeArrived(nowS, MAX_VISITS);
        visits += takeDead(MAX_VISITS - visits);
        return visits + visitDue(nowS, MAX_VISITS - visits);
    }

    /** @return how many sessions are over and their bytes not yet of use again. */
    int resting()
    {
        return endedOnWheel + quarantine.size();
    }

    private int takeArrived(final int nowS, final int limit)
    {
        arrived = NO_SESSION == arrived ? links.takeAll() : arrived;
        int visits = 0;
        for (; NO_SESSION != arrived && visits < limit; visits++)
        {
            final int visited = arrived;
            arrived = links.link(visited);
            if (0 == session.wrap(visited).lastSeenS())
            {
                session.lastSeenS(nowS); // began without a packet
            }
            listener.onBegin(session);
            visit(visited, nowS);
        }
        return visits;
    }

    private int takeDead(final int limit)
    {
        dead = NO_SESSION == dead ? deadLinks.takeAll() : dead;
        int visits = 0;
        for (; NO_SESSION != dead && visits < limit; visits++)
        {
            final int ended = dead;
            dead = deadLinks.link(ended);
            endedOnWheel++; // or about to be
            onEnd(ended);
        }
        return visits;
    }

    private int visitDue(final int nowS, final int limit)
    {
        int visits = 0;
        while (visits < limit && isDue(nowS))
        {
            final int visited = due;
            due = links.link(visited);
            visit(visited, nowS);
            visits++;
        }
        return visits;
    }

    private boolean isDue(final int nowS)
    {
        while (NO_SESSION == due && wheel.isBehind(nowS))
        {
            due = wheel.advance(nowS);
        }
        while (NO_SESSION == due && endedOnWheel > sweepAt && slotsToSweep > 0)
        {
            due = wheel.take(--slotsToSweep);
        }
        return NO_SESSION != due;
    }

    private void visit(final int visited, final int nowS)
    {
        switch (table.life(visited))
        {
            case SessionLife.LIVE -> visitLive(visited, nowS);
            case SessionLife.DEAD -> wheel.schedule(visited, 1); // it is on the stack of the dead, or about to be
            default ->
            {
                endedOnWheel--;
                quarantine.add(visited);
            }
        }
    }

    private void visitLive(final int visited, final int nowS)
    {
        session.wrap(visited);
        final int restS = timeouts.seconds(session.state(), session.protocol()) - (nowS - session.lastSeenS());
        if (restS > 0)
        {
            wheel.schedule(visited, Math.min(restS, TimerWheel.MAX_AHEAD_S));
        }
        else if (table.end(visited))
        {
            quarantine.add(visited);
            onEnd(visited);
        }
        else
        {
            wheel.schedule(visited, 1); // removed at this moment
        }
    }

    private void onEnd(final int ended)
    {
        table.life(ended, SessionLife.ENDED);
        listener.onEnd(session.wrap(ended));
    }
}
