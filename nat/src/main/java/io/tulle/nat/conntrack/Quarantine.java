package io.tulle.nat.conntrack;

import static io.tulle.nat.conntrack.SessionTable.NO_SESSION;

import java.util.Arrays;

/**
 * Keeps the bytes of ended sessions for more than two seconds before they are used again: a worker that found one just
 * before may be in the midst of a run with it. Called by the ager.
 */
final class Quarantine
{
    private static final int SECONDS = 3;

    private final SessionTable table;
    private final SessionStack free;
    private final int[] first = new int[SECONDS];
    private final int[] last = new int[SECONDS];
    private int nowS;
    private int size;

    Quarantine(final SessionTable table)
    {
        this.table = table;
        free = table.free();
        Arrays.fill(first, NO_SESSION);
    }

    /** Frees what has been here for long enough. */
    void advance(final int untilS)
    {
        for (int second = Math.max(nowS + 1, untilS - SECONDS + 1); second - untilS <= 0; second++)
        {
            nowS = second;
            release(Math.floorMod(second, SECONDS));
        }
    }

    void add(final int session)
    {
        final int slot = Math.floorMod(nowS, SECONDS);
        free.link(session, first[slot]);
        last[slot] = NO_SESSION == first[slot] ? session : last[slot];
        first[slot] = session;
        size++;
    }

    /** @return how many sessions' bytes rest. */
    int size()
    {
        return size;
    }

    private void release(final int slot)
    {
        if (NO_SESSION == first[slot])
        {
            return;
        }
        for (int session = first[slot]; NO_SESSION != session; session = free.link(session))
        {
            table.life(session, SessionLife.FREE);
            size--;
        }
        free.pushAll(first[slot], last[slot]);
        first[slot] = NO_SESSION;
    }
}
