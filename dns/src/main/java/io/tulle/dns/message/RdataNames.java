package io.tulle.dns.message;

import org.agrona.DirectBuffer;

/**
 * Checks the names inside the data of records whose type lets them be compressed (RFC 1035 3.3, RFC 3597 4): they must
 * fill their place and point behind the header. Data of all other types is nobody's business (RFC 3597 3). Called by
 * any thread; allocates nothing.
 */
final class RdataNames
{
    private static final int SOA_NUMBERS_LENGTH = 20;

    private RdataNames()
    {
    }

    static boolean isValid(final DirectBuffer buffer, final int message, final int type, final int offset,
        final int end)
    {
        final int prefixLength = prefixLength(type);
        if (prefixLength < 0)
        {
            return true;
        }
        int position = offset + prefixLength;
        for (int names = names(type); names > 0 && WireName.MALFORMED != position; names--)
        {
            position = WireName.check(buffer, message, position, end);
        }
        return WireName.MALFORMED != position &&
            position + (RecordType.SOA == type ? SOA_NUMBERS_LENGTH : 0) == end;
    }

    /** Octets before the first name, or -1 for data without names. */
    private static int prefixLength(final int type)
    {
        return switch (type)
        {
            case RecordType.NS, 3, 4, RecordType.CNAME, RecordType.SOA, 7, 8, 9, RecordType.PTR, 14, 17, 39 -> 0;
            case RecordType.MX, 18, 21, 26, 36 -> 2; // a preference
            case RecordType.SRV -> 6; // priority, weight, port
            default -> -1;
        };
    }

    private static int names(final int type)
    {
        return switch (type)
        {
            case RecordType.SOA, 14, 17, 26 -> 2; // MINFO, RP, PX
            default -> 1;
        };
    }
}
