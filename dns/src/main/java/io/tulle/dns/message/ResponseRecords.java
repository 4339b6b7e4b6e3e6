package io.tulle.dns.message;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Walks the records of an upstream answer and notes what keeping them needs. Part of {@link DnsResponse}; called by the
 * resolver's thread.
 */
final class ResponseRecords
{
    private static final int ANSWER = 0;
    private static final int AUTHORITY = 1;
    private static final int ADDITIONAL = 2;

    private final OptRecord opt = new OptRecord();
    private final int[] counts = new int[ADDITIONAL + 1];
    private int[] ttlPositions = new int[32];
    private int ttls;
    private DirectBuffer buffer;
    private int message;
    private int limit;
    private int questionType;
    private int end; // of the last record before OPT
    private boolean hasAnswerOfType;
    private int leastTtlS;
    private int soaTtlS;
    private int soaTtlPosition;

    void clear(final DirectBuffer buffer, final int message, final int limit)
    {
        this.buffer = buffer;
        this.message = message;
        this.limit = limit;
        opt.clear();
        Arrays.fill(counts, 0);
        ttls = 0;
        end = message;
        hasAnswerOfType = false;
        leastTtlS = DnsResponse.NO_TTL;
        soaTtlS = DnsResponse.NO_TTL;
    }

    /** @return whether all records of so many sections are there and whole; bytes behind them are ignored. */
    boolean read(final int offset, final int sections, final int type)
    {
        questionType = type;
        end = offset;
        int position = offset;
        for (int section = ANSWER; section < sections; section++)
        {
            final int count = WireRecord.unsignedShort(buffer, message + 6 + 2 * section);
            for (int i = count; i > 0 && WireName.MALFORMED != position; i--)
            {
                position = readRecord(section, position);
            }
        }
        return WireName.MALFORMED != position;
    }

    private int readRecord(final int section, final int position)
    {
        final int fixed = WireName.check(buffer, message, position, limit);
        final int recordEnd = WireRecord.end(buffer, fixed, limit);
        if (WireName.MALFORMED == recordEnd)
        {
            return WireName.MALFORMED;
        }
        final int type = WireRecord.type(buffer, fixed);
        if (RecordType.OPT == type)
        {
            return ADDITIONAL == section && opt.read(buffer, position, fixed, recordEnd) ?
                recordEnd : WireName.MALFORMED;
        }
        if (!RdataNames.isValid(buffer, message, type, fixed + WireRecord.DATA_OFFSET, recordEnd))
        {
            return WireName.MALFORMED;
        }
        if (!opt.isPresent())
        {
            note(section, type, fixed, recordEnd);
        }
        return recordEnd;
    }

    private void note(final int section, final int type, final int fixed, final int recordEnd)
    {
        final int ttlS = DnsResponse.ttlS(WireRecord.rawTtl(buffer, fixed));
        leastTtlS = DnsResponse.NO_TTL == leastTtlS ? ttlS : Math.min(leastTtlS, ttlS);
        hasAnswerOfType |= ANSWER == section && (questionType == type || RecordType.ANY == questionType);
        if (AUTHORITY == section && RecordType.SOA == type)
        {
            final int minimum = buffer.getInt(recordEnd - Integer.BYTES, BIG_ENDIAN); // its last field
            soaTtlS = Math.min(ttlS, DnsResponse.ttlS(minimum));
            soaTtlPosition = fixed + WireRecord.TTL_OFFSET;
        }
        if (ttlPositions.length == ttls)
        {
            ttlPositions = Arrays.copyOf(ttlPositions, 2 * ttls);
        }
        ttlPositions[ttls++] = fixed + WireRecord.TTL_OFFSET;
        counts[section]++;
        end = recordEnd;
    }

    OptRecord opt()
    {
        return opt;
    }

    int end()
    {
        return end;
    }

    long counts()
    {
        return (long) counts[ANSWER] << 48 | (long) counts[AUTHORITY] << 32 | (long) counts[ADDITIONAL] << 16;
    }

    boolean hasAnswerOfType()
    {
        return hasAnswerOfType;
    }

    /** @return whether there are no answers, and somebody has authority without a word of what does not exist */
    boolean isReferral()
    {
        return 0 == counts[ANSWER] && counts[AUTHORITY] > 0 && DnsResponse.NO_TTL == soaTtlS;
    }

    int leastTtlS()
    {
        return leastTtlS;
    }

    /** Of negative answers: what SOA says (RFC 2308 5), or a record that a client would keep less long. */
    int soaTtlS()
    {
        return Math.min(soaTtlS, leastTtlS);
    }

    int[] ttlOffsets(final int start)
    {
        return Arrays.stream(ttlPositions, 0, ttls).map((position) -> position - start).toArray();
    }

    byte[] copy(final int start)
    {
        final byte[] copy = new byte[end - start];
        buffer.getBytes(start, copy);
        final UnsafeBuffer records = new UnsafeBuffer(copy);
        for (final int ttlOffset : ttlOffsets(start))
        {
            records.putInt(ttlOffset, DnsResponse.ttlS(records.getInt(ttlOffset, BIG_ENDIAN)), BIG_ENDIAN);
        }
        if (!hasAnswerOfType && DnsResponse.NO_TTL != soaTtlS)
        {
            // RFC 2308 3: it says how long clients may keep that there is nothing
            final int ttlS = Math.min(soaTtlS, DnsResponse.MAX_NEGATIVE_TTL_S);
            records.putInt(soaTtlPosition - start, ttlS, BIG_ENDIAN);
        }
        return copy;
    }
}
