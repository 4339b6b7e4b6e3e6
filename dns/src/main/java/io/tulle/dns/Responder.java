package io.tulle.dns;

import io.tulle.dns.message.DnsQuery;
import io.tulle.dns.zone.NameView;
import org.agrona.MutableDirectBuffer;

/**
 * Answers a question at once if it can: refuses what is malformed, then looks among local names, then in the cache. The
 * same for UDP in a worker, and for TCP and explanations elsewhere. One object a thread; allocates nothing.
 */
public final class Responder
{
    /** What {@link #respond} returns for bytes that get no answer. */
    public static final int UNANSWERABLE = -1;
    /** What {@link #respond} returns when the resolver must be asked. */
    public static final int UNKNOWN = 0;

    public Responder(final DnsSettings settings, final AnswerCache cache)
    {
        throw new UnsupportedOperationException();
    }

    /**
     * Answers the message that lies at the offset, over itself.
     *
     * @param length of the question's message
     * @param limit  octets that the answer may have; 0 for what the question offers by UDP
     * @return octets of the answer, {@link #UNKNOWN} or {@link #UNANSWERABLE}
     */
    public int respond(final MutableDirectBuffer buffer, final int offset, final int length, final NameView view,
        final int limit, final long nowNs)
    {
        throw new UnsupportedOperationException();
    }

    /** @return the question of the last call, as far as it was read. */
    public DnsQuery query()
    {
        throw new UnsupportedOperationException();
    }

    /** How the last question was answered. */
    public Outcome outcome()
    {
        throw new UnsupportedOperationException();
    }

    /** @return the response code of the last answer. */
    public int responseCode()
    {
        throw new UnsupportedOperationException();
    }

    /** @return whether the answer from the cache is in its last tenth, and nobody was told yet: the caller tells. */
    public boolean isRefreshDue()
    {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes a kept answer, with times to live that are what is left of them, or as given for one past its time.
     *
     * @param staleTtlS     what every record says, or -1 for what is left
     * @param extendedError {@link io.tulle.dns.message.ExtendedError}
     * @return octets of the answer
     */
    public int write(final CachedAnswer answer, final DnsQuery query, final MutableDirectBuffer buffer,
        final int offset, final int limit, final long nowNs, final int staleTtlS, final int extendedError)
    {
        throw new UnsupportedOperationException();
    }

    /** Writes a refusal: an answer without records. @return its octets */
    public int refuse(final DnsQuery query, final MutableDirectBuffer buffer, final int offset, final int limit,
        final int responseCode, final int extendedError)
    {
        throw new UnsupportedOperationException();
    }

    /** @return where the last local answer is from: a network, or null. */
    public String zone()
    {
        throw new UnsupportedOperationException();
    }
}
