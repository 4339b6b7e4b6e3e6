package io.tulle.dns;

/** Wakes a worker that waits: an event descriptor, which the daemon has. */
public interface Wakeup
{
    /** For the worker's ready set. */
    int descriptor();

    /** Makes the descriptor readable. Called by the resolver's thread. */
    void signal();

    /** Makes it unreadable again. Called by the worker, before it looks into the ring. */
    void clear();
}
