package io.tulle.dns;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.tulle.dns.message.AnswerWriter;
import io.tulle.dns.message.DnsQuery;
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

    private final AnswerWriter writer;

    CachedAnswerWriter(final AnswerWriter writer)
    {
        this.writer = writer;
    }

    /** @return octets of the answer: without records, and with TC, if they are too many */
    int write(final CachedAnswer answer, final DnsQuery query, final MutableDirectBuffer buffer, final int offset,
        final int limit, final long nowNs, final int staleTtlS, final int extendedError)
    {
        writer.begin(query, buffer, offset, limit).extendedError(extendedError);
        if (answer.authenticated())
        {
            writer.authenticated();
        }
        final int recordsOffset = writer.records(answer.records(), answer.counts());
        if (AnswerWriter.NO_ROOM != recordsOffset)
        {
            final long ageS = (nowNs - answer.storedNs()) / NANOS_A_SECOND;
            patchTimes(buffer, recordsOffset, answer.ttlOffsets(), ageS, staleTtlS);
        }
        return writer.end(answer.responseCode());
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
