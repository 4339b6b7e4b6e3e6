package io.tulle.nat.conntrack;

import static io.tulle.nat.conntrack.SessionLayout.BYTES_MASK;
import static io.tulle.nat.conntrack.SessionLayout.BYTES_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.CARRY_SHIFT;
import static io.tulle.nat.conntrack.SessionLayout.DESTINATION_HIGH_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.DESTINATION_LOW_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.EGRESS_PORT_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.LAST_SEEN_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.LIFE_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.MAPPING_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.OWNER_PORT_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.PACKETS_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.PORTS_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.PROTOCOL_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.REALM_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.SESSION_BYTES;
import static io.tulle.nat.conntrack.SessionLayout.SOURCE_HIGH_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.SOURCE_LOW_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.STATE_OFFSET;

import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads and writes what is known of a session; the bytes are in {@link SessionLayout}. Belongs to one thread, but the
 * session does not: tuples, ports and mapping are written before it is inserted and stay; the state is the TCP state
 * machine's; counters may lose a packet when two workers count the same direction at once.
 */
public final class SessionDescriptor
{
    private final long sessions;
    private final int capacity;
    private int session = SessionTable.NO_SESSION;
    private long address;

    SessionDescriptor(final long sessions, final int capacity)
    {
        this.sessions = sessions;
        this.capacity = capacity;
        address = sessions;
    }

    public SessionDescriptor wrap(final int newSession)
    {
        if (UnsafeBuffer.SHOULD_BOUNDS_CHECK && (newSession < 0 || newSession >= capacity))
        {
            throw new IndexOutOfBoundsException("session: " + newSession + ", capacity: " + capacity);
        }
        session = newSession;
        address = sessions + (long) newSession * SESSION_BYTES;
        return this;
    }

    /** @return the session that was wrapped last. */
    public int session()
    {
        return session;
    }

    /** @return whether look-ups find it at this moment. */
    public boolean isLive()
    {
        return SessionLife.LIVE == SessionLife.life(UnsafeApi.getIntAcquire(null, address + LIFE_OFFSET));
    }

    /** @return whether whoever ended it gave back what it held: nobody else may. */
    public boolean isSettled()
    {
        return SessionLife.isSettled(UnsafeApi.getIntAcquire(null, address + LIFE_OFFSET));
    }

    /** @return what packets of this direction look like when they come in. */
    public Tuple tuple(final int direction, final Tuple into)
    {
        return into
            .source(sourceHigh(direction), sourceLow(direction), sourcePort(direction))
            .destination(destinationHigh(direction), destinationLow(direction), destinationPort(direction))
            .realm(realm(direction))
            .protocol(protocol());
    }

    /**
     * Called before the session is inserted, for both directions.
     *
     * @param ingressPort the switch port that packets of the direction come in by, and so the one by which those of the
     *                    other direction leave
     */
    public SessionDescriptor tuple(final int direction, final Tuple tuple, final int ingressPort)
    {
        final int offset = direction << 4;
        UnsafeApi.putLong(address + SOURCE_LOW_OFFSET + offset, tuple.sourceLow());
        UnsafeApi.putLong(address + DESTINATION_LOW_OFFSET + offset, tuple.destinationLow());
        UnsafeApi.putLong(address + SOURCE_HIGH_OFFSET + offset, tuple.sourceHigh());
        UnsafeApi.putLong(address + DESTINATION_HIGH_OFFSET + offset, tuple.destinationHigh());
        UnsafeApi.putInt(address + PORTS_OFFSET + (direction << 2), tuple.ports());
        UnsafeApi.putShort(address + REALM_OFFSET + (direction << 1), (short) tuple.realm());
        UnsafeApi.putByte(address + PROTOCOL_OFFSET, (byte) tuple.protocol());
        putShort(EGRESS_PORT_OFFSET + (Direction.opposite(direction) << 1), ingressPort);
        return this;
    }

    public long sourceHigh(final int direction)
    {
        return UnsafeApi.getLong(address + SOURCE_HIGH_OFFSET + (direction << 4));
    }

    public long sourceLow(final int direction)
    {
        return UnsafeApi.getLong(address + SOURCE_LOW_OFFSET + (direction << 4));
    }

