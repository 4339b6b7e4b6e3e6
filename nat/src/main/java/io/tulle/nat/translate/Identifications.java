package io.tulle.nat.translate;

import java.util.concurrent.ThreadLocalRandom;

import io.tulle.dataplane.wire.InternetChecksum;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.nat.conntrack.FrameBytes;

/**
 * Gives a packet that leaves in fragments, and with another source address than its sender's, an identification that no
 * other packet to its destination has had for long: two containers behind one address may choose the same one, and then
 * their fragments would be put together (RFC 6864 5.3.1, RFC 7857 10). A packet that leaves whole keeps its own, which
 * nobody needs, and by which tools know their probes. One a worker, used by that worker.
 *
 * <p>Destinations share counters by a hash with a secret, so that nobody can count what goes elsewhere.
 */
final class Identifications
{
    private static final int IDENTIFICATION_OFFSET = 4;
    private static final int COUNTERS = 1_024;
    private static final int HASH_SHIFT = Integer.SIZE - Integer.numberOfTrailingZeros(COUNTERS);
    private static final int MIX = 0x9E37_79B9; // 2^32 divided by the golden ratio

    private final short[] counters = new short[COUNTERS];
    private final int secret = ThreadLocalRandom.current().nextInt();

    Identifications()
    {
        for (int i = 0; i < COUNTERS; i++)
        {
            counters[i] = (short) ThreadLocalRandom.current().nextInt();
        }
    }

    /** Renews the identification of an IPv4 packet that was translated already, and its header checksum. */
    void renew(final FrameBytes bytes, final int networkOffset)
    {
        final int destination = bytes.getInt(networkOffset + Ipv4Header.DESTINATION_OFFSET);
        final int counter = ((destination ^ secret) * MIX) >>> HASH_SHIFT;
        final int identification = counters[counter]++ & 0xFFFF;
        final int field = networkOffset + IDENTIFICATION_OFFSET;
        final int delta = InternetChecksum.delta16(bytes.getShort(field), identification);
        bytes.putShort(field, identification);
        HeaderRewrite.updateHeaderChecksum(bytes, networkOffset, delta);
    }
}
