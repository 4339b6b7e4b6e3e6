package io.tulle.nat.mapping;

/** Six longs to look up in a {@link CountedTable}: a mutable scratch of one thread. */
final class CountedKey
{
    static final int LONGS = 6;

    private static final long MIX = 0x9E37_79B9_7F4A_7C15L; // 2^64 divided by the golden ratio
    private static final long FINISH = 0xBF58_476D_1CE4_E5B9L; // of SplitMix64

    private final long[] parts = new long[LONGS];

    CountedKey set(final long first, final long second, final long third, final long fourth, final long fifth,
        final long sixth)
    {
        parts[0] = first;
        parts[1] = second;
        parts[2] = third;
        parts[3] = fourth;
        parts[4] = fifth;
        parts[5] = sixth;
        return this;
    }

    long part(final int index)
    {
        return parts[index];
    }

    /** @param seed a secret, so that nobody outside can aim at a bucket */
    long hash(final long seed)
    {
        long hash = seed;
        for (final long part : parts)
        {
            hash = mix(hash ^ part * MIX);
        }
        return hash;
    }

    static long mix(final long bits)
    {
        final long half = (bits ^ bits >>> 30) * FINISH;
        return (half ^ half >>> 27) * MIX ^ half >>> 31;
    }
}
