package io.tulle.dns;

import io.tulle.dns.message.DnsQuery;
import io.tulle.dns.message.DomainName;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;

/**
 * What makes two questions the same: name whatever its case, type, the bits DO and CD, and the servers to ask.
 *
 * @param name         on the wire, lower case
 * @param flags        1 for DO, 2 for CD
 * @param forwardingId of {@link Forwarding}
 * @param hash         of all of these
 */
public record QuestionKey(byte[] name, int type, int flags, int forwardingId, long hash)
{
    /** The hash that a worker makes without the key itself. */
    public static long hash(final DnsQuery query, final int forwardingId)
    {
        return hash(query.nameHash(), query.type(), flags(query), forwardingId);
    }

    private static long hash(final long nameHash, final int type, final int flags, final int forwardingId)
    {
        return (nameHash ^ type * 0x9E37_79B9_7F4A_7C15L) + (flags + 4L * forwardingId) * 0xBF58_476D_1CE4_E5B9L;
    }

    /** The key itself, for who keeps it. Called by the resolver's thread. */
    public static QuestionKey of(final DnsQuery query, final int forwardingId)
    {
        final byte[] name = new byte[query.nameLength()];
        query.buffer().getBytes(query.nameOffset(), name);
        for (int i = 0; i < name.length; i++)
        {
            // length octets are below every letter
            name[i] |= (byte) ('A' <= name[i] && name[i] <= 'Z' ? 'a' - 'A' : 0);
        }
        return new QuestionKey(name, query.type(), flags(query), forwardingId, hash(query, forwardingId));
    }

    /** The same question for the name above this one, or null when that is the root. */
    public QuestionKey parent()
    {
        final byte[] above = Arrays.copyOfRange(name, name[0] + 1, name.length);
        final long nameHash = DomainName.hash(new UnsafeBuffer(above), 0, above.length);
        return above.length <= 1 ? null :
            new QuestionKey(above, type, flags, forwardingId, hash(nameHash, type, flags, forwardingId));
    }

    /** The same question for records of another type. */
    public QuestionKey ofType(final int changed)
    {
        final long nameHash = DomainName.hash(new UnsafeBuffer(name), 0, name.length);
        return new QuestionKey(name, changed, flags, forwardingId, hash(nameHash, changed, flags, forwardingId));
    }

    public static int flags(final DnsQuery query)
    {
        return (query.isDnssecOk() ? 1 : 0) | (query.isCheckingDisabled() ? 2 : 0);
    }

    @Override
    public boolean equals(final Object other)
    {
        return other instanceof final QuestionKey that && hash == that.hash && type == that.type &&
            flags == that.flags && forwardingId == that.forwardingId && Arrays.equals(name, that.name);
    }

    @Override
    public int hashCode()
    {
        return Long.hashCode(hash);
    }
}
