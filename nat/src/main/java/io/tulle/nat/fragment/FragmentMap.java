package io.tulle.nat.fragment;

import java.util.BitSet;

/**
 * Knows which bytes of a packet have come, in units of 8 bytes, and where fragments begin. Used by one worker; it never
 * grows, so it never allocates.
 * <pre>
 *   fragments   | 0 ....... 1479 | 1480 ... 2959 |        | 4440 . 4500 |
 *   received      111111111111111  1111111111111            1111111
 *   begins        1                1                        1
 * </pre>
 */
final class FragmentMap
{
    private static final int UNIT_SHIFT = 3;
    private static final int MAX_UNITS = 1 << 16 >>> UNIT_SHIFT;
    private static final int NONE = -1;

    private final BitSet received = new BitSet(MAX_UNITS);
    private final BitSet begins = new BitSet(MAX_UNITS);

    void clear()
    {
        received.clear();
        begins.clear();
    }

    void add(final int offset, final int length)
    {
        received.set(first(offset), end(offset, length));
        begins.set(first(offset));
    }

    boolean isFree(final int offset, final int length)
    {
        final int next = received.nextSetBit(first(offset));
        return NONE == next || next >= end(offset, length);
    }

    /** @return whether there was a fragment from the same byte to the same unit of 8 bytes. */
    boolean isDuplicate(final int offset, final int length)
    {
        final int first = first(offset);
        final int end = end(offset, length);
        final int nextBegin = begins.nextSetBit(first + 1);
        return begins.get(first) && received.nextClearBit(first) >= end && (NONE == nextBegin || nextBegin >= end) &&
            (!received.get(end) || begins.get(end));
    }

    private static int first(final int offset)
    {
        return offset >>> UNIT_SHIFT;
    }

    private static int end(final int offset, final int length)
    {
        return offset + length + (1 << UNIT_SHIFT) - 1 >>> UNIT_SHIFT;
    }
}
