package io.tulle.tapio.linux;

import java.nio.ByteBuffer;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Memory that a system call may read and write, zeroed, freed on close. One thread at a time.
 * Closing in a try block also keeps the memory reachable until the call is over, which a raw address does not.
 */
public final class OffHeap implements AutoCloseable
{
    private final ByteBuffer memory;
    private final UnsafeBuffer buffer;
    private boolean isClosed;

    public OffHeap(final int lengthBytes)
    {
        memory = ByteBuffer.allocateDirect(lengthBytes); // aligned as malloc does, enough for any structure
        buffer = new UnsafeBuffer(memory);
    }

    /** An error after close: what was freed may be somebody else's by then. */
    public UnsafeBuffer buffer()
    {
        if (isClosed)
        {
            throw new IllegalStateException("this memory was freed; its owner is closed");
        }

        return buffer;
    }

    public long address()
    {
        return buffer().addressOffset();
    }

    public int lengthBytes()
    {
        return buffer().capacity();
    }

    @Override
    public void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            BufferUtil.free(memory);
        }
    }
}
