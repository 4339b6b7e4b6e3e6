package io.tulle.dataplane.capture;

/**
 * One running capture: what it keeps, and a queue from each worker. Made by the thread that reads the frames; the
 * session must be off every worker's sink before it is closed, since closing frees the rings.
 */
public final class CaptureSession implements AutoCloseable
{
    /** Eight milliseconds of a full 16 Gbit/s stream. */
    public static final int DEFAULT_RING_BYTES = 16 << 20;
    /** The ring takes messages of an eighth of its length: the smallest power of two that takes a 64 KiB frame. */
    public static final int MIN_RING_BYTES = 1 << 20;

    private final CaptureSettings settings;
    private final CaptureQueue[] queues;
    private volatile PortSelection selection;

    public CaptureSession(final CaptureSettings settings, final PortSelection selection, final int workers)
    {
        this(settings, selection, workers, DEFAULT_RING_BYTES);
    }

    /** @param ringBytes of each worker's ring: a power of two, {@link #MIN_RING_BYTES} or more. */
    public CaptureSession(final CaptureSettings settings, final PortSelection selection, final int workers,
        final int ringBytes)
    {
        if (ringBytes < MIN_RING_BYTES)
        {
            throw new IllegalArgumentException(
                "ring of " + ringBytes + " bytes does not take a whole frame; give at least " + MIN_RING_BYTES);
        }
        this.settings = settings;
        this.selection = selection;
        queues = new CaptureQueue[workers];
        for (int worker = 0; worker < workers; worker++)
        {
            queues[worker] = new CaptureQueue(this, ringBytes, selection.maxPorts());
        }
    }

    public CaptureSettings settings()
    {
        return settings;
    }

    /** @return the queue to put on that worker's sink. */
    public CaptureQueue queue(final int worker)
    {
        return queues[worker];
    }

    public int workers()
    {
        return queues.length;
    }

    public PortSelection selection()
    {
        return selection;
    }

    /** Looks at other ports from now on, because ports have come or gone. Called by any thread. */
    public void select(final PortSelection selection)
    {
        this.selection = selection;
    }

    /** @return how many frames went into the rings. */
    public long captured()
    {
        long sum = 0;
        for (final CaptureQueue queue : queues)
        {
            sum += queue.captured();
        }
        return sum;
    }

    /** @return how many frames were wanted but found the ring full, because the reader was slow. */
    public long lost()
    {
        long sum = 0;
        for (final CaptureQueue queue : queues)
        {
            sum += queue.lost();
        }
        return sum;
    }

    /** @return how many frames of that port were lost. */
    public long lost(final int port)
    {
        long sum = 0;
        for (final CaptureQueue queue : queues)
        {
            sum += queue.lost(port);
        }
        return sum;
    }

    /** Frees the rings. */
    @Override
    public void close()
    {
        for (final CaptureQueue queue : queues)
        {
            queue.free();
        }
    }
}
