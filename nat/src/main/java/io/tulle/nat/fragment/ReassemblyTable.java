package io.tulle.nat.fragment;

import java.util.concurrent.TimeUnit;

import io.tulle.dataplane.OffHeapMemory;

/**
 * Holds the packets of one worker that wait for fragments, shared out so that a flood hurts only who sends it. Used by
 * that worker.
 *
 * <p>Three rules say which packet makes room: the oldest of the same sender, when that has its eight; else the oldest
 * of the same port, when that has half of all, as an uplink may get by forged senders; else, when no room is left, the
 * oldest of the port that has the most. The memory is touched only as deep as it is used, and a packet waits for 30 s,
 * as in Linux.
 */
final class ReassemblyTable implements AutoCloseable
{
    static final int CAPACITY = 64;
    static final int MAX_OF_SENDER = 8;
    static final int MAX_OF_PORT = CAPACITY / 2;
    static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);

    private final OffHeapMemory memory = new OffHeapMemory(CAPACITY * Reassembly.BYTES, false);
    private final Reassembly[] reassemblies = new Reassembly[CAPACITY];
    private int openCount;
    private int sweepIndex;
    private long opened;
    private long evicted;
    private long timedOut;

    ReassemblyTable()
    {
        for (int i = 0; i < CAPACITY; i++)
        {
            reassemblies[i] = new Reassembly(memory.buffer(), i * Reassembly.BYTES);
        }
    }

    /** @return the packet that has the key, begun now if it is new. */
    Reassembly get(final FragmentKey key, final long nowNs)
    {
        for (final Reassembly reassembly : reassemblies)
        {
            if (reassembly.isOpen() && reassembly.key().matches(key) && !expire(reassembly, nowNs))
            {
                return reassembly;
            }
        }
        return open(key, nowNs);
    }

    void close(final Reassembly reassembly)
    {
        reassembly.close();
        openCount--;
    }

    /** Looks at one packet, another each time, whether it waited too long: called once a burst. */
    void sweep(final long nowNs)
    {
        if (openCount > 0)
        {
            sweepIndex = (sweepIndex + 1) % CAPACITY;
            expire(reassemblies[sweepIndex], nowNs);
        }
    }

    int openCount()
    {
        return openCount;
    }

    long evicted()
    {
        return evicted;
    }

    long timedOut()
    {
        return timedOut;
    }

    @Override
    public void close()
    {
        memory.close();
    }

    private Reassembly open(final FragmentKey key, final long nowNs)
    {
        for (final Reassembly reassembly : reassemblies)
        {
            expire(reassembly, nowNs);
        }
        final Reassembly reassembly = makeRoom(key);
        reassembly.open(key, nowNs, opened++);
        openCount++;
        return reassembly;
    }

    private boolean expire(final Reassembly reassembly, final long nowNs)
    {
        final boolean isExpired = reassembly.isOpen() && nowNs - reassembly.openedNs() >= TIMEOUT_NS;
        if (isExpired)
        {
            close(reassembly);
            timedOut++;
        }
        return isExpired;
    }

    private Reassembly makeRoom(final FragmentKey key)
    {
        int ofSender = 0;
        int ofPort = 0;
        Reassembly free = null;
        Reassembly oldestOfSender = null;
        for (final Reassembly reassembly : reassemblies)
        {
            if (!reassembly.isOpen())
            {
                free = reassembly;
                continue;
            }
            ofPort += key.port() == reassembly.key().port() ? 1 : 0;
            if (reassembly.key().isOfSender(key))
            {
                ofSender++;
                oldestOfSender = older(oldestOfSender, reassembly);
            }
        }
        if (MAX_OF_SENDER == ofSender)
        {
            return evict(oldestOfSender);
        }
        if (MAX_OF_PORT == ofPort)
        {
            return evict(oldestOfPort(key.port()));
        }
        return null == free ? evict(oldestOfPort(fullestPort())) : free;
    }

    private Reassembly evict(final Reassembly reassembly)
    {
        close(reassembly);
        evicted++;
        return reassembly;
    }

    private Reassembly oldestOfPort(final int port)
    {
        Reassembly oldest = null;
        for (final Reassembly reassembly : reassemblies)
        {
            oldest = reassembly.isOpen() && port == reassembly.key().port() ? older(oldest, reassembly) : oldest;
        }
        return oldest;
    }

    /** Asked only when there is no room at all, and then 4,096 comparisons are a few microseconds. */
    private int fullestPort()
    {
        int fullest = 0;
        int most = 0;
        for (final Reassembly candidate : reassemblies)
        {
            int count = 0;
            for (final Reassembly reassembly : reassemblies)
            {
                count += candidate.key().port() == reassembly.key().port() ? 1 : 0;
            }
            if (count > most)
            {
                most = count;
                fullest = candidate.key().port();
            }
        }
        return fullest;
    }

    private static Reassembly older(final Reassembly one, final Reassembly other)
    {
        return null == one || other.number() < one.number() ? other : one;
    }
}
