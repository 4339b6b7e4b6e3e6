package io.tulle.dataplane;

/**
 * Tells a worker which of its ports have frames, at a cost by ready ports and not by ports. Called by the worker,
 * except {@link #wakeUp()}, which any thread may call.
 */
public interface ReadySet extends AutoCloseable
{
    void add(Port port);

    void remove(Port port);

    /**
     * Looks which ports are ready.
     *
     * @param timeoutMs how long to wait for the first one; 0 only looks
     * @return how many are ready
     */
    int poll(int timeoutMs);

    /** @return the index of one of the ports that the last {@link #poll} found, for i from 0 to its count. */
    int ready(int i);

    /** Ends a {@link #poll} that waits. */
    void wakeUp();

    @Override
    void close();
}
