package io.tulle.dns.message;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes the answer to a question, either over the question itself or into another buffer; the question is repeated
 * with its case (RFC 4343), and the owner names of answers are pointers to it. A record that does not fit sets TC, and
 * nothing follows it (RFC 2181 9); room for OPT is kept. One object a thread; allocates nothing.
 * <pre>
 *   writer.begin(query, buffer, offset, limit).authoritative();
 *   writer.answer(type, ttlS, rdata, rdataOffset, rdataLength) ...
 *   final int length = writer.end(rcode);
 * </pre>
 */
public final class AnswerWriter
{
    /** What {@link #records} returns of records that did not fit. */
    public static final int NO_ROOM = -1;

    private static final long POINTER_TO_QUESTION = 0xC00C_0000_0000_0000L;
    private static final int POINTER_LENGTH = 2;
    private static final int ONE_QUESTION = 1 << 16;

    private DnsQuery query;
    private MutableDirectBuffer buffer;
    private int offset;
    private int position;
    private int limit; // of the records, OPT not among them
    private int flags;
    private int answers;
    private int authorities;
    private int additionals;
    private int extendedError;

    /**
     * @param buffer where the answer goes, at the offset; may be the query's own place
     * @param limit  octets that the whole message may have, 512 or more
     */
    public AnswerWriter begin(final DnsQuery query, final MutableDirectBuffer buffer, final int offset,
        final int limit)
    {
        this.query = query;
        this.buffer = buffer;
        this.offset = offset;
        this.limit = offset + limit - (query.hasOpt() ? OptRecord.LENGTH : 0);
        position = offset + query.questionEnd();
        flags = HeaderFlag.QR | HeaderFlag.RA | query.flags() & (HeaderFlag.OPCODE | HeaderFlag.RD | HeaderFlag.CD);
        answers = 0;
        authorities = 0;
        additionals = 0;
        extendedError = ExtendedError.NONE;
        if (buffer != query.buffer() || offset != query.offset())
        {
            buffer.putBytes(offset, query.buffer(), query.offset(), query.questionEnd());
        }
        return this;
    }

    public AnswerWriter authoritative()
    {
        flags |= HeaderFlag.AA;
        return this;
    }

    /** Says that a server above validated the answer, if the client wants to know (RFC 6840 5.7, 5.8). */
    public AnswerWriter authenticated()
    {
        flags |= query.wantsAuthenticated() ? HeaderFlag.AD : 0;
        return this;
    }

    /**
     * Says in the OPT record why (RFC 8914); without OPT in the query it is not said. It takes room, so it comes before
     * records, once.
     *
     * @param code of {@link ExtendedError}; NONE says nothing
     */
    public AnswerWriter extendedError(final int code)
    {
        if (ExtendedError.NONE != code && ExtendedError.NONE == extendedError && query.hasOpt())
        {
            extendedError = code;
            limit -= OptRecord.EXTENDED_ERROR_LENGTH;
        }
        return this;
    }

    /** Adds a record of the question's own name to the answer section. @return false if it did not fit */
    public boolean answer(final int type, final int ttlS, final DirectBuffer rdata, final int rdataOffset,
        final int rdataLength)
    {
        if (!hasRoom(POINTER_LENGTH + WireRecord.DATA_OFFSET + rdataLength))
        {
            flags |= HeaderFlag.TC;
            return false;
        }
        // name, type, class and the upper half of the time to live at once
        final long start = POINTER_TO_QUESTION | (long) type << 32 | RecordType.IN << 16 | ttlS >>> 16;
        buffer.putLong(position, start, BIG_ENDIAN);
        buffer.putInt(position + 8, ttlS << 16 | rdataLength, BIG_ENDIAN);
        position += POINTER_LENGTH + WireRecord.DATA_OFFSET;
        copyAddress(rdata, rdataOffset, rdataLength);
        answers++;
        return true;
    }

    /** Adds a record with a name of its own, uncompressed on the wire, to the authority section. */
    public boolean authority(final DirectBuffer name, final int nameOffset, final int nameLength, final int type,
        final int ttlS, final DirectBuffer rdata, final int rdataOffset, final int rdataLength)
    {
        final boolean hasRoom = hasRoom(nameLength + WireRecord.DATA_OFFSET + rdataLength);
        if (hasRoom)
        {
            record(name, nameOffset, nameLength, type, ttlS, rdata, rdataOffset, rdataLength);
            authorities++;
        }
        else
        {
            flags |= HeaderFlag.TC;
        }
        return hasRoom;
    }

