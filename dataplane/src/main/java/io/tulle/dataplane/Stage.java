package io.tulle.dataplane;

/**
 * One step on a frame's way: empties its input burst, and gives each frame to exactly one output, or drops it with a
 * reason. Called by the worker that owns it; it never blocks and never allocates.
 */
public interface Stage
{
    /** @return how many frames were taken from the input. */
    int process();

    /** @return the burst that this stage empties. */
    Burst input();

    /** @return the bursts that this stage adds to; the pipeline refuses one that leads backwards. */
    Burst[] outputs();

    /** @return the name that counters carry: the class name without its suffix. */
    default String name()
    {
        return getClass().getSimpleName().replaceFirst("Stage$", "");
    }
}
