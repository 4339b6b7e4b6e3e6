package io.tulle.dataplane.wire;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Proves a header or payload unharmed: the one's complement sum of RFC 1071, and its update of RFC 1624 when a few
 * bytes change. Called by the worker.
 *
 * <p>A <em>sum</em> is folded to 16 bits and not yet complemented, so sums of adjoining even-length ranges add:
 * {@code complement(pseudoHeader(...) + sum(...))}. The loop reads little-endian longs, as the byte order of the words
 * does not matter until the end (RFC 1071 2.B), and adds them as two 32-bit halves, which a 64-bit accumulator takes
 * for 16 GiB before it could overflow.
 *
 * <p>A <em>delta</em> is what a change adds to the sum, so it can be stored once per session and applied to each
 * packet. The field has three kinds of content, and each its method:
 * <ul>
 *   <li>a complete checksum: {@link #apply};</li>
 *   <li>a complete UDP checksum, where 0 says that there is none and stays, and a result of 0 is sent as 0xFFFF:
 *       {@link #applyUdp};</li>
 *   <li>with NEEDS_CSUM the bare pseudo-header sum, which changes with addresses but not with ports:
 *       {@link #applyPartial}.</li>
 * </ul>
 */
public final class InternetChecksum
{
    private static final int MASK = 0xFFFF;
    private static final long LOW_HALF = 0xFFFF_FFFFL;
    private static final int UNROLLED = 32;

    private InternetChecksum()
    {
    }

    /** The checksum field's value for a range in which that field is zero; 0 for an intact range that includes it. */
    public static int checksum(final UnsafeBuffer buffer, final int offset, final int length)
    {
        return complement(sum(buffer, offset, length));
    }

    /** The one's complement sum of the range's big-endian words; an odd last byte counts as if a zero followed it. */
    public static int sum(final UnsafeBuffer buffer, final int offset, final int length)
    {
        final int end = offset + length;
        final int unrolledEnd = offset + (length & -UNROLLED);
        long even = 0;
        long odd = 0;
        int index = offset;
        for (; index < unrolledEnd; index += UNROLLED)
        {
            final long a = buffer.getLong(index, LITTLE_ENDIAN);
            final long b = buffer.getLong(index + 8, LITTLE_ENDIAN);
            final long c = buffer.getLong(index + 16, LITTLE_ENDIAN);
            final long d = buffer.getLong(index + 24, LITTLE_ENDIAN);
            even += (a & LOW_HALF) + (b & LOW_HALF) + (c & LOW_HALF) + (d & LOW_HALF);
            odd += (a >>> 32) + (b >>> 32) + (c >>> 32) + (d >>> 32);
        }
        for (; end - index >= Long.BYTES; index += Long.BYTES)
        {
            final long word = buffer.getLong(index, LITTLE_ENDIAN);
            even += word & LOW_HALF;
            odd += word >>> 32;
        }
        return swap(fold(even + odd + tail(buffer, index, end)));
    }

    /** RFC 793 3.1 for IPv4: what TCP and UDP sum before their header. */
    public static int pseudoHeader(final int source, final int destination, final int protocol, final int length)
    {
        return fold((source & LOW_HALF) + (destination & LOW_HALF) + protocol + length);
    }

    /** RFC 8200 8.1: what TCP, UDP and ICMPv6 sum before their header. */
    public static int pseudoHeader(
        final long sourceHigh,
        final long sourceLow,
        final long destinationHigh,
        final long destinationLow,
        final int protocol,
        final int length)
    {
        return fold(halves(sourceHigh) + halves(sourceLow) + halves(destinationHigh) + halves(destinationLow) +
            protocol + length);
    }

    /** The checksum field's value for a sum of sums. */
    public static int complement(final int sum)
    {
        return ~fold(sum & LOW_HALF) & MASK;
    }

    /** As {@link #complement}, but RFC 768: a computed 0 is sent as all ones, since 0 says "none". */
    public static int complementUdp(final int sum)
    {
        final int checksum = complement(sum);
        return 0 == checksum ? MASK : checksum;
    }

    /** RFC 1624 eqn. 3, the part that does not depend on the packet: ~m + m'. */
    public static int delta16(final int oldValue, final int newValue)
    {
        return fold((~oldValue & MASK) + (long) (newValue & MASK));
    }

    /** For an IPv4 address, or two adjoining 16-bit fields that begin at an even offset. */
    public static int delta32(final int oldValue, final int newValue)
    {
        return fold((~oldValue & LOW_HALF) + (newValue & LOW_HALF));
    }

    /** For an IPv6 address. */
    public static int delta128(final long oldHigh, final long oldLow, final long newHigh, final long newLow)
    {
        return fold(halves(~oldHigh) + halves(~oldLow) + halves(newHigh) + halves(newLow));
    }

    /** The delta of both changes together. */
    public static int plus(final int delta, final int otherDelta)
    {
        return fold((long) delta + otherDelta);
    }

    /** RFC 1624 eqn. 3: HC' = ~(~HC + ~m + m'), which unlike eqn. 2 never makes 0xFFFF out of a sum that is not 0. */
    public static int apply(final int checksum, final int delta)
    {
        return ~fold((~checksum & MASK) + (long) delta) & MASK;
    }

    /** For a UDP checksum field, whatever the family. */
    public static int applyUdp(final int checksum, final int delta)
    {
        if (UdpHeader.NO_CHECKSUM == checksum)
        {
            return UdpHeader.NO_CHECKSUM;
        }
        final int updated = apply(checksum, delta);
        return 0 == updated ? MASK : updated;
    }

    /** For the field of a NEEDS_CSUM frame; only addresses, protocol and length are in that sum. */
    public static int applyPartial(final int sum, final int delta)
    {
        return fold((long) sum + delta);
    }

    public static int update16(final int checksum, final int oldValue, final int newValue)
    {
        return apply(checksum, delta16(oldValue, newValue));
    }

    public static int update32(final int checksum, final int oldValue, final int newValue)
    {
        return apply(checksum, delta32(oldValue, newValue));
    }

    public static int update128(
        final int checksum, final long oldHigh, final long oldLow, final long newHigh, final long newLow)
    {
        return apply(checksum, delta128(oldHigh, oldLow, newHigh, newLow));
    }

    /** To 16 bits by end-around carry; takes any sum that is not negative. */
    private static int fold(final long sum)
    {
        final long once = (sum & LOW_HALF) + (sum >>> 32);
        final long twice = (once & MASK) + (once >>> 16);
        final int thrice = (int) ((twice & MASK) + (twice >>> 16));
        return (thrice & MASK) + (thrice >>> 16);
    }

    private static long halves(final long word)
    {
        return (word & LOW_HALF) + (word >>> 32);
    }

    private static long tail(final UnsafeBuffer buffer, final int offset, final int end)
    {
        int index = offset;
        long sum = 0;
        if (end - index >= Integer.BYTES)
        {
            sum += buffer.getInt(index, LITTLE_ENDIAN) & LOW_HALF;
            index += Integer.BYTES;
        }
        if (end - index >= Short.BYTES)
        {
            sum += buffer.getShort(index, LITTLE_ENDIAN) & MASK;
            index += Short.BYTES;
        }
        if (end > index)
        {
            sum += buffer.getByte(index) & 0xFF;
        }
        return sum;
    }

    private static int swap(final int word)
    {
        return (word & 0xFF) << 8 | word >>> 8;
    }
}
