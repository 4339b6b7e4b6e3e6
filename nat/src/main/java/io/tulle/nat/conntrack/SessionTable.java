package io.tulle.nat.conntrack;

import static io.tulle.nat.conntrack.SessionLayout.BYTES_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.DEAD_LINK_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.LIFE_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.LINK_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.MAPPING_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.REALM_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.SESSION_BYTES;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.Consumer;

import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sessions off the heap, found from either direction. Workers look up, claim and insert; any thread removes; the
 * conductor ages by {@link SessionAger} and keeps memory ahead of use.
 * <p>
 * A session's life is in one word, {@link SessionLife}. A worker claims its bytes, fills them, and inserts: both tuples
 * go into the {@link SessionIndex}, and the word becomes live last, which is what look-ups wait for. Whoever changes
 * the word from live to dead has removed the session and takes its entries out. Its bytes rest for more than two
 * seconds before they are claimed again, so that whoever found it just before may finish its run with them.
 * <p>
 * In a file, all of this outlives the process: what was live is indexed again, by the same state.
 */
public final class SessionTable implements AutoCloseable
{
    /** What look-ups answer when there is none, and {@link #claim} when there is no room. */
    public static final int NO_SESSION = -1;

    private final SessionMemory memory;
    private final SessionIndex index;
    private final long seed = new SecureRandom().nextLong();
    private final long header;
    private final long sessions;
    private final int capacity;
    private final SessionStack free;
    private final SessionStack arrived;
    private final SessionStack dead;
    private final Directory ports;
    private final Directory realms;
    private final int restored;

    SessionTable(final SessionMemory memory)
    {
        this.memory = memory;
        header = memory.header();
        sessions = memory.sessions();
        capacity = memory.capacity();
        index = new SessionIndex(capacity, sessions);
        free = new SessionStack(header + SessionMemory.FREE_OFFSET, sessions + LINK_OFFSET);
        arrived = new SessionStack(header + SessionMemory.NEW_OFFSET, sessions + LINK_OFFSET);
        dead = new SessionStack(header + SessionMemory.DEAD_OFFSET, sessions + DEAD_LINK_OFFSET);
        ports = new Directory(header + SessionMemory.PORTS_OFFSET);
        realms = new Directory(header + SessionMemory.REALMS_OFFSET);
        UnsafeApi.putInt(header + SessionMemory.SIZE_OFFSET, 0);
        restored = restore();
    }

    /** In anonymous memory. */
    public static SessionTable inMemory(final int capacity)
    {
        return new SessionTable(SessionMemory.anonymous(capacity));
    }

    /** In a mapped file; sessions of an earlier run with the same layout and capacity are there again. */
    public static SessionTable open(final Path file, final int capacity)
    {
        return new SessionTable(SessionFile.open(file, capacity));
    }

    public static int session(final int reference)
    {
        return reference >>> 1;
    }

    public static int direction(final int reference)
    {
        return reference & 1;
    }

    public static int reference(final int session, final int direction)
    {
        return session << 1 | direction;
    }

    public int capacity()
    {
        return capacity;
    }

    /** @return how many sessions there are. */
    public int size()
    {
        return UnsafeApi.getIntVolatile(null, header + SessionMemory.SIZE_OFFSET);
    }

    /** @return how many sessions of an earlier run came back when the table was opened. */
    public int restored()
    {
        return restored;
    }

    /** @return numbers of switch ports, which endpoints and uplinks have again after a restart. */
    public Directory ports()
    {
        return ports;
    }

    /** @return numbers of realms, which networks and uplinks have again after a restart. */
    public Directory realms()
    {
        return realms;
    }

    /** @return the hash that {@link #prefetch} and {@link #lookup} take. */
    public long hash(final Tuple tuple)
    {
        return tuple.hash(seed);
    }

    /** Touches what a look-up will read. @return something to consume, so that the read is not optimised away. */
    public long prefetch(final long hash)
    {
        return index.touch(index.candidate(hash));
    }

    /** @return the reference that a look-up will probably find, or none; nothing of the session is read yet. */
    public int candidate(final long hash)
    {
        return index.candidate(hash);
    }

    /** Touches a candidate's session. @return something to consume, so that the read is not optimised away. */
    public long touch(final int candidate)
    {
        return index.touch(candidate);
    }

