package io.tulle.dataplane;

/**
 * Carries up to 64 frames to one stage or port, in order. Written by the stage before it, emptied by the stage that
 * owns it; both run on the same worker.
 */
public final class Burst
{
    /** The most frames that are on their way through a pipeline at once. */
    public static final int CAPACITY = 64;

    private final int[] frames = new int[CAPACITY];
    private int size;

    public void add(final int frame)
    {
        frames[size++] = frame;
    }

    public int frame(final int index)
    {
        return frames[index];
    }

    public int size()
    {
        return size;
    }

    public boolean isEmpty()
    {
        return 0 == size;
    }

    public void clear()
    {
        size = 0;
    }
}
