package io.tulle.dns;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.tulle.dns.message.AnswerWriter;
import io.tulle.dns.message.DnsQuery;
import io.tulle.dns.message.ExtendedError;
import org.agrona.MutableDirectBuffer;

/**
 * Writes a kept answer behind the asker's own header and question, with times to live that count down. Used by a
 * responder, on its thread; allocates nothing.
 */
final class CachedAnswerWriter
{
    /** For the time to live: what is left of each. */
    static final int WHAT_IS_LEFT = -1;

    private static final long NANOS_A_SECOND = 1_000_000_000L;
    private static final int AUTHENTIC_DATA_OFFSET = 3;
    private static final int AUTHENTIC_DATA = 0x20;

    private final AnswerWriter writer;

    CachedAnswerWriter(final AnswerWriter writer)
    {
        this.writer = writer;
    }

    /** @return octets of the answer: without records, and with TC, if they are too many */
    int write(final CachedAnswer answer, final DnsQuery query, final MutableDirectBuffer buffer, final int offset,
        final int limit, final long nowNs, final int staleTtlS, final int extendedError)
    {
        final boolean isAuthenticated = answer.authenticated() && wantsAuthenticity(query);
        writer.begin(query, buffer, offset, limit);
        if (isAuthenticated)
        {
            writer.authenticated();
        }
        if (ExtendedError.NONE != extendedError)
        {
            writer.extendedError(extendedError);
        }
        if (writer.records(answer.records(), answer.counts()))
        {
            final long ageS = (nowNs - answer.storedNs()) / NANOS_A_SECOND;
            patchTimes(buffer, offset + query.questionEnd(), answer.ttlOffsets(), ageS, staleTtlS);
        }
        return writer.end(answer.responseCode());
    }

    /** RFC 6840 5.7: a question says so by either bit. */
    private static boolean wantsAuthenticity(final DnsQuery query)
    {
        return query.isDnssecOk() ||
            0 != (query.buffer().getByte(query.offset() + AUTHENTIC_DATA_OFFSET) & AUTHENTIC_DATA);
    }

    private static void patchTimes(final MutableDirectBuffer buffer, final int recordsOffset, final int[] ttlOffsets,
        final long ageS, final int staleTtlS)
    {
        for (final int ttlOffset : ttlOffsets)
        {
            final int at = recordsOffset + ttlOffset;
            // RFC 2181 8: one with the top bit set is zero
            final long left = Math.max(0, buffer.getInt(at, BIG_ENDIAN) - ageS);
            buffer.putInt(at, WHAT_IS_LEFT == staleTtlS ? (int) left : staleTtlS, BIG_ENDIAN);
        }
    }
}
