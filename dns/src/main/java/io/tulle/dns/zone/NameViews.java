package io.tulle.dns.zone;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Finds the view of a switch port. One for all workers: the control thread publishes, workers read without a lock.
 * <p>
 * A port that was given up may be another container's a moment later, while questions and answers of the one before are
 * still on their way between threads. So each use of a port has a number, its lease, which goes with them.
 */
public final class NameViews
{
    private final AtomicReferenceArray<NameView> views;
    private final AtomicIntegerArray leases;

    public NameViews(final int maxPorts)
    {
        views = new AtomicReferenceArray<>(maxPorts);
        leases = new AtomicIntegerArray(maxPorts);
    }

    /** Called by the control thread; replaces what was known. */
    public void put(final NameView view)
    {
        final int port = view.port();
        if (null == views.getPlain(port))
        {
            // not before: the workers are done with the container before, so none gives its frames the new lease
            leases.setRelease(port, leases.getPlain(port) + 1); // pairs with acquire in lease
        }
        views.setRelease(port, view); // pairs with acquire in get
    }

    public void remove(final int port)
    {
        views.setRelease(port, null);
    }

    /** @return the view, or null when nobody may ask by that port. */
    public NameView get(final int port)
    {
        return views.getAcquire(port);
    }

    /**
     * To be read after the view that it is to fit.
     *
     * @return another number for each container that has had the port
     */
    public int lease(final int port)
    {
        return leases.getAcquire(port);
    }

    public int capacity()
    {
        return views.length();
    }
}
