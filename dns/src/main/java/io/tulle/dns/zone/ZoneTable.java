package io.tulle.dns.zone;

import static io.tulle.dns.zone.ZoneRecord.IPV4_LENGTH;
import static io.tulle.dns.zone.ZoneRecord.IPV6_LENGTH;
import static io.tulle.dns.zone.ZoneRecord.NAME_OFFSET;
import static io.tulle.dns.zone.ZoneRecord.NO_RECORD;
import static io.tulle.dns.zone.ZoneRecord.SERVICE_RDATA_OFFSET;
import static io.tulle.dns.zone.ZoneRecord.SERVICE_TARGET_OFFSET;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tulle.dns.message.AnswerWriter;
import io.tulle.dns.message.DnsQuery;
import io.tulle.dns.message.DomainName;
import io.tulle.dns.message.RecordType;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Names and their records, immutable and built by the control thread; any number of workers read it. All of it is on
 * the heap, so that a table that was replaced is freed when the last worker let go of it.
 * <p>
 * A question costs two cache misses in a large table: one in the index, whose slots are half empty and carry half of
 * the name's hash, so that a wrong name is hardly ever compared; and one for the {@link ZoneRecord}. A changed table is
 * built anew: a table that changes in place would need a lock or a seqlock, and save a millisecond of the control
 * thread.
 */
public final class ZoneTable
{
    /** What {@link #find} answers for a name that is not there. */
    public static final int NOT_FOUND = -1;
    public static final ZoneTable EMPTY = of(List.of());

    private static final UnsafeBuffer NO_ANY = new UnsafeBuffer("\7RFC8482\0".getBytes(US_ASCII));

    /** Hash's upper half and a record's offset; 0 for empty. */
    private final long[] index;
    private final UnsafeBuffer records;
    private final List<ZoneEntry> entries;

    ZoneTable(final long[] index, final UnsafeBuffer records, final List<ZoneEntry> entries)
    {
        this.index = index;
        this.records = records;
        this.entries = entries;
    }

    /** @param entries names are unique, whatever their case; IllegalArgumentException otherwise. */
    public static ZoneTable of(final Collection<ZoneEntry> entries)
    {
        return new ZoneTableBuilder(entries.size()).add(entries).build();
    }

    /**
     * Reads where {@link #find} begins, so that the processor has it nearby when a question with this hash is answered:
     * for a burst, these reads wait for memory all at once and not one after another.
     *
     * @return what was read, to be used in some way, or the compiler leaves the read out
     */
    public long touchIndex(final long hash)
    {
        return index[(int) hash & index.length - 1];
    }

    /** As above, of the record that the index leads to, which may lie in two cache lines; the index is near by now. */
    public int touchRecord(final long hash)
    {
        final int record = (int) index[(int) hash & index.length - 1];
        return ZoneRecord.NO_RECORD == record ? record :
            records.getByte(record) + records.getByte(record + ZoneRecord.TYPICAL_LENGTH);
    }

    /** @return a reference of the question's name in this table, or {@link #NOT_FOUND}. */
    public int find(final DnsQuery query)
    {
        return find(index, records, query.nameHash(), query.buffer(), query.nameOffset(), query.nameLength());
    }

    static int find(final long[] index, final DirectBuffer records, final long hash, final DirectBuffer buffer,
        final int nameOffset, final int nameLength)
    {
        final int mask = index.length - 1;
        int slot = (int) hash & mask;
        for (long entry = index[slot]; 0 != entry; entry = index[slot])
        {
            if (0 == (entry ^ hash) >>> Integer.SIZE &&
                isName(records, (int) entry, buffer, nameOffset, nameLength))
            {
                return (int) entry;
            }
            slot = slot + 1 & mask;
        }
        return NOT_FOUND;
    }

    private static boolean isName(final DirectBuffer records, final int record, final DirectBuffer buffer,
        final int nameOffset, final int nameLength)
    {
        return ZoneRecord.nameLength(records, record) == nameLength &&
            DomainName.isEqual(buffer, nameOffset, records, record + NAME_OFFSET, nameLength);
    }

    /**
     * Adds the records of the question's type.
     *
     * @param rotation decides which address comes first: all its 32 bits, from the first address at 0 to the last one
     * @return whether there are such records
     */
    public boolean answer(final int reference, final DnsQuery query, final AnswerWriter writer, final int ttlS,
        final int rotation)
    {
        return switch (query.type())
        {
            case RecordType.A -> ipv4(reference, writer, ttlS, rotation);
            case RecordType.AAAA -> ipv6(reference, writer, ttlS, rotation);
            case RecordType.PTR -> pointer(reference, writer, ttlS);
            case RecordType.SRV -> services(reference, writer, ttlS);
            case RecordType.ANY -> any(reference, writer, ttlS, rotation);
            default -> false;
        };
    }

