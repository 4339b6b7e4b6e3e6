package io.tulle.nat.conntrack;

import static io.tulle.nat.conntrack.SessionLayout.SESSION_BYTES;

import io.tulle.dataplane.OffHeapMemory;
import org.agrona.UnsafeApi;

/**
 * The bytes of a session table: a header, the two directories of numbers, and the sessions. Sessions below the room are
 * backed by real memory; the room grows ahead of the high-water mark.
 * <pre>
 *   0        4 KiB              132 KiB             260 KiB
 *   +--------+------------------+-------------------+---------------------------------------+
 *   | header | directory: ports | directory: realms | sessions of 128 bytes                 |
 *   +--------+------------------+-------------------+---------------------------------------+
 *   header:
 *   0           8        12         16       32      128          256    384    512    640    768    896
 *   +-----------+--------+----------+--------+ ... --+------------+------+------+------+------+------+
 *   | magic     | layout | capacity | boot id|       | high-water | room | free | new  | dead | size |
 *   +-----------+--------+----------+--------+ ... --+------------+------+------+------+------+------+
 * </pre>
 * What is after the boot id is a word on two cache lines of its own, since processors fetch lines in pairs.
 */
abstract class SessionMemory implements AutoCloseable
{
    /** So that everything has less than 2 GiB. */
    static final int MAX_CAPACITY = 1 << 23;

    static final int MAGIC_OFFSET = 0;
    static final int LAYOUT_OFFSET = 8;
    static final int CAPACITY_OFFSET = 12;
    static final int BOOT_ID_OFFSET = 16;
    static final int HIGH_WATER_OFFSET = 128;
    static final int ROOM_OFFSET = 256;
    static final int FREE_OFFSET = 384;
    static final int NEW_OFFSET = 512;
    static final int DEAD_OFFSET = 640;
    static final int SIZE_OFFSET = 768;

    static final int PORTS_OFFSET = 4096;
    static final int REALMS_OFFSET = PORTS_OFFSET + Directory.SIZE_BYTES;
    static final int SESSIONS_OFFSET = REALMS_OFFSET + Directory.SIZE_BYTES;

    private final long header;
    private final int capacity;

    SessionMemory(final long header, final int capacity)
    {
        this.header = header;
        this.capacity = capacity;
    }

    static int lengthBytes(final int capacity)
    {
        if (capacity < 1 || capacity > MAX_CAPACITY)
        {
            throw new IllegalArgumentException("sessions: " + capacity + " is not within 1 and " + MAX_CAPACITY);
        }
        return SESSIONS_OFFSET + capacity * SESSION_BYTES;
    }

    final int capacity()
    {
        return capacity;
    }

    final long header()
    {
        return header;
    }

    /** @return the address of the first session. */
    final long sessions()
    {
        return header + SESSIONS_OFFSET;
    }

    /** @return how many sessions are backed by memory. */
    final int room()
    {
        return UnsafeApi.getIntAcquire(null, header + ROOM_OFFSET);
    }

    final int highWaterMark()
    {
        return UnsafeApi.getIntVolatile(null, header + HIGH_WATER_OFFSET);
    }

    /** Grows the room when little is left. Called by the conductor. @return false when memory cannot be had. */
    abstract boolean ensureRoom();

    @Override
    public abstract void close();

    /** All the room at once, and no memory of an earlier run. */
    static SessionMemory anonymous(final int capacity)
    {
        final OffHeapMemory memory = new OffHeapMemory(lengthBytes(capacity), false);
        final long address = memory.buffer().addressOffset();
        ZeroedMemory.clear(address, memory.buffer().capacity());
        UnsafeApi.putInt(address + ROOM_OFFSET, capacity);
        return new SessionMemory(address, capacity)
        {
            @Override
            boolean ensureRoom()
            {
                return true;
            }

            @Override
            public void close()
            {
                memory.close();
            }
        };
    }
}
