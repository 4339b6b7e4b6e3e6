package io.tulle.nat.conntrack;

import static io.tulle.nat.conntrack.SessionTable.NO_SESSION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions end in time, once each, and their bytes are used again after a rest. */
class SessionAgerTest
{
    private static final int CAPACITY = 8;
    private static final int START_S = 1_000_000;

    private final SessionTable table = SessionTable.inMemory(CAPACITY);
    private final SessionDescriptor session = table.descriptor();
    private final List<Integer> ended = new ArrayList<>();
    private final SessionAger ager = new SessionAger(table, SessionTimeouts.DEFAULTS,
        (session) -> ended.add(session.session()));
    private int nowS = START_S;

    @AfterEach
    void close()
    {
        table.close();
    }

    @Test
    void shouldEndASessionWhenItWasIdleForItsTimeout()
    {
        final int number = insert(1, SessionState.TCP_SYN_SENT);
        runUntil(START_S + 239);
        assertTrue(session.wrap(number).isLive());
        runUntil(START_S + 240);
        assertFalse(session.isLive());
        assertEquals(List.of(number), ended);
        assertEquals(0, table.size());
    }

    @Test
    void shouldKeepASessionWhilePacketsCome()
    {
        session.wrap(insert(1, SessionState.TCP_SYN_SENT));
        for (int i = 1; i <= 10; i++)
        {
            runUntil(START_S + 200 * i);
            session.seen(Direction.REPLY, nowS, 60);
        }
        assertTrue(session.isLive());
        runUntil(nowS + 240);
        assertFalse(session.isLive());
        assertEquals(1, ended.size());
    }

    @Test
    void shouldEndAnIncomingSynAfterSixSeconds()
    {
        insert(1, SessionState.TCP_INCOMING_SYN);
        runUntil(START_S + 5);
        assertEquals(1, table.size());
        runUntil(START_S + 6);
        assertEquals(0, table.size());
    }

    @Test
    void shouldEndASessionOfManyHoursInTime()
    {
        insert(1, SessionState.TCP_ESTABLISHED);
        runUntil(START_S + 7_439);
        assertEquals(1, table.size());
        runUntil(START_S + 7_440);
        assertEquals(0, table.size());
    }

    @Test
    void shouldNoticeWithinAMinuteThatATimeoutBecameShorter()
    {
        session.wrap(insert(1, SessionState.TCP_ESTABLISHED));
        runUntil(START_S + 1000);
        session.state(SessionState.TCP_CLOSING);
        runUntil(START_S + 1060);
        assertEquals(0, table.size());
    }

    @Test
    void shouldTellOfARemovedSessionInTheNextRunAndOnlyOnce()
    {
        final int number = insert(1, SessionState.TCP_ESTABLISHED);
        ager.run(nowS);
        table.remove(number);
        ager.run(nowS);
        assertEquals(List.of(number), ended);
        runUntil(START_S + 8_000);
        assertEquals(1, ended.size());
        assertEquals(0, ager.resting());
    }

    @Test
    void shouldTellOfASessionThatWasRemovedBeforeTheFirstVisit()
    {
        final int number = insert(1, SessionState.TCP_ESTABLISHED);
        table.remove(number);
        runUntil(START_S + 10);
        assertEquals(List.of(number), ended);
        assertEquals(0, ager.resting());
    }

    @Test
    void shouldUseBytesAgainOnlyAfterMoreThanTwoSeconds()
    {
        fill(SessionState.TCP_INCOMING_SYN);
        runUntil(START_S + 6);
        assertEquals(CAPACITY, ended.size());
        runUntil(START_S + 8);
        assertEquals(NO_SESSION, table.claim());
        runUntil(START_S + 9);
        for (int i = 0; i < CAPACITY; i++)
        {
            assertNotEquals(NO_SESSION, table.claim());
        }
        assertEquals(NO_SESSION, table.claim());
    }

    @Test
    void shouldNotWaitForTheWheelWhenMuchWasRemoved()
    {
        fill(SessionState.TCP_ESTABLISHED);
        runUntil(START_S + 1);
        assertEquals(CAPACITY, table.removeByPort(Sessions.UPLINK_PORT));
        runUntil(START_S + 5);
        assertNotEquals(NO_SESSION, table.claim());
    }

    @Test
    void shouldEndWhatIsDueAfterALongPause()
    {
        fill(SessionState.TCP_SYN_SENT);
        ager.run(nowS);
        nowS += 5_000;
        ager.run(nowS);
        assertEquals(CAPACITY, ended.size());
    }

    @Test
    void shouldTakeASessionWithoutAPacketForNew()
    {
        Sessions.insert(table, 1);
        ager.run(nowS);
        assertEquals(1, table.size());
    }

    @Test
    void shouldGiveUdpItsOwnTimeout()
    {
        final IdleTimeouts timeouts = new IdleTimeouts(SessionTimeouts.DEFAULTS);
        assertEquals(300, timeouts.seconds(SessionState.REPLIED, 17));
        assertEquals(600, timeouts.seconds(SessionState.REPLIED, 47));
        assertEquals(60, timeouts.seconds(SessionState.ICMP_QUERY, 1));
        assertEquals(7_440, timeouts.seconds(SessionState.TCP_FIN_REPLY, 6));
    }

    private void fill(final int state)
    {
        for (int i = 0; i < CAPACITY; i++)
        {
            insert(i, state);
        }
    }

    private int insert(final int number, final int state)
    {
        final int inserted = Sessions.insert(table, number);
        table.descriptor().wrap(inserted).state(state).seen(Direction.ORIGINAL, nowS, 60);
        return inserted;
    }

    private void runUntil(final int timeS)
    {
        ager.run(nowS);
        while (nowS < timeS)
        {
            ager.run(++nowS);
        }
    }
}