    /** As {@link #lookup(long, Tuple)}, at what {@link #candidate} found first. */
    public int lookup(final long hash, final Tuple tuple, final int candidate)
    {
        return index.isFound(candidate, tuple) ? candidate : index.find(hash, tuple);
    }

    /** @return the reference, session and direction, of the live session that the tuple belongs to, or none. */
    public int lookup(final long hash, final Tuple tuple)
    {
        return index.find(hash, tuple);
    }

    /** @return a session for the caller to fill and then {@link #insert} or {@link #abandon}, or none. */
    public int claim()
    {
        int session = free.pop();
        if (NO_SESSION == session)
        {
            session = raise();
        }
        if (NO_SESSION != session)
        {
            reset(address(session));
        }
        return session;
    }

    /**
     * Publishes a filled session.
     *
     * @return false when either of its tuples is another session's, or is about to be; the session is the caller's
     *         still, to change and insert again or to abandon
     */
    public boolean insert(final int session)
    {
        final long address = address(session);
        final int word = SessionLife.withWide(UnsafeApi.getInt(address + LIFE_OFFSET), SessionTuples.isWide(address));
        UnsafeApi.putIntRelease(null, address + LIFE_OFFSET, SessionLife.with(word, SessionLife.INSERTING));
        if (!index(session))
        {
            UnsafeApi.putIntRelease(null, address + LIFE_OFFSET, SessionLife.with(word, SessionLife.CLAIMED));
            return false;
        }
        UnsafeApi.getAndAddInt(null, header + SessionMemory.SIZE_OFFSET, 1);
        // pairs with SessionTuples.isLive
        UnsafeApi.putIntRelease(null, address + LIFE_OFFSET, SessionLife.with(word, SessionLife.LIVE));
        arrived.push(session);
        return true;
    }

    /** Gives back a claimed session that was not inserted. */
    public void abandon(final int session)
    {
        final long life = address(session) + LIFE_OFFSET;
        UnsafeApi.putIntRelease(null, life, SessionLife.with(UnsafeApi.getInt(life), SessionLife.FREE));
        free.push(session);
    }

    /** Ends a session at once: no look-up finds it any more. Any thread. @return whether it was alive. */
    public boolean remove(final int session)
    {
        return remove(session, false);
    }

    /**
     * Ends a session at once, for one who needs now what it holds: the caller gives that back itself, before it claims
     * anything else, and the listener sees a settled session. Any thread. @return whether it was alive.
     */
    public boolean settle(final int session)
    {
        return remove(session, true);
    }

    /**
     * Removes the sessions that leave by a port in either direction or count for it. Called by the control thread, when
     * no worker begins new ones there any more. @return how many.
     */
    public int removeByPort(final int port)
    {
        final SessionDescriptor descriptor = descriptor();
        final int end = highWaterMark();
        int removed = 0;
        for (int session = 0; session < end; session++)
        {
            descriptor.wrap(session);
            final boolean isOfPort = port == descriptor.egressPort(Direction.ORIGINAL) ||
                port == descriptor.egressPort(Direction.REPLY) || port == descriptor.ownerPort();
            if (descriptor.isLive() && isOfPort && remove(session))
            {
                removed++;
            }
        }
        return removed;
    }

    /** Shows every live session; one that ends meanwhile may still be shown. Called by any thread. */
    public void forEach(final Consumer<SessionDescriptor> consumer)
    {
        final SessionDescriptor descriptor = descriptor();
        final int end = highWaterMark();
        for (int session = 0; session < end; session++)
        {
            if (descriptor.wrap(session).isLive())
            {
                consumer.accept(descriptor);
            }
        }
    }

    /** @return one more than the highest session that was ever claimed. */
    public int highWaterMark()
    {
        return memory.highWaterMark();
    }

    /**
     * Backs more sessions by memory when those that are backed are nearly used up; else the table is full there. Called
     * by the conductor in every duty cycle. @return false when the file's file system has no space.
     */
    public boolean ensureRoom()
    {
        return memory.ensureRoom();
    }

    /** @return a new flyweight over this table's sessions, for one thread. */
    public SessionDescriptor descriptor()
    {
        return new SessionDescriptor(sessions, capacity);
    }

    @Override
    public void close()
    {
        index.close();
        memory.close();
    }

