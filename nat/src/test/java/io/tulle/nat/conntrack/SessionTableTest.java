package io.tulle.nat.conntrack;

import static io.tulle.nat.conntrack.SessionTable.NO_SESSION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions come and go as their table says, in one thread. */
class SessionTableTest
{
    private static final int CAPACITY = 64;
    private final SessionTable table = SessionTable.inMemory(CAPACITY);
    private final SessionDescriptor session = table.descriptor();

    @AfterEach
    void close()
    {
        table.close();
    }

    @Test
    void shouldFindASessionFromBothDirections()
    {
        final int web = Sessions.insert(table, 1);
        assertEquals(SessionTable.reference(web, Direction.ORIGINAL), lookup(Sessions.original(1)));
        assertEquals(SessionTable.reference(web, Direction.REPLY), lookup(Sessions.reply(1)));
        assertEquals(NO_SESSION, lookup(Sessions.original(2)));
        assertEquals(1, table.size());
    }

    @Test
    void shouldLeaveByThePortThatTheOtherDirectionComesInBy()
    {
        session.wrap(Sessions.insert(table, 1));
        assertEquals(Sessions.UPLINK_PORT, session.egressPort(Direction.ORIGINAL));
        assertEquals(Sessions.ENDPOINT_PORT, session.egressPort(Direction.REPLY));
    }

    @Test
    void shouldGiveBackItsTuplesAsTheyWere()
    {
        final int number = Sessions.insertIpv6(table, 7);
        final Tuple tuple = session.wrap(number).tuple(Direction.REPLY, new Tuple());
        assertEquals(SessionTable.reference(number, Direction.REPLY), lookup(tuple));
        assertEquals(0x2001_0DB8_0000_0000L, tuple.sourceHigh());
        assertEquals(443, tuple.sourcePort());
        assertEquals(5007, tuple.destinationPort());
    }

    @Test
    void shouldTellIpv6SessionsApartByTheHighHalvesOfTheirAddresses()
    {
        Sessions.insertIpv6(table, 1);
        final Tuple other = Sessions.originalIpv6(1);
        other.source(other.sourceHigh() + 1, other.sourceLow(), other.sourcePort());
        assertEquals(NO_SESSION, lookup(other));
        final Tuple notMapped = Sessions.original(2);
        Sessions.insert(table, 2);
        notMapped.source(1L, notMapped.sourceLow(), notMapped.sourcePort());
        assertEquals(NO_SESSION, lookup(notMapped));
    }

    @Test
    void shouldTellRealmsAndProtocolsApart()
    {
        Sessions.insert(table, 1);
        assertEquals(NO_SESSION, lookup(Sessions.original(1).realm(9)));
        assertEquals(NO_SESSION, lookup(Sessions.original(1).protocol(17)));
    }

    @Test
    void shouldRefuseATupleThatAnotherSessionHasAndLeaveNoTrace()
    {
        Sessions.insert(table, 1);
        final int second = Sessions.fill(table, Sessions.original(2), Sessions.reply(1));
        assertFalse(table.insert(second));
        assertEquals(NO_SESSION, lookup(Sessions.original(2)));
        assertEquals(1, table.size());
        session.wrap(second).tuple(Direction.REPLY, Sessions.reply(2), Sessions.UPLINK_PORT);
        assertTrue(table.insert(second));
        assertEquals(SessionTable.reference(second, Direction.REPLY), lookup(Sessions.reply(2)));
    }

    @Test
    void shouldSayWhoGivesBackWhatASessionHeld()
    {
        final int settled = Sessions.insert(table, 1);
        final int removed = Sessions.insert(table, 2);
        assertFalse(session.wrap(settled).isSettled());
        assertTrue(table.settle(settled));
        assertTrue(table.remove(removed));
        assertFalse(table.settle(removed), "somebody else has ended it");
        assertTrue(session.wrap(settled).isSettled());
        assertFalse(session.wrap(removed).isSettled());
        table.abandon(settled); // its bytes are used again
        session.wrap(Sessions.insert(table, 3));
        assertEquals(settled, session.session());
        assertFalse(session.isSettled());
    }

    @Test
    void shouldFindARemovedSessionNoMoreAndTakeItsTuplesAgain()
    {
        final int first = Sessions.insert(table, 1);
        assertTrue(table.remove(first));
        assertFalse(table.remove(first));
        assertEquals(NO_SESSION, lookup(Sessions.original(1)));
        assertEquals(NO_SESSION, lookup(Sessions.reply(1)));
        assertEquals(0, table.size());
        assertNotEquals(first, Sessions.insert(table, 1));
        assertNotEquals(NO_SESSION, lookup(Sessions.original(1)));
    }

    @Test
    void shouldHaveNoRoomWhenFullAndRoomAgainWhenOneIsAbandoned()
    {
        for (int i = 0; i < CAPACITY; i++)
        {
            assertEquals(i, table.claim());
        }
        assertEquals(NO_SESSION, table.claim());
        assertEquals(CAPACITY, table.highWaterMark());
        table.abandon(17);
        assertEquals(17, table.claim());
        assertEquals(NO_SESSION, table.claim());
    }

    @Test
    void shouldHoldAsManySessionsAsItsCapacity()
    {
        for (int i = 0; i < CAPACITY; i++)
        {
            Sessions.insert(table, i);
        }
        for (int i = 0; i < CAPACITY; i++)
        {
            assertNotEquals(NO_SESSION, lookup(Sessions.original(i)));
            assertNotEquals(NO_SESSION, lookup(Sessions.reply(i)));
        }
    }

    @Test
    void shouldCountPacketsAndBytesByDirectionBeyond32Bits()
    {
        session.wrap(Sessions.insert(table, 1));
        session.seen(Direction.ORIGINAL, 100, 1500);
        session.seen(Direction.ORIGINAL, 101, 500);
        session.seen(Direction.REPLY, 102, 60);
        assertEquals(2, session.packets(Direction.ORIGINAL));
        assertEquals(2000, session.bytes(Direction.ORIGINAL));
        assertEquals(1, session.packets(Direction.REPLY));
        assertEquals(102, session.lastSeenS());
        Sessions.packets(table, session.session(), Direction.REPLY, 0xFFFF_FFFF);
        session.seen(Direction.REPLY, 102, 40);
        assertEquals(1L << 32, session.packets(Direction.REPLY));
        assertEquals(100, session.bytes(Direction.REPLY));
    }

    @Test
    void shouldForgetWhatTheBytesWereUsedForBefore()
    {
        final int first = table.claim();
        session.wrap(first).mapping(3).ownerPort(4).state(SessionState.TCP_ESTABLISHED).seen(0, 1, 2);
        table.abandon(first);
        assertEquals(first, table.claim());
        assertEquals(-1, session.mapping());
        assertEquals(0, session.ownerPort());
        assertEquals(0, session.state());
        assertEquals(0, session.packets(0));
        assertEquals(0, session.bytes(0));
    }

    private int lookup(final Tuple tuple)
    {
        final long hash = table.hash(tuple);
        table.prefetch(hash);
        return table.lookup(hash, tuple);
    }
}
