package io.tulle.dns.zone;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** Finds the view of a switch port. One for all workers: the control thread publishes, workers read without a lock. */
public final class NameViews
{
    private final AtomicReferenceArray<NameView> views;

    public NameViews(final int maxPorts)
    {
        views = new AtomicReferenceArray<>(maxPorts);
    }

    /** Called by the control thread; replaces what was known. */
    public void put(final NameView view)
    {
        views.setRelease(view.port(), view); // pairs with acquire in get
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

    public int capacity()
    {
        return views.length();
    }
}
