package io.tulle.dataplane;

import java.util.concurrent.atomic.AtomicBoolean;

import net.openhft.chronicle.core.Memory;
import net.openhft.chronicle.core.OS;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Owns one zeroed block of memory outside the Java heap, on a cache-line boundary, for frames or a table.
 * Made and closed by the conductor; what lies in it is read and written by the owner's rules.
 */
public final class OffHeapMemory implements AutoCloseable
{
    public static final int CACHE_LINE_BYTES = 64;

    private final AtomicBoolean closed = new AtomicBoolean();
    private final Memory memory = OS.memory();
    private final long allocatedBytes;
    private final long allocation;
    private final UnsafeBuffer buffer;

    /**
     * @param lengthBytes how much to allocate; below 2 GiB, so that an int addresses every byte
     * @param zeroed      false when no byte is read before it is written; either way fresh pages cost no resident
     *                    memory before their first use
     */
    public OffHeapMemory(final int lengthBytes, final boolean zeroed)
    {
        allocatedBytes = (long) lengthBytes + CACHE_LINE_BYTES;
        allocation = memory.allocate(allocatedBytes);
        final long aligned = (allocation + CACHE_LINE_BYTES - 1) & -CACHE_LINE_BYTES;
        if (zeroed)
        {
            clear(aligned, lengthBytes);
        }
        buffer = new UnsafeBuffer(aligned, lengthBytes);
    }

    /** Fresh pages are zero already: they are only read, so that they stay untouched until they are used. */
    private static void clear(final long address, final int lengthBytes)
    {
        final int longBytes = lengthBytes & -Long.BYTES;
        for (long at = address; at < address + longBytes; at += Long.BYTES)
        {
            if (0 != UnsafeApi.getLong(at))
            {
                UnsafeApi.putLong(at, 0);
            }
        }
        for (long at = address + longBytes; at < address + lengthBytes; at++)
        {
            UnsafeApi.putByte(at, (byte) 0);
        }
    }

    /** @return the one buffer over the whole block. */
    public UnsafeBuffer buffer()
    {
        return buffer;
    }

    /** Frees the block; nobody may touch its buffer afterwards. A second call does nothing. */
    @Override
    public void close()
    {
        if (closed.compareAndSet(false, true))
        {
            buffer.wrap(0, 0);
            memory.freeMemory(allocation, allocatedBytes);
        }
    }
}
