package io.tulle.dns.message;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.MutableDirectBuffer;

/** Writes questions to upstream servers. Called by the resolver's thread. */
public final class QueryWriter
{
    /** Signatures are wanted with the records (RFC 4035 4.1). The numbers are those of {@code QuestionKey.flags}. */
    public static final int DNSSEC_OK = 1;
    /** The server need not validate. */
    public static final int CHECKING_DISABLED = 2;
    /** Without OPT, for a server that does not understand it; DO is then not said. */
    public static final int PLAIN = 4;
    /** Octets of the longest query. */
    public static final int MAX_LENGTH = DnsQuery.HEADER_LENGTH + DomainName.MAX_LENGTH +
        Asked.TYPE_AND_CLASS_LENGTH + OptRecord.LENGTH;

    private QueryWriter()
    {
    }

    /** @return octets of the message */
    public static int write(final MutableDirectBuffer buffer, final int offset, final Asked asked, final int flags)
    {
        final boolean hasOpt = 0 == (flags & PLAIN);
        // AD asks to be told of validation without its records (RFC 6840 5.7)
        final int headerFlags = HeaderFlag.RD | HeaderFlag.AD | (0 == (flags & CHECKING_DISABLED) ? 0 : HeaderFlag.CD);
        final int end = offset + asked.questionEnd();
        buffer.putInt(offset, asked.id() << 16 | headerFlags, BIG_ENDIAN);
        buffer.putInt(offset + 4, 1 << 16, BIG_ENDIAN); // one question
        buffer.putInt(offset + 8, hasOpt ? 1 : 0, BIG_ENDIAN);
        buffer.putBytes(offset + DnsQuery.HEADER_LENGTH, asked.name());
        buffer.putInt(end - Asked.TYPE_AND_CLASS_LENGTH, asked.type() << 16 | RecordType.IN, BIG_ENDIAN);
        if (hasOpt)
        {
            OptRecord.write(buffer, end, 0, 0 != (flags & DNSSEC_OK), 0);
        }
        return asked.questionEnd() + (hasOpt ? OptRecord.LENGTH : 0);
    }
}
