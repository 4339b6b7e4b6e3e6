package io.tulle.nat.conntrack;

import static io.tulle.nat.conntrack.SessionTable.NO_SESSION;

import java.util.Arrays;

/**
 * Says which sessions to look at in each second: 64 slots of a second, each a chain of sessions. Called by the ager.
 */
final class TimerWheel
{
    /** How far ahead a session may be scheduled. */
    static final int MAX_AHEAD_S = 60;

    static final int SLOTS = 64;

    private final SessionStack links;
    private final int[] slots = new int[SLOTS];
    private int nowS;

    /** @param links where sessions keep what is linked to them. */
    TimerWheel(final SessionStack links)
    {
        this.links = links;
        Arrays.fill(slots, NO_SESSION);
    }

    /** Sets the clock without visiting anything. */
    void start(final int atS)
    {
        nowS = atS;
    }

    /** @param aheadS from 1 to {@link #MAX_AHEAD_S} seconds after the wheel's time. */
    void schedule(final int session, final int aheadS)
    {
        final int slot = nowS + aheadS & SLOTS - 1;
        links.link(session, slots[slot]);
        slots[slot] = session;
    }

    boolean isBehind(final int timeS)
    {
        return nowS - timeS < 0;
    }

    int nowS()
    {
        return nowS;
    }

    /** Goes on by a second, or more when every slot will be visited anyway. @return the sessions that are due. */
    int advance(final int untilS)
    {
        nowS = Math.max(nowS + 1, untilS - SLOTS + 1);
        return take(nowS);
    }

    /** @return the sessions of any slot, which is empty then. */
    int take(final int slot)
    {
        final int first = slots[slot & SLOTS - 1];
        slots[slot & SLOTS - 1] = NO_SESSION;
        return first;
    }
}
