package io.tulle.nat.gateway;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Finds what the router knows of a port by its index. One for all workers: the control thread publishes immutable
 * entries, workers read them without a lock.
 */
public final class RouterPorts
{
    private final AtomicReferenceArray<RouterPort> ports;

    public RouterPorts(final int maxPorts)
    {
        ports = new AtomicReferenceArray<>(maxPorts);
    }

    /** Called by the control thread, after the workers know the port; replaces what was known. */
    public void put(final RouterPort port)
    {
        ports.setRelease(port.index(), port); // pairs with acquire in get
    }

    /** Called by the control thread, before the workers let go of the port. */
    public void remove(final int index)
    {
        ports.setRelease(index, null);
    }

    /** @return the port, or null when the router has none by that index. */
    public RouterPort get(final int index)
    {
        return ports.getAcquire(index);
    }

    /** @return one more than the highest index that there can be. */
    public int capacity()
    {
        return ports.length();
    }
}
