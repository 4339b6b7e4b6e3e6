package io.tulle.dataplane;

/**
 * Remembers the few ports that had frames lately. Asking the ready set first costs a lone frame a system call, so while
 * no more than {@value #CAPACITY} ports are busy, the worker reads them straight away, and asks for others only now and
 * then. With more busy ports than that, one question for all of them is cheaper, and nothing is remembered for a while.
 * Used by the worker.
 */
final class HotPorts
{
    static final int CAPACITY = 4;
    /** An idle read takes about 290 ns: a port that wakes up waits for some 10 us at most. */
    static final int ASK_EVERY = 8;
    /** As long as an adaptive worker spins: afterwards it waits in the ready set anyway. */
    static final long MEMORY_NS = AdaptiveIdleStrategy.MAX_SPIN_NS;

    private final int[] ports = new int[CAPACITY];
    private final long[] lastFrameNs = new long[CAPACITY];
    private int size;
    private int cycle;
    private boolean isCrowded;
    private long crowdedSinceNs;

    int size()
    {
        return size;
    }

    int port(final int i)
    {
        return ports[i];
    }

    /** @return whether the ready set is to be asked in this duty cycle. */
    boolean isTimeToAsk()
    {
        return 0 == size || 0 == (++cycle & ASK_EVERY - 1);
    }

    /** Notes that the i-th hot port had frames. */
    void touch(final int i, final long nowNs)
    {
        lastFrameNs[i] = nowNs;
    }

    /** Notes that a port that the ready set told had frames. */
    void add(final int port, final long nowNs)
    {
        for (int i = 0; i < size; i++)
        {
            if (port == ports[i])
            {
                lastFrameNs[i] = nowNs;
                return;
            }
        }
        if (isCrowded && nowNs - crowdedSinceNs < MEMORY_NS)
        {
            return;
        }
        isCrowded = CAPACITY == size;
        if (isCrowded)
        {
            crowdedSinceNs = nowNs;
            size = 0;
        }
        else
        {
            ports[size] = port;
            lastFrameNs[size++] = nowNs;
        }
    }

    /** Forgets ports that had no frames for a while. */
    void expire(final long nowNs)
    {
        for (int i = size - 1; i >= 0; i--)
        {
            if (nowNs - lastFrameNs[i] > MEMORY_NS)
            {
                size--;
                ports[i] = ports[size];
                lastFrameNs[i] = lastFrameNs[size];
            }
        }
    }

    void remove(final int port)
    {
        for (int i = size - 1; i >= 0; i--)
        {
            if (port == ports[i])
            {
                size--;
                ports[i] = ports[size];
                lastFrameNs[i] = lastFrameNs[size];
            }
        }
    }
}
