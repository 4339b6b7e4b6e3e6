package io.tulle.dns.message;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * Reads a question that a client sent, checked once by {@link #wrap}. Reused for one message after another; it keeps
 * offsets, so the message must stay where it is. One object a thread; allocates nothing.
 * <pre>
 *   0  1  2  3  4  5  6  7  8  9  0  1  2  3  4  5
 *  +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
 *  |                      id                       |
 *  |QR|   opcode  |AA|TC|RD|RA| Z|AD|CD|   rcode   |
 *  |                    QDCOUNT                    |
 *  |                    ANCOUNT                    |
 *  |                    NSCOUNT                    |
 *  |                    ARCOUNT                    |
 *  +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
 *  |  the question's name, type 16 and class 16    |
 *  +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
 *  |  ARCOUNT records, OPT perhaps among them      |
 * </pre>
 */
public final class DnsQuery
{
    /** What {@link #wrap} answers of bytes that get no answer: shorter than a header, or a response. */
    public static final int UNANSWERABLE = -1;
    public static final int HEADER_LENGTH = 12;
    /** What fits into a packet that no link fragments; larger offers of clients count as this. */
    public static final int MAX_UDP_PAYLOAD = 1_232;
    public static final int MIN_UDP_PAYLOAD = 512;

    private static final int TYPE_AND_CLASS_LENGTH = 4;

    private final OptRecord opt = new OptRecord();
    private DirectBuffer buffer;
    private int offset;
    private int limit;
    private int id;
    private int flags;
    private int nameLength;
    private long nameHash;
    private int type;
    private int questionEnd;

    /**
     * @return {@link ResponseCode#NOERROR} for one well-formed question of class IN and opcode QUERY, with at most one
     *     OPT record of version 0; the code to refuse it with; or {@link #UNANSWERABLE}. The accessors below hold for
     *     what was read: after FORMERR and NOTIMP that may be the header only.
     */
    public int wrap(final DirectBuffer buffer, final int offset, final int length)
    {
        this.buffer = buffer;
        this.offset = offset;
        limit = offset + length;
        nameLength = 0;
        type = 0;
        questionEnd = HEADER_LENGTH;
        opt.clear();
        if (length < HEADER_LENGTH)
        {
            return UNANSWERABLE;
        }
        final long start = buffer.getLong(offset, BIG_ENDIAN);
        id = (int) (start >>> 48);
        flags = (int) (start >>> 32) & 0xFFFF;
        if (0 != (flags & HeaderFlag.QR))
        {
            return UNANSWERABLE;
        }
        if (0 != (flags & HeaderFlag.OPCODE))
        {
            return ResponseCode.NOTIMP;
        }
        // one question, no answers: 2181 5.1 and 9619 leave no use for others
        return 0x0001_0000 == (int) start ? readQuestion() : ResponseCode.FORMERR;
    }

    private int readQuestion()
    {
        final int length = DomainName.length(buffer, offset + HEADER_LENGTH, limit);
        final int nameEnd = offset + HEADER_LENGTH + length;
        if (DomainName.MALFORMED == length || nameEnd + TYPE_AND_CLASS_LENGTH > limit)
        {
            return ResponseCode.FORMERR;
        }
        final int typeAndClass = buffer.getInt(nameEnd, BIG_ENDIAN);
        nameLength = length;
        nameHash = DomainName.hash(buffer, offset + HEADER_LENGTH, length);
        type = typeAndClass >>> 16;
        questionEnd = HEADER_LENGTH + length + TYPE_AND_CLASS_LENGTH;
        final int responseCode = readRecords();
        return ResponseCode.NOERROR == responseCode ? refusal(typeAndClass & 0xFFFF) : responseCode;
    }

    /** Reads what is behind the question: OPT, and others that say nothing to us, such as TSIG. */
    private int readRecords()
    {
        final int counts = buffer.getInt(offset + 8, BIG_ENDIAN);
        if (counts >>> 16 != 0)
        {
            return ResponseCode.FORMERR;
        }
        int position = offset + questionEnd;
        for (int i = counts; i > 0 && WireName.MALFORMED != position; i--)
        {
            position = readRecord(position);
        }
        return position != limit ? ResponseCode.FORMERR :
            opt.version() > 0 ? ResponseCode.BADVERS : ResponseCode.NOERROR;
    }

    /** @return where the record ends, or {@link WireName#MALFORMED} */
    private int readRecord(final int position)
    {
        final int fixed = WireName.skip(buffer, offset, position, limit);
        final int end = WireRecord.end(buffer, fixed, limit);
        if (WireName.MALFORMED == end || RecordType.OPT != WireRecord.type(buffer, fixed))
        {
            return end;
        }
        return opt.read(buffer, position, fixed, end) ? end : WireName.MALFORMED;
    }

    private int refusal(final int questionClass)
    {
        if (RecordType.OPT == type)
        {
            return ResponseCode.FORMERR; // RFC 6891 6.1.1: it is never asked for
        }
        if (RecordType.IN != questionClass)
        {
            return ResponseCode.REFUSED;
        }
        return RecordType.isAnswerable(type) ? ResponseCode.NOERROR : ResponseCode.NOTIMP;
    }

    public DirectBuffer buffer()
    {
        return buffer;
    }

    /** @return where the message begins. */
    public int offset()
    {
        return offset;
    }

    public int id()
    {
        return id;
    }

    /** @return whether a question was read, which an answer repeats. */
    public boolean hasQuestion()
    {
        return nameLength > 0;
    }

    /** @return absolute offset of the question's name. */
    public int nameOffset()
    {
        return offset + HEADER_LENGTH;
    }

    /** @return octets of the question's name, root included. */
    public int nameLength()
    {
        return nameLength;
    }

    /** @return {@link DomainName#hash} of the question's name, made once. */
    public long nameHash()
    {
        return nameHash;
    }

    public int type()
    {
        return type;
    }

    /** @return octets of header and question: where an answer's records begin. */
    public int questionEnd()
    {
        return questionEnd;
    }

    public boolean isRecursionDesired()
    {
        return 0 != (flags & HeaderFlag.RD);
    }

    public boolean isCheckingDisabled()
    {
        return 0 != (flags & HeaderFlag.CD);
    }

    /** @return whether the client wants to be told that an answer was validated (RFC 6840 5.7). */
    public boolean wantsAuthenticated()
    {
        return isDnssecOk() || 0 != (flags & HeaderFlag.AD);
    }

    public boolean hasOpt()
    {
        return opt.isPresent();
    }

    public boolean isDnssecOk()
    {
        return opt.isDnssecOk();
    }

    /** @return the largest answer by UDP: 512 without OPT, else what it offers between 512 and 1232. */
    public int udpPayload()
    {
        return Math.max(MIN_UDP_PAYLOAD, Math.min(opt.payload(), MAX_UDP_PAYLOAD));
    }

    int flags()
    {
        return flags;
    }
}
