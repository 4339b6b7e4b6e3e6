package io.tulle.dns.message;

/**
 * What an upstream server was asked, which its answer must repeat (RFC 5452 9.1).
 *
 * @param id          of the message
 * @param name        on the wire, as it was sent
 * @param type        {@link RecordType}
 * @param isCaseExact whether the name's case was made at random, so that an answer must repeat it
 */
public record Asked(int id, byte[] name, int type, boolean isCaseExact)
{
    /** Type and class behind the name. */
    static final int TYPE_AND_CLASS_LENGTH = 4;

    /** @return octets of header and question: where an answer's records begin. */
    public int questionEnd()
    {
        return DnsQuery.HEADER_LENGTH + name.length + TYPE_AND_CLASS_LENGTH;
    }
}
