package io.tulle.nat.conntrack;

/** Told when a session begins and is over, so that what it held is given back. Called by the conductor. */
public interface SessionListener
{
    /** The session was published a moment ago. */
    default void onBegin(final SessionDescriptor session)
    {
        // most have no use for it
    }

    /** The session is in no look-up any more, and its bytes are not yet used again. */
    void onEnd(SessionDescriptor session);
}
