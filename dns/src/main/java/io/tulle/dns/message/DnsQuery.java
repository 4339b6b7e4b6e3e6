package io.tulle.dns.message;

import org.agrona.DirectBuffer;

/**
 * Reads a question that a client sent, checked once by {@link #wrap}. Reused for one message after another; it keeps
 * offsets, so the message must stay where it is.
 */
public final class DnsQuery
{
    /** What {@link #wrap} answers of bytes that get no answer: shorter than a header, or a response. */
    public static final int UNANSWERABLE = -1;
    public static final int HEADER_LENGTH = 12;
    /** What fits into a packet that no link fragments; larger offers of clients count as this. */
    public static final int MAX_UDP_PAYLOAD = 1_232;
    public static final int MIN_UDP_PAYLOAD = 512;

    /**
     * @return {@link ResponseCode#NOERROR} for one well-formed question of class IN and opcode QUERY, with at most one
     *     OPT record of version 0; the code to refuse it with; or {@link #UNANSWERABLE}. The accessors below hold for
     *     what was read: after FORMERR and NOTIMP that may be the header only.
     */
    public int wrap(final DirectBuffer buffer, final int offset, final int length)
    {
        throw new UnsupportedOperationException();
    }

    public DirectBuffer buffer()
    {
        throw new UnsupportedOperationException();
    }

    /** @return where the message begins. */
    public int offset()
    {
        throw new UnsupportedOperationException();
    }

    public int id()
    {
        throw new UnsupportedOperationException();
    }

    /** @return whether a question was read, which an answer repeats. */
    public boolean hasQuestion()
    {
        throw new UnsupportedOperationException();
    }

    /** @return absolute offset of the question's name. */
    public int nameOffset()
    {
        throw new UnsupportedOperationException();
    }

    /** @return octets of the question's name, root included. */
    public int nameLength()
    {
        throw new UnsupportedOperationException();
    }

    /** @return {@link DomainName#hash} of the question's name, made once. */
    public long nameHash()
    {
        throw new UnsupportedOperationException();
    }

    public int type()
    {
        throw new UnsupportedOperationException();
    }

    /** @return octets of header and question: where an answer's records begin. */
    public int questionEnd()
    {
        throw new UnsupportedOperationException();
    }

    public boolean isRecursionDesired()
    {
        throw new UnsupportedOperationException();
    }

    public boolean isCheckingDisabled()
    {
        throw new UnsupportedOperationException();
    }

    public boolean hasOpt()
    {
        throw new UnsupportedOperationException();
    }

    public boolean isDnssecOk()
    {
        throw new UnsupportedOperationException();
    }

    /** @return the largest answer by UDP: 512 without OPT, else what it offers between 512 and 1232. */
    public int udpPayload()
    {
        throw new UnsupportedOperationException();
    }
}
