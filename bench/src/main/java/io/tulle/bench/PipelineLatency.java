package io.tulle.bench;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import io.tulle.dataplane.PollWorker;
import org.HdrHistogram.Histogram;

/**
 * Shows how long a frame takes through the pipeline, as percentiles: one duty cycle with one burst is timed from
 * before the receiving to after the sending, so every frame of the burst waits as long as the last one. Ports are in
 * memory, so no device and no scheduling of the kernel's is in it. Run by {@code bench/jmh}.
 */
public final class PipelineLatency
{
    private static final int CONTAINERS = 1_000;
    private static final int FRAME_BYTES = 64;
    private static final int WARM_UP_CYCLES = 500_000;
    private static final long HIGHEST_NS = 1_000_000_000L;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};

    private PipelineLatency()
    {
    }

    /** @param arguments how many duty cycles to time; 5,000,000 when none is given */
    public static void main(final String[] arguments)
    {
        final int cycles = 0 == arguments.length ? 5_000_000 : Integer.parseInt(arguments[0]);
        System.out.println("| burst | p50 ns | p90 | p99 | p99.9 | p99.99 | max | bytes allocated |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (final int destinations : new int[]{1, PollWorker.RECEIVE_LIMIT})
        {
            measure(destinations, cycles);
        }
        System.out.println();
        System.out.println("Timer overhead included: " + timerNs() + " ns at the median. " + cycles +
            " duty cycles each.");
    }

    private static void measure(final int destinations, final int cycles)
    {
        final Histogram histogram = new Histogram(HIGHEST_NS, 3);
        try (MemorySwitch network = new MemorySwitch(CONTAINERS, 1, destinations, FRAME_BYTES))
        {
            time(network.worker(), WARM_UP_CYCLES, histogram);
            histogram.reset();
            final long allocatedBytes = THREADS.getCurrentThreadAllocatedBytes();
            time(network.worker(), cycles, histogram);
            print(destinations, histogram, THREADS.getCurrentThreadAllocatedBytes() - allocatedBytes);
            network.checkAllSent();
        }
    }

    private static void time(final PollWorker worker, final int cycles, final Histogram histogram)
    {
        for (int i = 0; i < cycles; i++)
        {
            final long startNs = System.nanoTime();
            worker.doWork();
            histogram.recordValue(Math.min(HIGHEST_NS, System.nanoTime() - startNs));
        }
    }

    private static long timerNs()
    {
        final Histogram histogram = new Histogram(HIGHEST_NS, 3);
        for (int i = 0; i < WARM_UP_CYCLES; i++)
        {
            final long startNs = System.nanoTime();
            histogram.recordValue(Math.min(HIGHEST_NS, System.nanoTime() - startNs));
        }
        return histogram.getValueAtPercentile(50);
    }

    private static void print(final int destinations, final Histogram histogram, final long allocatedBytes)
    {
        final StringBuilder row = new StringBuilder("| " + PollWorker.RECEIVE_LIMIT + " frames to " + destinations +
            (1 == destinations ? " port" : " ports"));
        for (final double percentile : PERCENTILES)
        {
            row.append(" | ").append(histogram.getValueAtPercentile(percentile));
        }
        System.out.println(row.append(" | ").append(allocatedBytes).append(" |"));
    }
}
