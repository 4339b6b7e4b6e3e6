package io.tulle.config;

import java.util.List;

/**
 * How many threads move frames, what they do when there are none, and which processors they are tied to.
 *
 * @param count 1 to 64.
 * @param idle  what a worker does without traffic.
 * @param cpus  one processor a worker, or empty: the kernel places them.
 */
public record Workers(int count, Idle idle, List<Integer> cpus)
{
    public static final int MAX_COUNT = 64; // each worker has a queue of every TAP, and a TAP has at most 256
    public static final int MAX_CPU = 8191; // CONFIG_NR_CPUS of the largest distribution kernels is 8192

    /** One processor moves what most hosts need, and an idle Tulle costs next to nothing. */
    public static final Workers DEFAULTS = new Workers(1, Idle.ADAPTIVE, List.of());

    public Workers
    {
        cpus = List.copyOf(cpus);
    }
}
