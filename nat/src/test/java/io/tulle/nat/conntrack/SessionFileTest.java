package io.tulle.nat.conntrack;

import static io.tulle.nat.conntrack.SessionTable.NO_SESSION;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session table outlives its process, but not its boot. */
class SessionFileTest
{
    private static final int CAPACITY = 1000;

    @TempDir
    private Path directory;

    @Test
    void shouldFindTheSessionsOfAnEarlierRun()
    {
        try (SessionTable table = open())
        {
            Sessions.insert(table, 1);
            final int removed = Sessions.insert(table, 2);
            final int kept = Sessions.insert(table, 3);
            table.descriptor().wrap(kept).mapping(7).seen(Direction.REPLY, 5000, 60);
            table.remove(removed);
        }
        try (SessionTable table = open())
        {
            assertEquals(2, table.restored());
            assertEquals(2, table.size());
            assertEquals(3, table.highWaterMark());
            assertEquals(NO_SESSION, lookup(table, Sessions.original(2)));
            final int reference = lookup(table, Sessions.reply(3));
            assertEquals(Direction.REPLY, SessionTable.direction(reference));
            final SessionDescriptor session = table.descriptor().wrap(SessionTable.session(reference));
            assertEquals(5000, session.lastSeenS());
            assertEquals(7, session.mapping());
            assertEquals(60, session.bytes(Direction.REPLY));
            assertEquals(1, table.claim());
            assertEquals(3, table.claim());
        }
    }

    @Test
    void shouldAgeWhatCameBack()
    {
        try (SessionTable table = open())
        {
            table.descriptor().wrap(Sessions.insert(table, 1)).state(SessionState.TCP_CLOSING).seen(0, 5000, 60);
        }
        try (SessionTable table = open())
        {
            final SessionAger ager = new SessionAger(table, SessionTimeouts.DEFAULTS, (session) -> { });
            ager.run(5200);
            assertEquals(1, table.size());
            ager.run(5240);
            assertEquals(0, table.size());
        }
    }

    @Test
    void shouldForgetASessionThatWasNotComplete()
    {
        try (SessionTable table = open())
        {
            final int torn = Sessions.insert(table, 1);
            table.life(torn, SessionLife.INSERTING);
            Sessions.fill(table, Sessions.original(2), Sessions.reply(2));
        }
        try (SessionTable table = open())
        {
            assertEquals(0, table.restored());
            assertEquals(NO_SESSION, lookup(table, Sessions.original(1)));
            assertEquals(0, table.claim());
            assertEquals(1, table.claim());
        }
    }

    @Test
    void shouldForgetTheSecondOfTwoSessionsWithATuple()
    {
        try (SessionTable table = open())
        {
            Sessions.insert(table, 1);
            table.life(Sessions.fill(table, Sessions.original(1), Sessions.reply(2)), SessionLife.LIVE);
        }
        try (SessionTable table = open())
        {
            assertEquals(1, table.restored());
        }
    }

    @Test
    void shouldStartEmptyAfterABoot() throws IOException
    {
        try (SessionTable table = new SessionTable(SessionFile.open(file(), CAPACITY, new UUID(1, 1))))
        {
            Sessions.insert(table, 1);
            table.ports().claim("web");
        }
        try (SessionTable table = new SessionTable(SessionFile.open(file(), CAPACITY, new UUID(1, 2))))
        {
            assertEquals(0, table.restored());
            assertFalse(table.ports().contains("web"));
        }
    }

    @Test
    void shouldStartEmptyWithAnotherCapacityOrAnythingElseInTheFile() throws IOException
    {
        try (SessionTable table = open())
        {
            Sessions.insert(table, 1);
        }
        try (SessionTable table = SessionTable.open(file(), CAPACITY + 1))
        {
            assertEquals(0, table.restored());
            assertEquals(CAPACITY + 1, table.capacity());
        }
        Files.write(file(), new byte[SessionMemory.lengthBytes(CAPACITY)]);
        try (SessionTable table = open())
        {
            assertEquals(0, table.restored());
            assertEquals(0, table.claim());
        }
    }

    @Test
    void shouldBeReadableByItsOwnerOnly() throws IOException
    {
        open().close();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    }

    @Test
    void shouldSayWhichFileCannotBeOpened()
    {
        final UncheckedIOException ex = assertThrows(UncheckedIOException.class,
            () -> SessionTable.open(directory.resolve("no/such/directory"), CAPACITY));
        assertTrue(ex.getMessage().contains("no/such/directory"), ex.getMessage());
    }

    @Test
    void shouldBackOnlyWhatIsNearlyUsedByMemory() throws IOException
    {
        final int capacity = 3 * SessionFile.CHUNK_SESSIONS;
        try (SessionMemory memory = SessionFile.open(file(), capacity, new UUID(1, 1)))
        {
            assertTrue(memory.ensureRoom());
            assertEquals(SessionFile.CHUNK_SESSIONS, memory.room());
            UnsafeApi.putInt(memory.header() + SessionMemory.HIGH_WATER_OFFSET, SessionFile.CHUNK_SESSIONS / 2);
            assertTrue(memory.ensureRoom());
            assertEquals(2 * SessionFile.CHUNK_SESSIONS, memory.room());
        }
    }

    @Test
    void shouldBeFullWhereMemoryEnds() throws IOException
    {
        final int capacity = 2 * SessionFile.CHUNK_SESSIONS;
        try (SessionTable table = SessionTable.open(file(), capacity))
        {
            for (int i = 0; i < SessionFile.CHUNK_SESSIONS; i++)
            {
                assertNotEquals(NO_SESSION, table.claim());
            }
            assertEquals(NO_SESSION, table.claim());
            assertTrue(table.ensureRoom());
            assertEquals(SessionFile.CHUNK_SESSIONS, table.claim());
        }
    }

    @Test
    void shouldGiveNamesTheSameNumbersAgain()
    {
        final String id = "0123456789abcdef".repeat(4);
        final int unclaimed;
        final int slot;
        try (SessionTable table = open())
        {
            assertEquals(1, table.ports().claim("uplink0"));
            unclaimed = table.ports().claim("gone");
            slot = table.ports().claim(id);
            assertEquals(slot, table.ports().claim(id));
            assertEquals(1, table.realms().claim(id));
        }
        try (SessionTable table = open())
        {
            assertEquals(slot, table.ports().claim(id));
            assertEquals(4, table.ports().claim("new"));
            assertEquals(1, table.ports().claim("uplink0"));
            assertArrayEquals(new int[] {unclaimed}, table.ports().unclaimed());
            table.ports().release(unclaimed);
            assertFalse(table.ports().contains("gone"));
            assertEquals(unclaimed, table.ports().claim("newer"));
        }
    }

    @Test
    void shouldHaveNoNumberWhenAllAreTaken()
    {
        try (SessionTable table = SessionTable.inMemory(1))
        {
            for (int i = 1; i < Directory.SLOTS; i++)
            {
                assertEquals(i, table.realms().claim("network" + i));
            }
            assertEquals(Directory.NO_SLOT, table.realms().claim("one too many"));
        }
    }

    private SessionTable open()
    {
        return SessionTable.open(file(), CAPACITY);
    }

    private Path file()
    {
        return directory.resolve("sessions");
    }

    private static int lookup(final SessionTable table, final Tuple tuple)
    {
        return table.lookup(table.hash(tuple), tuple);
    }
}