    /** As above, to the additional section; one that does not fit does not set TC. */
    public boolean additional(final DirectBuffer name, final int nameOffset, final int nameLength, final int type,
        final int ttlS, final DirectBuffer rdata, final int rdataOffset, final int rdataLength)
    {
        final boolean hasRoom = hasRoom(nameLength + WireRecord.DATA_OFFSET + rdataLength);
        if (hasRoom)
        {
            record(name, nameOffset, nameLength, type, ttlS, rdata, rdataOffset, rdataLength);
            additionals++;
        }
        return hasRoom;
    }

    /**
     * Adds all records of an upstream answer to a question of the same length, whose pointers so stay right; without
     * room for all of them it sets TC and adds none.
     *
     * @param counts records in answer, authority and additional section, 16 bits each from the top
     * @return where in the buffer they are, so that times to live can be changed, or {@link #NO_ROOM}
     */
    public int records(final byte[] records, final long counts)
    {
        if (!hasRoom(records.length))
        {
            flags |= HeaderFlag.TC;
            return NO_ROOM;
        }
        final int start = position;
        buffer.putBytes(start, records);
        position += records.length;
        answers += (int) (counts >>> 48);
        authorities += (int) (counts >>> 32) & 0xFFFF;
        additionals += (int) (counts >>> 16) & 0xFFFF;
        return start;
    }

    /**
     * Writes header and OPT: QR, RA and the query's id, opcode, RD and CD.
     *
     * @return octets of the message
     */
    public int end(final int responseCode)
    {
        if (query.hasOpt())
        {
            opt(responseCode >>> 4);
        }
        flags |= responseCode & HeaderFlag.RESPONSE_CODE;
        final long start = (long) query.id() << 48 | (long) flags << 32 | (query.hasQuestion() ? ONE_QUESTION : 0);
        buffer.putLong(offset, start | answers, BIG_ENDIAN);
        buffer.putInt(offset + 8, authorities << 16 | additionals, BIG_ENDIAN);
        return position - offset;
    }

    private boolean hasRoom(final int length)
    {
        return position + length <= limit && 0 == (flags & HeaderFlag.TC);
    }

    private void record(final DirectBuffer name, final int nameOffset, final int nameLength, final int type,
        final int ttlS, final DirectBuffer rdata, final int rdataOffset, final int rdataLength)
    {
        buffer.putBytes(position, name, nameOffset, nameLength);
        position += nameLength;
        buffer.putLong(position, (long) type << 48 | (long) RecordType.IN << 32 | ttlS, BIG_ENDIAN);
        buffer.putShort(position + WireRecord.LENGTH_OFFSET, (short) rdataLength, BIG_ENDIAN);
        position += WireRecord.DATA_OFFSET;
        copyAddress(rdata, rdataOffset, rdataLength);
    }

    /** Addresses are most of what is copied, and by far faster without a call for as many octets as there are. */
    private void copyAddress(final DirectBuffer data, final int dataOffset, final int length)
    {
        if (Integer.BYTES == length)
        {
            buffer.putInt(position, data.getInt(dataOffset));
        }
        else if (2 * Long.BYTES == length)
        {
            buffer.putLong(position, data.getLong(dataOffset));
            buffer.putLong(position + Long.BYTES, data.getLong(dataOffset + Long.BYTES));
        }
        else
        {
            buffer.putBytes(position, data, dataOffset, length);
        }
        position += length;
    }

    private void opt(final int extendedResponseCode)
    {
        final int dataLength = ExtendedError.NONE == extendedError ? 0 : OptRecord.EXTENDED_ERROR_LENGTH;
        OptRecord.write(buffer, position, extendedResponseCode, query.isDnssecOk(), dataLength);
        position += OptRecord.LENGTH;
        if (0 != dataLength)
        {
            buffer.putInt(position, OptRecord.EXTENDED_ERROR << 16 | 2, BIG_ENDIAN);
            buffer.putShort(position + 4, (short) extendedError, BIG_ENDIAN);
            position += dataLength;
        }
        additionals++;
    }
}
