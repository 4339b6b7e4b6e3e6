package io.tulle.dns.zone;

import io.tulle.dns.message.DnsQuery;
import io.tulle.dns.message.DomainName;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Collection;

/**
 * Tells whether a name is at or below one of some domains, without making a string of it. Immutable; made by the
 * control thread, read by workers.
 */
public final class DomainSet
{
    private final UnsafeBuffer[] domains;

    private DomainSet(final UnsafeBuffer[] domains)
    {
        this.domains = domains;
    }

    /** @param domains as text; the root is left out, since every name is below it */
    public static DomainSet of(final Collection<String> domains)
    {
        return new DomainSet(domains.stream()
            .filter((domain) -> !domain.isEmpty() && !".".equals(domain))
            .map((domain) -> new UnsafeBuffer(DomainName.encode(domain)))
            .toArray(UnsafeBuffer[]::new));
    }

    /** @return whether one of the domains is the question's name or above it. */
    public boolean covers(final DnsQuery query)
    {
        for (final UnsafeBuffer domain : domains)
        {
            if (isAtOrBelow(query, domain))
            {
                return true;
            }
        }
        return false;
    }

    private static boolean isAtOrBelow(final DnsQuery query, final UnsafeBuffer domain)
    {
        final int length = domain.capacity();
        final int start = query.nameOffset() + query.nameLength() - length;
        return start >= query.nameOffset() &&
            DomainName.isEqual(query.buffer(), start, domain, 0, length) && isLabel(query, start);
    }

    /** What looks like a length may be an octet inside a label. */
    private static boolean isLabel(final DnsQuery query, final int start)
    {
        final DirectBuffer buffer = query.buffer();
        int label = query.nameOffset();
        while (label < start)
        {
            label += 1 + buffer.getByte(label);
        }
        return label == start;
    }
}
