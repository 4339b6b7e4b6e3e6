package io.tulle.dns;

import io.tulle.dns.message.DnsQuery;

/**
 * Keeps upstream answers. Written by the resolver's thread alone, read by every worker without a lock: answers are
 * immutable objects in chains that are replaced, never changed. A client has at most an eighth of it, and loses its own
 * oldest answers first, so one that asks for random names spoils its own share only.
 */
public final class AnswerCache
{
    /** What {@link #answer} returns when there is no fresh answer. */
    public static final int MISS = 0;

    public AnswerCache(final int capacity)
    {
        throw new UnsupportedOperationException();
    }

    /** @return the answer, fresh or past its time, or null. Called by any thread. */
    public CachedAnswer find(final DnsQuery query, final int forwardingId)
    {
        throw new UnsupportedOperationException();
    }

    /** @return as above, by key. */
    public CachedAnswer find(final QuestionKey key)
    {
        throw new UnsupportedOperationException();
    }

    /** Takes an answer in, in place of an older one of the same key. Called by the resolver's thread. */
    public void put(final CachedAnswer answer)
    {
        throw new UnsupportedOperationException();
    }

    /** Forgets what is longer past its time than this, in small steps. Called by the resolver's thread. */
    public int expire(final long nowNs, final long staleNs)
    {
        throw new UnsupportedOperationException();
    }

    /** Forgets all. Called by the resolver's thread. @return how many there were */
    public int clear()
    {
        throw new UnsupportedOperationException();
    }

    public int size()
    {
        throw new UnsupportedOperationException();
    }
}