    private boolean ipv4(final int record, final AnswerWriter writer, final int ttlS, final int rotation)
    {
        return rotated(RecordType.A, ZoneRecord.ipv4Offset(records, record), ZoneRecord.ipv4Count(records, record),
            IPV4_LENGTH, writer, ttlS, rotation);
    }

    private boolean ipv6(final int record, final AnswerWriter writer, final int ttlS, final int rotation)
    {
        return rotated(RecordType.AAAA, ZoneRecord.ipv6Offset(records, record), ZoneRecord.ipv6Count(records, record),
            IPV6_LENGTH, writer, ttlS, rotation);
    }

    private boolean rotated(final int type, final int offset, final int count, final int length,
        final AnswerWriter writer, final int ttlS, final int rotation)
    {
        int next = (int) ((rotation & 0xFFFF_FFFFL) * count >>> Integer.SIZE);
        for (int i = 0; i < count && writer.answer(type, ttlS, records, offset + next * length, length); i++)
        {
            next = next + 1 == count ? 0 : next + 1;
        }
        return 0 != count;
    }

    private boolean pointer(final int record, final AnswerWriter writer, final int ttlS)
    {
        final int length = ZoneRecord.pointerLength(records, record);
        if (0 == length)
        {
            return false;
        }
        writer.answer(RecordType.PTR, ttlS, records, ZoneRecord.pointerOffset(records, record), length);
        return true;
    }

    private boolean services(final int record, final AnswerWriter writer, final int ttlS)
    {
        final int count = ZoneRecord.serviceCount(records, record);
        final int first = ZoneRecord.serviceOffset(records, record);
        int service = first;
        for (int i = 0; i < count; i++)
        {
            if (!writer.answer(RecordType.SRV, ttlS, records, service + SERVICE_RDATA_OFFSET,
                ZoneRecord.serviceLength(records, service)))
            {
                return true; // whoever asks again by TCP gets the addresses, too
            }
            service = ZoneRecord.nextService(records, service);
        }
        targets(first, count, writer, ttlS);
        return 0 != count;
    }

    /** RFC 2782: the targets' addresses save the next question. */
    private void targets(final int first, final int count, final AnswerWriter writer, final int ttlS)
    {
        int service = first;
        for (int i = 0; i < count; i++)
        {
            final int target = records.getInt(service + SERVICE_TARGET_OFFSET);
            if (NO_RECORD != target && !target(target, writer, ttlS))
            {
                return;
            }
            service = ZoneRecord.nextService(records, service);
        }
    }

    private boolean target(final int record, final AnswerWriter writer, final int ttlS)
    {
        final int ipv4 = ZoneRecord.ipv4Offset(records, record);
        final int ipv6 = ZoneRecord.ipv6Offset(records, record);
        final int end = ZoneRecord.pointerOffset(records, record);
        return additional(record, RecordType.A, ipv4, ipv6, IPV4_LENGTH, writer, ttlS) &&
            additional(record, RecordType.AAAA, ipv6, end, IPV6_LENGTH, writer, ttlS);
    }

    private boolean additional(final int record, final int type, final int from, final int to, final int length,
        final AnswerWriter writer, final int ttlS)
    {
        final int nameLength = ZoneRecord.nameLength(records, record);
        int offset = from;
        while (offset < to &&
            writer.additional(records, record + NAME_OFFSET, nameLength, type, ttlS, records, offset, length))
        {
            offset += length;
        }
        return offset == to;
    }

    /** RFC 8482 4.1: one set of records is enough for ANY; 4.2: a made-up HINFO where there is none. */
    private boolean any(final int record, final AnswerWriter writer, final int ttlS, final int rotation)
    {
        return ipv4(record, writer, ttlS, rotation) || ipv6(record, writer, ttlS, rotation) ||
            pointer(record, writer, ttlS) || services(record, writer, ttlS) ||
            writer.answer(RecordType.HINFO, ttlS, NO_ANY, 0, NO_ANY.capacity());
    }

    public int size()
    {
        return entries.size();
    }

    /** What it was made of, by name: for listings. */
    public List<ZoneEntry> entries()
    {
        return entries.stream().sorted(Comparator.comparing(ZoneEntry::name, String.CASE_INSENSITIVE_ORDER)).toList();
    }
}
