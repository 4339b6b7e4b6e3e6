package io.tulle.dns.message;

import org.agrona.DirectBuffer;

/**
 * Reads and checks what came for a question from an upstream server: whether it is an answer to that question at all
 * (RFC 5452 9), whether all its records are whole, and how long it may be kept. Reused for one message after another.
 * Called by the resolver's thread.
 * <p>
 * Names in records may end in a pointer, which counts from the beginning of the message. Records are kept and replayed
 * behind a question of the same length, so all pointers stay right, those into the question and those behind it.
 * Records that point into the header are refused; and as no name needs bytes that come after it, OPT can be left out.
 * Types that nobody here knows pass as they are (RFC 3597), and so do HTTPS and SVCB (RFC 9460).
 */
public final class DnsResponse
{
    /** What {@link #wrap} returns of an answer to the question. */
    public static final int MATCHING = 0;
    /** What {@link #wrap} returns of bytes that do not answer the question, perhaps forged ones: wait on. */
    public static final int FOREIGN = 1;
    /** What {@link #wrap} returns of an answer to the question that is malformed: do not use it. */
    public static final int INVALID = 2;
    /** What the times to live are without a record that gives them. */
    public static final int NO_TTL = -1;
    /** Longer times to live count as this. */
    public static final int MAX_TTL_S = 86_400; // RFC 8767 4 lets it be days; a day, so that changes are seen
    /** The same for what does not exist. */
    public static final int MAX_NEGATIVE_TTL_S = 10_800; // RFC 2308 5: one to three hours

    private static final int SECTIONS = 3;

    private final ResponseRecords records = new ResponseRecords();
    private DirectBuffer buffer;
    private int offset;
    private int flags;
    private int recordsOffset;

    /** @return {@link #MATCHING}, {@link #FOREIGN} or {@link #INVALID}; all else holds after MATCHING only. */
    public int wrap(final DirectBuffer buffer, final int offset, final int length, final Asked asked)
    {
        this.buffer = buffer;
        this.offset = offset;
        records.clear(buffer, offset, offset + length);
        recordsOffset = offset;
        if (length < DnsQuery.HEADER_LENGTH || WireRecord.unsignedShort(buffer, offset) != asked.id())
        {
            return FOREIGN;
        }
        flags = WireRecord.unsignedShort(buffer, offset + 2);
        if (HeaderFlag.QR != (flags & (HeaderFlag.QR | HeaderFlag.OPCODE)))
        {
            return FOREIGN;
        }
        if (isBareRefusal(length))
        {
            return MATCHING;
        }
        recordsOffset = offset + asked.questionEnd();
        return isAbout(asked, offset + length) ? readRecords(asked.type()) : FOREIGN;
    }

    /** Some servers repeat no question when they refuse one; who forges this gains no more than one server's answer. */
    private boolean isBareRefusal(final int length)
    {
        final int code = flags & HeaderFlag.RESPONSE_CODE;
        return DnsQuery.HEADER_LENGTH == length && ResponseCode.NOERROR != code && ResponseCode.NXDOMAIN != code &&
            0 == buffer.getLong(offset + 4);
    }

    private boolean isAbout(final Asked asked, final int limit)
    {
        final byte[] name = asked.name();
        final int nameOffset = offset + DnsQuery.HEADER_LENGTH;
        final int typeOffset = nameOffset + name.length;
        return recordsOffset <= limit && 1 == WireRecord.unsignedShort(buffer, offset + 4) &&
            WireRecord.unsignedShort(buffer, typeOffset) == asked.type() &&
            WireRecord.unsignedShort(buffer, typeOffset + 2) == RecordType.IN && isName(name, asked.isCaseExact());
    }

    private boolean isName(final byte[] name, final boolean isCaseExact)
    {
        for (int i = 0; i < name.length; i++)
        {
            final int difference = buffer.getByte(offset + DnsQuery.HEADER_LENGTH + i) ^ name[i];
            final boolean isCase = 0x20 == difference && Character.isLetter(name[i]);
            if (0 != difference && (isCaseExact || !isCase))
            {
                return false;
            }
        }
        return true;
    }

    /** Of a message that a server cut off no record is read: it will be asked again by TCP. */
    private int readRecords(final int type)
    {
        return records.read(recordsOffset, isTruncated() ? 0 : SECTIONS, type) ? MATCHING : INVALID;
    }

    public int responseCode()
    {
        return flags & HeaderFlag.RESPONSE_CODE | records.opt().extendedResponseCode();
    }

    public boolean isTruncated()
    {
        return 0 != (flags & HeaderFlag.TC);
    }

    /** @return whether the server says that it validated the answer. */
    public boolean isAuthenticated()
    {
        return 0 != (flags & HeaderFlag.AD);
    }

    /** @return whether the server understands EDNS. */
    public boolean hasOpt()
    {
        return records.opt().isPresent();
    }

    /** @return whether the name exists, but has no record of the type (RFC 2308 2.2), be it behind CNAME. */
    public boolean isNodata()
    {
        return ResponseCode.NOERROR == responseCode() && !isTruncated() && !records.hasAnswerOfType();
    }

    /** @return whether it names other servers, as one does that neither knows nor asks on (RFC 1034 4.3.1). */
    public boolean isReferral()
    {
        return ResponseCode.NOERROR == responseCode() && 0 == (flags & (HeaderFlag.AA | HeaderFlag.RA)) &&
            records.isReferral();
    }

    /** @return records in answer, authority and additional section without OPT, 16 bits each from the top. */
    public long counts()
    {
        return records.counts();
    }

    /** @return absolute offset of the first record. */
    public int recordsOffset()
    {
        return recordsOffset;
    }

    /** @return octets of the records before OPT; those behind it, which no server sends, are left out. */
    public int recordsLength()
    {
        return records.end() - recordsOffset;
    }

    /** @return a copy of the records, whose times to live are those of {@link #ttlS}: for keeping. */
    public byte[] records()
    {
        return records.copy(recordsOffset);
    }

    /** @return where in the records their times to live are. */
    public int[] ttlOffsets()
    {
        return records.ttlOffsets(recordsOffset);
    }

    /** @return the least time to live of the records in seconds, or {@link #NO_TTL} without records. */
    public int leastTtlS()
    {
        return records.leastTtlS();
    }

    /**
     * @return how long NXDOMAIN or NODATA may be kept, in seconds (RFC 2308 5), or {@link #NO_TTL} when there is no SOA
     *     record, or it is neither
     */
    public int negativeTtlS()
    {
        final boolean isNegative = ResponseCode.NXDOMAIN == responseCode() || isNodata();
        return isNegative ? Math.min(records.soaTtlS(), MAX_NEGATIVE_TTL_S) : NO_TTL;
    }

    /** @return a time to live as it counts: none with the top bit set (RFC 2181 8), a day at the most. */
    public static int ttlS(final int raw)
    {
        return raw < 0 ? 0 : Math.min(raw, MAX_TTL_S);
    }
}
