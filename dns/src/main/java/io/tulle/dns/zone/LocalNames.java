package io.tulle.dns.zone;

import io.tulle.dns.Outcome;
import io.tulle.dns.message.AnswerWriter;
import io.tulle.dns.message.DnsQuery;
import org.agrona.MutableDirectBuffer;

/**
 * Answers what is known without asking anybody: names of containers, and names that never leave the host (RFC 6303,
 * 6761, 6762), unless a domain of the view's forwarding covers those. One object a thread; allocates nothing.
 */
public final class LocalNames
{
    /** What {@link #answer} returns when somebody else must be asked. */
    public static final int NOT_LOCAL = 0;

    public LocalNames(final AnswerWriter writer, final int ttlS)
    {
        throw new UnsupportedOperationException();
    }

    /**
     * @param limit octets that the answer may have
     * @return octets of the answer at the offset, or {@link #NOT_LOCAL} with nothing written
     */
    public int answer(final DnsQuery query, final NameView view, final MutableDirectBuffer buffer, final int offset,
        final int limit)
    {
        throw new UnsupportedOperationException();
    }

    /** How the last question was answered: LOCAL or SPECIAL. */
    public Outcome outcome()
    {
        throw new UnsupportedOperationException();
    }

    /** Where the last answer is from: the network of the zone, or null for the view's own names and special ones. */
    public String zone()
    {
        throw new UnsupportedOperationException();
    }
}
