package io.tulle.dns.message;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What an OPT record says (RFC 6891 6.1.2): its class is the payload by UDP, its time to live holds the upper bits of
 * the response code, the version and DO. Part of a message; allocates nothing.
 */
final class OptRecord
{
    /** Octets of one without options. */
    static final int LENGTH = 11;
    static final int DNSSEC_OK = 0x8000;
    static final int EXTENDED_ERROR = 15; // RFC 8914 2
    static final int EXTENDED_ERROR_LENGTH = 6; // without text

    static final int OPTION_HEADER_LENGTH = 4;

    private boolean isPresent;
    private int payload;
    private int ttl;

    /**
     * Writes one of version 0 that offers 1232 octets, without options.
     *
     * @param extendedResponseCode the response code's upper bits
     * @param dataLength           of options that the caller writes behind it
     */
    static void write(final MutableDirectBuffer buffer, final int position, final int extendedResponseCode,
        final boolean isDnssecOk, final int dataLength)
    {
        final int fixed = position + 1;
        buffer.putByte(position, (byte) 0);
        buffer.putInt(fixed, RecordType.OPT << 16 | DnsQuery.MAX_UDP_PAYLOAD, BIG_ENDIAN);
        buffer.putInt(fixed + WireRecord.TTL_OFFSET, extendedResponseCode << 24 | (isDnssecOk ? DNSSEC_OK : 0),
            BIG_ENDIAN);
        buffer.putShort(fixed + WireRecord.LENGTH_OFFSET, (short) dataLength, BIG_ENDIAN);
    }

    void clear()
    {
        isPresent = false;
        payload = 0;
        ttl = 0;
    }

    /**
     * @param position of the record
     * @param fixed    where its name ends
     * @param end      where it ends
     * @return false for a second one, one whose name is not the root, or one whose options do not fill it
     */
    boolean read(final DirectBuffer buffer, final int position, final int fixed, final int end)
    {
        if (isPresent || position + 1 != fixed || !hasWholeOptions(buffer, fixed + WireRecord.DATA_OFFSET, end))
        {
            return false;
        }
        isPresent = true;
        payload = WireRecord.unsignedShort(buffer, fixed + WireRecord.CLASS_OFFSET);
        ttl = WireRecord.rawTtl(buffer, fixed);
        return true;
    }

    private static boolean hasWholeOptions(final DirectBuffer buffer, final int offset, final int end)
    {
        int position = offset;
        while (position + OPTION_HEADER_LENGTH <= end)
        {
            position += OPTION_HEADER_LENGTH + WireRecord.unsignedShort(buffer, position + 2);
        }
        return position == end;
    }

    boolean isPresent()
    {
        return isPresent;
    }

    /** @return what the sender can take by UDP; 0 without a record. */
    int payload()
    {
        return payload;
    }

    /** @return the upper bits of the response code, shifted to their place. */
    int extendedResponseCode()
    {
        return (ttl >>> 24) << 4;
    }

    int version()
    {
        return ttl >>> 16 & 0xFF;
    }

    boolean isDnssecOk()
    {
        return 0 != (ttl & DNSSEC_OK);
    }
}
