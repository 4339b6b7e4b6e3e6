package io.tulle.nat.conntrack;

import static io.tulle.nat.conntrack.SessionLayout.SESSION_BYTES;
import static io.tulle.nat.conntrack.SessionTable.NO_SESSION;

import org.agrona.UnsafeApi;

/**
 * A stack of sessions that nobody locks (Treiber), linked by an int in each. Called by any thread.
 * <pre>
 *   head:  63      32 31        0
 *         +----------+-----------+
 *         | tag      | session   |   the tag changes whenever the head does, so a head that was gone meanwhile
 *         +----------+-----------+   and has come back with another link is not mistaken (ABA)
 * </pre>
 */
final class SessionStack
{
    private static final long TAG = 1L << 32;
    private static final long SESSION_MASK = TAG - 1;

    private final long head;
    private final long links;

    /**
     * @param head  the address of the head
     * @param links the address of the first session's link
     */
    SessionStack(final long head, final long links)
    {
        this.head = head;
        this.links = links;
        UnsafeApi.putLongVolatile(null, head, SESSION_MASK);
    }

    void push(final int session)
    {
        pushAll(session, session);
    }

    /** Pushes sessions that are linked already. */
    void pushAll(final int first, final int last)
    {
        long present;
        do
        {
            present = UnsafeApi.getLongVolatile(null, head);
            link(last, (int) present);
        }
        while (!UnsafeApi.compareAndSetLong(null, head, present, replaced(present, first)));
    }

    int pop()
    {
        long present;
        int session;
        do
        {
            present = UnsafeApi.getLongVolatile(null, head);
            session = (int) present;
            if (NO_SESSION == session)
            {
                return NO_SESSION;
            }
        }
        while (!UnsafeApi.compareAndSetLong(null, head, present, replaced(present, link(session))));
        return session;
    }

    /** @return the first of all sessions, linked; or none. */
    int takeAll()
    {
        long present;
        do
        {
            present = UnsafeApi.getLongVolatile(null, head);
        }
        while (NO_SESSION != (int) present &&
            !UnsafeApi.compareAndSetLong(null, head, present, replaced(present, NO_SESSION)));
        return (int) present;
    }

    /** @return the session after that one, or none. */
    int link(final int session)
    {
        return UnsafeApi.getIntOpaque(null, links + (long) session * SESSION_BYTES);
    }

    void link(final int session, final int next)
    {
        UnsafeApi.putIntOpaque(null, links + (long) session * SESSION_BYTES, next);
    }

    private static long replaced(final long present, final int session)
    {
        return (present & ~SESSION_MASK) + TAG | session & SESSION_MASK;
    }
}
