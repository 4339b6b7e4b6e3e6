package io.tulle.nat.conntrack;

import static io.tulle.nat.conntrack.SessionLayout.DESTINATION_HIGH_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.DESTINATION_LOW_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.LIFE_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.PORTS_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.PROTOCOL_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.REALM_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.SOURCE_HIGH_OFFSET;
import static io.tulle.nat.conntrack.SessionLayout.SOURCE_LOW_OFFSET;

import io.tulle.nat.gateway.InetAddresses;
import org.agrona.UnsafeApi;

/**
 * Compares and hashes the tuples in a session's bytes, whose address each method takes. Called by any thread. An IPv4
 * tuple is compared within the first cache line.
 */
final class SessionTuples
{
    private SessionTuples()
    {
    }

    /** @return whether the session is live and the tuple is its own in that direction, with no reuse meanwhile. */
    static boolean isLive(final long session, final int direction, final Tuple tuple)
    {
        final int word = UnsafeApi.getIntAcquire(null, session + LIFE_OFFSET); // pairs with SessionTable.publish
        if (SessionLife.LIVE != SessionLife.life(word) || !matches(session, direction, tuple, word))
        {
            return false;
        }
        UnsafeApi.loadFence();
        return word == UnsafeApi.getInt(session + LIFE_OFFSET);
    }

    /** @return whether the other session holds the same tuple, be it live or about to be. */
    static boolean isTaken(final long other, final int otherDirection, final long session, final int direction)
    {
        final int word = UnsafeApi.getIntAcquire(null, other + LIFE_OFFSET);
        final int life = SessionLife.life(word);
        return (SessionLife.LIVE == life || SessionLife.INSERTING == life) &&
            isSame(other, otherDirection, session, direction);
    }

    static long hash(final long session, final int direction, final long seed)
    {
        return Tuple.hash(seed, long64(session, SOURCE_HIGH_OFFSET, direction),
            long64(session, SOURCE_LOW_OFFSET, direction), long64(session, DESTINATION_HIGH_OFFSET, direction),
            long64(session, DESTINATION_LOW_OFFSET, direction), ports(session, direction), realm(session, direction),
            protocol(session));
    }

    /** @return whether any of the session's addresses is none of IPv4. */
    static boolean isWide(final long session)
    {
        return !(isIpv4(session, Direction.ORIGINAL) && isIpv4(session, Direction.REPLY));
    }

    private static boolean matches(final long session, final int direction, final Tuple tuple, final int word)
    {
        return tuple.sourceLow() == long64(session, SOURCE_LOW_OFFSET, direction) &&
            tuple.destinationLow() == long64(session, DESTINATION_LOW_OFFSET, direction) &&
            tuple.ports() == ports(session, direction) &&
            tuple.realm() == realm(session, direction) &&
            tuple.protocol() == protocol(session) &&
            (SessionLife.isWide(word) ? matchesHigh(session, direction, tuple) :
            0 == (tuple.sourceHigh() | tuple.destinationHigh()));
    }

    private static boolean matchesHigh(final long session, final int direction, final Tuple tuple)
    {
        return tuple.sourceHigh() == long64(session, SOURCE_HIGH_OFFSET, direction) &&
            tuple.destinationHigh() == long64(session, DESTINATION_HIGH_OFFSET, direction);
    }

    private static boolean isSame(final long a, final int directionA, final long b, final int directionB)
    {
        return ports(a, directionA) == ports(b, directionB) &&
            realm(a, directionA) == realm(b, directionB) &&
            protocol(a) == protocol(b) &&
            isSame(a, directionA, b, directionB, SOURCE_LOW_OFFSET) &&
            isSame(a, directionA, b, directionB, DESTINATION_LOW_OFFSET) &&
            isSame(a, directionA, b, directionB, SOURCE_HIGH_OFFSET) &&
            isSame(a, directionA, b, directionB, DESTINATION_HIGH_OFFSET);
    }

    private static boolean isSame(final long a, final int directionA, final long b, final int directionB,
        final int offset)
    {
        return long64(a, offset, directionA) == long64(b, offset, directionB);
    }

    private static boolean isIpv4(final long session, final int direction)
    {
        return InetAddresses.isIpv4(long64(session, SOURCE_HIGH_OFFSET, direction),
            long64(session, SOURCE_LOW_OFFSET, direction)) &&
            InetAddresses.isIpv4(long64(session, DESTINATION_HIGH_OFFSET, direction),
            long64(session, DESTINATION_LOW_OFFSET, direction));
    }

    private static long long64(final long session, final int offset, final int direction)
    {
        return UnsafeApi.getLong(session + offset + (direction << 4));
    }

    private static int ports(final long session, final int direction)
    {
        return UnsafeApi.getInt(session + PORTS_OFFSET + (direction << 2));
    }

    private static int realm(final long session, final int direction)
    {
        return Short.toUnsignedInt(UnsafeApi.getShort(session + REALM_OFFSET + (direction << 1)));
    }

    private static int protocol(final long session)
    {
        return Byte.toUnsignedInt(UnsafeApi.getByte(session + PROTOCOL_OFFSET));
    }
}
