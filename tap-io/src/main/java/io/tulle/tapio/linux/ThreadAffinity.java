package io.tulle.tapio.linux;

import java.util.BitSet;

/** Binds a worker to a processor, so that its caches stay its own. Acts on the calling thread. */
public final class ThreadAffinity
{
    private static final int CALLING_THREAD = 0;
    private static final int MASK_LENGTH = 1024; // bytes: 8,192 processors, the most that Linux is built for

    private ThreadAffinity()
    {
    }

    public static void pin(final int processor)
    {
        final BitSet allowed = allowed();
        if (processor < 0 || processor >= Byte.SIZE * MASK_LENGTH)
        {
            throw failure(processor, Errno.EINVAL, allowed);
        }

        try (OffHeap mask = new OffHeap(MASK_LENGTH))
        {
            mask.buffer().putByte(processor / Byte.SIZE, (byte) (1 << processor % Byte.SIZE));
            if (Linux.libC().sched_setaffinity(CALLING_THREAD, MASK_LENGTH, mask.address()) < 0)
            {
                throw failure(processor, Errno.last(), allowed);
            }
        }
    }

    /** The processors that the calling thread may run on now. */
    public static BitSet allowed()
    {
        try (OffHeap mask = new OffHeap(MASK_LENGTH))
        {
            final int result = Linux.libC().sched_getaffinity(CALLING_THREAD, MASK_LENGTH, mask.address());
            Linux.check(result, "sched_getaffinity", "of this thread");
            final byte[] bits = new byte[MASK_LENGTH];
            mask.buffer().getBytes(0, bits);
            return BitSet.valueOf(bits); // bit order is the kernel's on little-endian machines, which all of ours are
        }
    }

    private static LinuxException failure(final int processor, final int errno, final BitSet allowed)
    {
        return new LinuxException("sched_setaffinity", "to processor " + processor, errno,
            "this thread may use processors " + allowed);
    }
}
