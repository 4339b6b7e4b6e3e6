package io.tulle.daemon.router;

import io.tulle.nat.conntrack.SessionDescriptor;
import io.tulle.nat.conntrack.SessionListener;

/** Tells the mappings of sessions that end, and after them whoever watches. Called by the conductor. */
public final class SessionListeners implements SessionListener
{
    private final SessionListener mappings;
    private volatile SessionListener watcher = (session) -> { };

    SessionListeners(final SessionListener mappings)
    {
        this.mappings = mappings;
    }

    /** Called once, by the composition root. */
    public void watcher(final SessionListener newWatcher)
    {
        watcher = newWatcher;
    }

    @Override
    public void onBegin(final SessionDescriptor session)
    {
        watcher.onBegin(session);
    }

    @Override
    public void onEnd(final SessionDescriptor session)
    {
        mappings.onEnd(session);
        watcher.onEnd(session);
    }
}
