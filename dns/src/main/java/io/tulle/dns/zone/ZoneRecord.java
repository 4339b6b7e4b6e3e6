package io.tulle.dns.zone;

import static org.agrona.BitUtil.SIZE_OF_BYTE;
import static org.agrona.BitUtil.SIZE_OF_INT;
import static org.agrona.BitUtil.SIZE_OF_SHORT;

import org.agrona.DirectBuffer;

/**
 * Where a name's records lie in the bytes of a {@link ZoneTable}. Called by workers, and by the control thread while it
 * builds. Counts are in native byte order; everything else is as it goes on the wire, names in lower case.
 * <pre>
 *    0       1         2             4             6            8
 *   +-------+---------+-------------+-------------+------------+----------+-----+--------+---------+----------
 *   | name  | pointer | IPv4        | IPv6        | services   | name ... | A * | AAAA * | PTR     | services ...
 *   | bytes | bytes   | addresses 2 | addresses 2 | 2          |          | 4   | 16     | target  |
 *   +-------+---------+-------------+-------------+------------+----------+-----+--------+---------+----------
 *   service: | record of the target 4, or 0 | rdata bytes 2 | priority 2 | weight 2 | port 2 | target ... |
 * </pre>
 */
final class ZoneRecord
{
    static final int NAME_LENGTH_OFFSET = 0;
    static final int POINTER_LENGTH_OFFSET = NAME_LENGTH_OFFSET + SIZE_OF_BYTE;
    static final int IPV4_COUNT_OFFSET = POINTER_LENGTH_OFFSET + SIZE_OF_BYTE;
    static final int IPV6_COUNT_OFFSET = IPV4_COUNT_OFFSET + SIZE_OF_SHORT;
    static final int SERVICE_COUNT_OFFSET = IPV6_COUNT_OFFSET + SIZE_OF_SHORT;
    static final int NAME_OFFSET = SERVICE_COUNT_OFFSET + SIZE_OF_SHORT;
    static final int IPV4_LENGTH = 4;
    static final int IPV6_LENGTH = 16;

    static final int SERVICE_TARGET_OFFSET = 0;
    static final int SERVICE_LENGTH_OFFSET = SERVICE_TARGET_OFFSET + SIZE_OF_INT;
    static final int SERVICE_RDATA_OFFSET = SERVICE_LENGTH_OFFSET + SIZE_OF_SHORT;
    /** Octets of priority, weight and port, in front of the target. */
    static final int SERVICE_TARGET_NAME_OFFSET = 3 * SIZE_OF_SHORT;
    /** Of a name of ten letters with one address; so many bytes lie behind the last record, too. */
    static final int TYPICAL_LENGTH = 24;
    /** No record begins here. */
    static final int NO_RECORD = 0;

    private ZoneRecord()
    {
    }

    static int nameLength(final DirectBuffer records, final int record)
    {
        return records.getByte(record + NAME_LENGTH_OFFSET) & 0xFF;
    }

    static int pointerLength(final DirectBuffer records, final int record)
    {
        return records.getByte(record + POINTER_LENGTH_OFFSET) & 0xFF;
    }

    static int ipv4Count(final DirectBuffer records, final int record)
    {
        return records.getShort(record + IPV4_COUNT_OFFSET) & 0xFFFF;
    }

    static int ipv6Count(final DirectBuffer records, final int record)
    {
        return records.getShort(record + IPV6_COUNT_OFFSET) & 0xFFFF;
    }

    static int serviceCount(final DirectBuffer records, final int record)
    {
        return records.getShort(record + SERVICE_COUNT_OFFSET) & 0xFFFF;
    }

    static int ipv4Offset(final DirectBuffer records, final int record)
    {
        return record + NAME_OFFSET + nameLength(records, record);
    }

    static int ipv6Offset(final DirectBuffer records, final int record)
    {
        return ipv4Offset(records, record) + IPV4_LENGTH * ipv4Count(records, record);
    }

    static int pointerOffset(final DirectBuffer records, final int record)
    {
        return ipv6Offset(records, record) + IPV6_LENGTH * ipv6Count(records, record);
    }

    /** @return where the first service is; the next one is {@link #nextService}. */
    static int serviceOffset(final DirectBuffer records, final int record)
    {
        return pointerOffset(records, record) + pointerLength(records, record);
    }

    static int serviceLength(final DirectBuffer records, final int service)
    {
        return records.getShort(service + SERVICE_LENGTH_OFFSET) & 0xFFFF;
    }

    static int nextService(final DirectBuffer records, final int service)
    {
        return service + SERVICE_RDATA_OFFSET + serviceLength(records, service);
    }
}
