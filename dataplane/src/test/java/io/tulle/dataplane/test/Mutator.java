package io.tulle.dataplane.test;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages captured bytes, the same way at every run, for tests that parsers survive what containers may send. */
public final class Mutator
{
    private static final byte[] INTERESTING = {0, 1, 2, 4, 6, 0x3F, 0x40, 0x7F, (byte) 0x80, (byte) 0xFE, (byte) 0xFF};
    private static final int MAX_CHANGES = 6;

    private final Random random;
    private final List<byte[]> seeds;

    public Mutator(final long randomSeed, final List<byte[]> seeds)
    {
        this.random = new Random(randomSeed);
        this.seeds = seeds;
    }

    /** A seed with some bytes changed, and in one case of four cut off or prolonged. */
    public byte[] next()
    {
        final byte[] seed = seeds.get(random.nextInt(seeds.size()));
        final byte[] bytes = Arrays.copyOf(seed, length(seed.length));
        for (int i = random.nextInt(MAX_CHANGES); i > 0 && bytes.length > 0; i--)
        {
            // headers stand in front, so most changes go there
            final int index = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(16, bytes.length));
            bytes[index] = random.nextBoolean() ?
                INTERESTING[random.nextInt(INTERESTING.length)] : (byte) random.nextInt();
        }
        return bytes;
    }

    private int length(final int seedLength)
    {
        return switch (random.nextInt(8))
        {
            case 0 -> random.nextInt(seedLength + 1);
            case 1 -> seedLength + random.nextInt(16);
            default -> seedLength;
        };
    }
}
