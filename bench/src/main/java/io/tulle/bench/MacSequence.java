package io.tulle.bench;

import java.util.Random;

/** Makes the MAC addresses that benchmarks use: distinct, locally administered, in an order nobody can guess. */
final class MacSequence
{
    private static final long DOCKER_PREFIX = 0x0242_0000_0000L;
    private static final long FIRST_ADDRESS = 0x0A1E_0000L; // 10.30.0.0: a container's MAC ends in its IPv4 address

    private MacSequence()
    {
    }

    /** @return the MAC address of the n-th container. */
    static long mac(final int n)
    {
        return DOCKER_PREFIX | FIRST_ADDRESS + n;
    }

    /** @return that many addresses from the given container's on, shuffled alike in every run. */
    static long[] shuffled(final int first, final int count)
    {
        final long[] macs = new long[count];
        final Random random = new Random(count);
        for (int i = 0; i < count; i++)
        {
            final int other = random.nextInt(i + 1);
            macs[i] = macs[other];
            macs[other] = mac(first + i);
        }
        return macs;
    }
}