    /** Ends a session without telling the ager. @return whether it was alive. */
    boolean end(final int session)
    {
        return end(session, false);
    }

    private boolean remove(final int session, final boolean isSettled)
    {
        final boolean isRemoved = end(session, isSettled);
        if (isRemoved)
        {
            dead.push(session);
        }
        return isRemoved;
    }

    private boolean end(final int session, final boolean isSettled)
    {
        final long address = address(session);
        int word;
        do
        {
            word = UnsafeApi.getIntVolatile(null, address + LIFE_OFFSET);
            if (SessionLife.LIVE != SessionLife.life(word))
            {
                return false;
            }
        }
        while (!UnsafeApi.compareAndSetInt(null, address + LIFE_OFFSET, word, SessionLife.dead(word, isSettled)));
        unindex(session, Direction.ORIGINAL);
        unindex(session, Direction.REPLY);
        UnsafeApi.getAndAddInt(null, header + SessionMemory.SIZE_OFFSET, -1);
        return true;
    }

    /** @return a constant of {@link SessionLife}. */
    int life(final int session)
    {
        return SessionLife.life(UnsafeApi.getIntVolatile(null, address(session) + LIFE_OFFSET));
    }

    /** Called by the ager for a session that is not live, so nobody else changes its life. */
    void life(final int session, final int life)
    {
        final long address = address(session) + LIFE_OFFSET;
        UnsafeApi.putIntRelease(null, address, SessionLife.with(UnsafeApi.getInt(address), life));
    }

    /** @return sessions whose bytes may be claimed. */
    SessionStack free()
    {
        return free;
    }

    /** @return sessions that the ager does not know yet. */
    SessionStack arrived()
    {
        return arrived;
    }

    /** @return sessions that were removed and whose listener does not know yet. */
    SessionStack dead()
    {
        return dead;
    }

    SessionIndex index()
    {
        return index;
    }

    long address(final int session)
    {
        if (UnsafeBuffer.SHOULD_BOUNDS_CHECK && (session < 0 || session >= capacity))
        {
            throw new IndexOutOfBoundsException("session: " + session + ", capacity: " + capacity);
        }
        return sessions + (long) session * SESSION_BYTES;
    }

    private int raise()
    {
        final long highWater = header + SessionMemory.HIGH_WATER_OFFSET;
        int session;
        do
        {
            session = UnsafeApi.getIntVolatile(null, highWater);
            if (session >= memory.room())
            {
                return NO_SESSION;
            }
        }
        while (!UnsafeApi.compareAndSetInt(null, highWater, session, session + 1));
        return session;
    }

    private static void reset(final long session)
    {
        final int word = SessionLife.nextGeneration(UnsafeApi.getInt(session + LIFE_OFFSET));
        for (int offset = REALM_OFFSET; offset < MAPPING_OFFSET; offset += Integer.BYTES)
        {
            UnsafeApi.putInt(session + offset, LIFE_OFFSET == offset ? word : 0);
        }
        UnsafeApi.putInt(session + MAPPING_OFFSET, NO_SESSION); // no mapping
        for (int offset = BYTES_OFFSET; offset < LINK_OFFSET; offset += Long.BYTES)
        {
            UnsafeApi.putLong(session + offset, 0);
        }
    }

    private boolean index(final int session)
    {
        if (!index(session, Direction.ORIGINAL))
        {
            return false;
        }
        if (!index(session, Direction.REPLY))
        {
            unindex(session, Direction.ORIGINAL);
            return false;
        }
        return true;
    }

    private boolean index(final int session, final int direction)
    {
        return index.insert(SessionTuples.hash(address(session), direction, seed), reference(session, direction));
    }

    private void unindex(final int session, final int direction)
    {
        index.remove(SessionTuples.hash(address(session), direction, seed), reference(session, direction));
    }

    /** Indexes what is live, frees the rest, the lowest on top. @return how many are live. */
    private int restore()
    {
        final int end = highWaterMark();
        for (int session = end - 1; session >= 0; session--)
        {
            if (SessionLife.LIVE != life(session) || !isRestored(session))
            {
                abandon(session);
            }
        }
        return size();
    }

    private boolean isRestored(final int session)
    {
        life(session, SessionLife.CLAIMED);
        return insert(session);
    }
}
