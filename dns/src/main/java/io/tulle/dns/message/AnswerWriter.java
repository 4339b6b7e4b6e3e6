package io.tulle.dns.message;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes the answer to a question, either over the question itself or into another buffer; the question is repeated
 * with its case (RFC 4343), and owner names that are the question's become pointers to it. A record that does not fit
 * sets TC and is left out with all later ones of its section (RFC 2181 9); room for OPT is kept. Allocates nothing.
 * <pre>
 *   writer.begin(query, buffer, offset, limit).authoritative();
 *   writer.answer(type, ttlS, rdata, rdataOffset, rdataLength) ...
 *   final int length = writer.end(rcode);
 * </pre>
 */
public final class AnswerWriter
{
    /**
     * @param buffer where the answer goes, at the offset; may be the query's own place
     * @param limit  octets that the whole message may have
     */
    public AnswerWriter begin(final DnsQuery query, final MutableDirectBuffer buffer, final int offset,
        final int limit)
    {
        throw new UnsupportedOperationException();
    }

    public AnswerWriter authoritative()
    {
        throw new UnsupportedOperationException();
    }

    /** Says in the OPT record why (RFC 8914); without OPT in the query it is not said. */
    public AnswerWriter extendedError(final int code)
    {
        throw new UnsupportedOperationException();
    }

    /** Adds a record of the question's own name to the answer section. @return false if it did not fit */
    public boolean answer(final int type, final int ttlS, final DirectBuffer rdata, final int rdataOffset,
        final int rdataLength)
    {
        throw new UnsupportedOperationException();
    }

    /** Adds a record with a name of its own, uncompressed on the wire, to the authority section. */
    public boolean authority(final DirectBuffer name, final int nameOffset, final int nameLength, final int type,
        final int ttlS, final DirectBuffer rdata, final int rdataOffset, final int rdataLength)
    {
        throw new UnsupportedOperationException();
    }

    /** As above, to the additional section; one that does not fit does not set TC. */
    public boolean additional(final DirectBuffer name, final int nameOffset, final int nameLength, final int type,
        final int ttlS, final DirectBuffer rdata, final int rdataOffset, final int rdataLength)
    {
        throw new UnsupportedOperationException();
    }

    /**
     * Adds all records of another message with the same question, as they were there behind it.
     *
     * @param counts of its answer, authority and additional section, 16 bits each from the top
     * @return false if they did not fit: then there are none, and TC is set
     */
    public boolean records(final byte[] records, final long counts)
    {
        throw new UnsupportedOperationException();
    }

    /** Sets AD (RFC 6840 5.8). */
    public AnswerWriter authenticated()
    {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes header and OPT: QR, RA and the query's id, opcode, RD and CD.
     *
     * @return octets of the message
     */
    public int end(final int responseCode)
    {
        throw new UnsupportedOperationException();
    }
}
