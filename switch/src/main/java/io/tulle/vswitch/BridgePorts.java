package io.tulle.vswitch;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Finds what the switch knows of a port by its index. One for all workers: the conductor publishes immutable entries,
 * workers read them without a lock.
 */
public final class BridgePorts
{
    private final AtomicReferenceArray<BridgePort> ports;

    public BridgePorts(final int maxPorts)
    {
        ports = new AtomicReferenceArray<>(maxPorts);
    }

    /** Called by the conductor, after the workers know the port. */
    public void put(final BridgePort port)
    {
        ports.setRelease(port.index(), port); // pairs with acquire in get
    }

    /** Called by the conductor, before the workers let go of the port. */
    public void remove(final int index)
    {
        ports.setRelease(index, null);
    }

    /** @return the port, or null when it belongs to no network. */
    public BridgePort get(final int index)
    {
        return ports.getAcquire(index);
    }
}
