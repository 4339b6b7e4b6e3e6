package io.tulle.dns.zone;

import static org.agrona.BitUtil.SIZE_OF_INT;

import io.tulle.dns.message.AnswerWriter;
import io.tulle.dns.message.DnsQuery;
import io.tulle.dns.message.DomainName;
import io.tulle.dns.message.RecordType;
import io.tulle.dns.message.ResponseCode;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;

/**
 * Writes the answers about names that never leave the host: the addresses of localhost, else nothing, with an SOA
 * record that lets stubs remember it (RFC 2308 3). Called by workers; one object a thread.
 */
final class SpecialAnswers
{
    private static final UnsafeBuffer IPV4 = new UnsafeBuffer(new byte[]{127, 0, 0, 1});
    private static final UnsafeBuffer IPV6 =
        new UnsafeBuffer(new byte[]{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    private static final UnsafeBuffer POINTER = new UnsafeBuffer(DomainName.encode("localhost"));
    /** As in RFC 6303 3; the record's own, shorter time to live is what counts, since a container may come. */
    private static final UnsafeBuffer AUTHORITY =
        authority("localhost", "nobody.invalid", 1, 3_600, 1_200, 604_800, 10_800);

    private final AnswerWriter writer;
    private final int ttlS;

    SpecialAnswers(final AnswerWriter writer, final int ttlS)
    {
        this.writer = writer;
        this.ttlS = ttlS;
    }

    private static UnsafeBuffer authority(final String server, final String mailbox, final int... numbers)
    {
        final byte[] serverName = DomainName.encode(server);
        final byte[] mailboxName = DomainName.encode(mailbox);
        final ByteBuffer rdata =
            ByteBuffer.allocate(serverName.length + mailboxName.length + numbers.length * SIZE_OF_INT);
        rdata.put(serverName).put(mailboxName);
        for (final int number : numbers)
        {
            rdata.putInt(number);
        }
        return new UnsafeBuffer(rdata.array());
    }

    /**
     * @param kind       of {@link SpecialNames}
     * @param zoneOffset where the zone begins in the question's name
     * @return octets of the answer
     */
    int answer(final int kind, final int zoneOffset, final DnsQuery query, final MutableDirectBuffer buffer,
        final int offset, final int limit)
    {
        writer.begin(query, buffer, offset, limit).authoritative();
        if (!answerRecords(kind, zoneOffset, query))
        {
            final int zoneLength = query.nameOffset() + query.nameLength() - zoneOffset;
            writer.authority(query.buffer(), zoneOffset, zoneLength, RecordType.SOA, ttlS, AUTHORITY, 0,
                AUTHORITY.capacity());
        }
        return writer.end(SpecialNames.ABSENT == kind ? ResponseCode.NXDOMAIN : ResponseCode.NOERROR);
    }

    private boolean answerRecords(final int kind, final int zoneOffset, final DnsQuery query)
    {
        return switch (kind)
        {
            case SpecialNames.LOCALHOST -> isOf(RecordType.A, query) && add(RecordType.A, IPV4) ||
                RecordType.AAAA == query.type() && add(RecordType.AAAA, IPV6);
            case SpecialNames.LOOPBACK_ADDRESS -> isOf(RecordType.PTR, query) && add(RecordType.PTR, POINTER);
            case SpecialNames.EMPTY -> query.nameOffset() == zoneOffset && isOf(RecordType.SOA, query) &&
                add(RecordType.SOA, AUTHORITY);
            default -> false;
        };
    }

    /** ANY gets the first set of records (RFC 8482 4.1). */
    private static boolean isOf(final int type, final DnsQuery query)
    {
        return type == query.type() || RecordType.ANY == query.type();
    }

    private boolean add(final int type, final UnsafeBuffer rdata)
    {
        writer.answer(type, ttlS, rdata, 0, rdata.capacity());
        return true;
    }
}
