package io.tulle.dns.zone;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tulle.dns.message.DnsQuery;
import io.tulle.dns.message.DomainName;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Recognises names that never leave the host. An ordinary name costs a walk over its labels and a few looks at the last
 * one's length. Called by workers; one object a thread, which holds the last find.
 * <p>
 * Not among them: home.arpa, since a host's own resolver is often the home's, which knows it (RFC 8375 4); example.com
 * and the like, which are ordinary (RFC 6761 6.5).
 */
final class SpecialNames
{
    /** An ordinary name. */
    static final int NONE = 0;
    /** There is no such name. */
    static final int ABSENT = 1;
    /** There may be names below, but there is nothing at this one. */
    static final int EMPTY = 2;
    /** It is localhost or below. */
    static final int LOCALHOST = 3;
    /** It is the reverse name of a loopback address. */
    static final int LOOPBACK_ADDRESS = 4;

    /** Labels of in-addr.arpa and ip6.arpa. */
    static final int REVERSE_LABELS = 2;
    private static final int TOP_LABELS = 1;
    private static final int MAX_LABELS = DomainName.MAX_LENGTH / 2;

    private static final UnsafeBuffer ARPA = name("\4arpa\0");
    private static final UnsafeBuffer IN_ADDR = name("\7in-addr\4arpa\0");
    private static final UnsafeBuffer IP6 = name("\3ip6\4arpa\0");
    private static final UnsafeBuffer RESOLVER = name("\10resolver\4arpa\0");
    private static final UnsafeBuffer LOCAL_HOST = name("\11localhost\0");
    private static final UnsafeBuffer[] ABSENT_DOMAINS =
    {
        name("\5local\0"), // RFC 6762 22.1: by multicast only
        name("\4test\0"), // RFC 6761 6.2
        name("\7invalid\0"), // RFC 6761 6.4
        name("\5onion\0"), // RFC 7686 2
        name("\3alt\0"), // RFC 9476 2
    };

    private final ReverseZones reverseZones = new ReverseZones();
    private final int[] starts = new int[MAX_LABELS];
    private int labels;
    private int zoneLabels;

    private static UnsafeBuffer name(final String wire)
    {
        return new UnsafeBuffer(wire.getBytes(US_ASCII));
    }

    /** @return the kind of the question's name. */
    int find(final DnsQuery query)
    {
        final DirectBuffer buffer = query.buffer();
        final int end = query.nameOffset() + query.nameLength();
        walk(buffer, query.nameOffset(), end);
        if (0 == labels)
        {
            return NONE;
        }
        zoneLabels = TOP_LABELS;
        if (endsWith(buffer, end, LOCAL_HOST, TOP_LABELS))
        {
            return LOCALHOST;
        }
        for (final UnsafeBuffer domain : ABSENT_DOMAINS)
        {
            if (endsWith(buffer, end, domain, TOP_LABELS))
            {
                return ABSENT;
            }
        }
        return endsWith(buffer, end, ARPA, TOP_LABELS) ? findBelowArpa(buffer, end) : NONE;
    }

    private void walk(final DirectBuffer buffer, final int nameOffset, final int end)
    {
        labels = 0;
        for (int start = nameOffset; start < end - 1; start += 1 + buffer.getByte(start))
        {
            starts[labels++] = start;
        }
    }

    private boolean endsWith(final DirectBuffer buffer, final int end, final UnsafeBuffer domain,
        final int domainLabels)
    {
        final int start = starts[labels - domainLabels];
        return end - start == domain.capacity() && DomainName.isEqual(buffer, start, domain, 0, domain.capacity());
    }

    private int findBelowArpa(final DirectBuffer buffer, final int end)
    {
        if (labels < REVERSE_LABELS)
        {
            return NONE;
        }
        if (endsWith(buffer, end, RESOLVER, REVERSE_LABELS))
        {
            zoneLabels = REVERSE_LABELS;
            return ABSENT; // RFC 9462: what it says is about the resolver that is asked, so another's answer is wrong
        }
        final int kind = endsWith(buffer, end, IN_ADDR, REVERSE_LABELS) ?
            reverseZones.findIpv4(buffer, starts, labels) :
            endsWith(buffer, end, IP6, REVERSE_LABELS) ? reverseZones.findIpv6(buffer, starts, labels) : NONE;
        zoneLabels = reverseZones.zoneLabels();
        return kind;
    }

    /** @return where the zone that the last find lies in begins, inside the question's name. */
    int zoneOffset()
    {
        return starts[labels - zoneLabels];
    }
}
