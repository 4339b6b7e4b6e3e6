package io.tulle.nat.conntrack;

import java.nio.file.Path;

/** Sessions off the heap, found from either direction. Skeleton: see the contract. */
public final class SessionTable implements AutoCloseable
{
    /** What look-ups answer when there is none, and {@link #claim} when there is no room. */
    public static final int NO_SESSION = -1;

    private SessionTable()
    {
    }

    /** In anonymous memory. */
    public static SessionTable inMemory(final int capacity)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** In a mapped file; sessions of an earlier run with the same layout and capacity are there again. */
    public static SessionTable open(final Path file, final int capacity)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    public static int session(final int reference)
    {
        return reference >>> 1;
    }

    public static int direction(final int reference)
    {
        return reference & 1;
    }

    public static int reference(final int session, final int direction)
    {
        return session << 1 | direction;
    }

    public int capacity()
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** @return how many sessions there are. */
    public int size()
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** @return the hash that {@link #prefetch} and {@link #lookup} take. */
    public long hash(final Tuple tuple)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Touches what a look-up will read. @return something to consume, so that the read is not optimised away. */
    public long prefetch(final long hash)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** @return the reference, session and direction, of the live session that the tuple belongs to, or none. */
    public int lookup(final long hash, final Tuple tuple)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** @return a session for the caller to fill and then {@link #insert} or {@link #abandon}, or none. */
    public int claim()
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Publishes a filled session. @return false when either of its tuples is another session's. */
    public boolean insert(final int session)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Gives back a claimed session that was not inserted. */
    public void abandon(final int session)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Ends a session at once: no look-up finds it any more. Any thread. @return whether it was alive. */
    public boolean remove(final int session)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** @return one more than the highest session that was ever claimed. */
    public int highWaterMark()
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** @return a new flyweight over this table's sessions, for one thread. */
    public SessionDescriptor descriptor()
    {
        throw new UnsupportedOperationException("skeleton");
    }

    @Override
    public void close()
    {
        throw new UnsupportedOperationException("skeleton");
    }
}