    public long destinationHigh(final int direction)
    {
        return UnsafeApi.getLong(address + DESTINATION_HIGH_OFFSET + (direction << 4));
    }

    public long destinationLow(final int direction)
    {
        return UnsafeApi.getLong(address + DESTINATION_LOW_OFFSET + (direction << 4));
    }

    public int sourcePort(final int direction)
    {
        return UnsafeApi.getInt(address + PORTS_OFFSET + (direction << 2)) >>> 16;
    }

    public int destinationPort(final int direction)
    {
        return UnsafeApi.getInt(address + PORTS_OFFSET + (direction << 2)) & 0xFFFF;
    }

    /** @return the address space that packets of this direction come in from. */
    public int realm(final int direction)
    {
        return getShort(REALM_OFFSET + (direction << 1));
    }

    /** @return the switch port that packets of this direction leave by. */
    public int egressPort(final int direction)
    {
        return getShort(EGRESS_PORT_OFFSET + (direction << 1));
    }

    public int protocol()
    {
        return Byte.toUnsignedInt(UnsafeApi.getByte(address + PROTOCOL_OFFSET));
    }

    /** @return a constant of {@link SessionState}. */
    public int state()
    {
        return UnsafeApi.getByte(address + STATE_OFFSET);
    }

    public SessionDescriptor state(final int state)
    {
        UnsafeApi.putByte(address + STATE_OFFSET, (byte) state);
        return this;
    }

    /** @return the mapping that it uses, or none. */
    public int mapping()
    {
        return UnsafeApi.getInt(address + MAPPING_OFFSET);
    }

    public SessionDescriptor mapping(final int mapping)
    {
        UnsafeApi.putInt(address + MAPPING_OFFSET, mapping);
        return this;
    }

    /** @return the switch port of the endpoint that the session counts for. */
    public int ownerPort()
    {
        return getShort(OWNER_PORT_OFFSET);
    }

    public SessionDescriptor ownerPort(final int port)
    {
        putShort(OWNER_PORT_OFFSET, port);
        return this;
    }

    /** Counts a packet, and keeps the session alive. */
    public void seen(final int direction, final int nowS, final int lengthBytes)
    {
        if (nowS != lastSeenS()) // the first line stays clean for the worker of the other direction
        {
            UnsafeApi.putInt(address + LAST_SEEN_OFFSET, nowS);
        }
        final int packets = UnsafeApi.getInt(address + PACKETS_OFFSET + (direction << 2)) + 1;
        UnsafeApi.putInt(address + PACKETS_OFFSET + (direction << 2), packets);
        final long bytes = UnsafeApi.getLong(address + BYTES_OFFSET + (direction << 3)) + lengthBytes;
        UnsafeApi.putLong(address + BYTES_OFFSET + (direction << 3), 0 == packets ? bytes + BYTES_MASK + 1 : bytes);
    }

    /** @return when a packet was seen last, in seconds of the monotonic clock. */
    public int lastSeenS()
    {
        return UnsafeApi.getInt(address + LAST_SEEN_OFFSET);
    }

    SessionDescriptor lastSeenS(final int timeS)
    {
        UnsafeApi.putInt(address + LAST_SEEN_OFFSET, timeS);
        return this;
    }

    /** @return how many packets were seen; the counter has 40 bits. */
    public long packets(final int direction)
    {
        final long carry = UnsafeApi.getLong(address + BYTES_OFFSET + (direction << 3)) >>> CARRY_SHIFT;
        return carry << 32 | Integer.toUnsignedLong(UnsafeApi.getInt(address + PACKETS_OFFSET + (direction << 2)));
    }

    /** @return how many bytes were seen; the counter has 56 bits. */
    public long bytes(final int direction)
    {
        return UnsafeApi.getLong(address + BYTES_OFFSET + (direction << 3)) & BYTES_MASK;
    }

    private int getShort(final int offset)
    {
        return Short.toUnsignedInt(UnsafeApi.getShort(address + offset));
    }

    private void putShort(final int offset, final int value)
    {
        UnsafeApi.putShort(address + offset, (short) value);
    }
}
