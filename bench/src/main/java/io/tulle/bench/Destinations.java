package io.tulle.bench;

import java.util.Random;

import io.tulle.dataplane.PollWorker;

/** Chooses whom a container's frames go to: others at random, alike in every run. */
final class Destinations
{
    /** How many bursts a port receives before it begins anew. */
    private static final int BURSTS = 8;

    private Destinations()
    {
    }

    /** @return the destination of every frame of some bursts, {@code aBurst} different ones in each. */
    static int[] of(final int source, final int containers, final int aBurst)
    {
        final Random random = new Random(source);
        final int run = PollWorker.RECEIVE_LIMIT / aBurst;
        final int[] destinations = new int[BURSTS * PollWorker.RECEIVE_LIMIT];
        for (int i = 0; i < destinations.length; i++)
        {
            destinations[i] = 0 == i % run ? other(source, containers, random) : destinations[i - 1];
        }
        return destinations;
    }

    private static int other(final int source, final int containers, final Random random)
    {
        final int other = 1 + random.nextInt(containers - 1);
        return other < source ? other : other + 1;
    }
}
