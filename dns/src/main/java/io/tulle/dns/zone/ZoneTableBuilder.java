package io.tulle.dns.zone;

import static io.tulle.dns.zone.ZoneRecord.IPV4_COUNT_OFFSET;
import static io.tulle.dns.zone.ZoneRecord.IPV4_LENGTH;
import static io.tulle.dns.zone.ZoneRecord.IPV6_COUNT_OFFSET;
import static io.tulle.dns.zone.ZoneRecord.IPV6_LENGTH;
import static io.tulle.dns.zone.ZoneRecord.NAME_LENGTH_OFFSET;
import static io.tulle.dns.zone.ZoneRecord.NAME_OFFSET;
import static io.tulle.dns.zone.ZoneRecord.NO_RECORD;
import static io.tulle.dns.zone.ZoneRecord.POINTER_LENGTH_OFFSET;
import static io.tulle.dns.zone.ZoneRecord.SERVICE_COUNT_OFFSET;
import static io.tulle.dns.zone.ZoneRecord.SERVICE_LENGTH_OFFSET;
import static io.tulle.dns.zone.ZoneRecord.SERVICE_RDATA_OFFSET;
import static io.tulle.dns.zone.ZoneRecord.SERVICE_TARGET_NAME_OFFSET;
import static io.tulle.dns.zone.ZoneRecord.SERVICE_TARGET_OFFSET;
import static org.agrona.BitUtil.SIZE_OF_SHORT;

import io.tulle.dns.message.DomainName;
import org.agrona.BitUtil;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.IntArrayList;
import org.agrona.concurrent.UnsafeBuffer;

import java.net.InetAddress;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Packs entries into the arrays of a {@link ZoneTable}. Called by the control thread; used once. */
final class ZoneTableBuilder
{
    private static final int TYPICAL_RECORD_LENGTH = 64;
    /** No message holds so many. */
    private static final int MAX_COUNT = 0xFFFF;

    private final ExpandableArrayBuffer records;
    /** The same bytes in the class of buffer that workers read: so that their code stays compiled for one class. */
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final long[] index;
    private final List<ZoneEntry> entries;
    private final IntArrayList services = new IntArrayList();
    private int end = NO_RECORD + 1;

    ZoneTableBuilder(final int size)
    {
        records = new ExpandableArrayBuffer(TYPICAL_RECORD_LENGTH * (size + 1));
        index = new long[BitUtil.findNextPositivePowerOfTwo(2 * size + 1)];
        entries = new ArrayList<>(size);
    }

    ZoneTableBuilder add(final Collection<ZoneEntry> added)
    {
        for (final ZoneEntry entry : added)
        {
            add(entry);
        }
        return this;
    }

    ZoneTable build()
    {
        view.wrap(Arrays.copyOf(records.byteArray(), end + ZoneRecord.TYPICAL_LENGTH));
        for (int i = 0; i < services.size(); i++)
        {
            linkToTarget(services.getInt(i));
        }
        return new ZoneTable(index, view, List.copyOf(entries));
    }

    private void add(final ZoneEntry entry)
    {
        final int record = end;
        final byte[] name = DomainName.encodeLowerCase(entry.name());
        if (1 == name.length)
        {
            throw new IllegalArgumentException("the root is no name of a container");
        }
        records.putByte(record + NAME_LENGTH_OFFSET, (byte) name.length);
        end += NAME_OFFSET;
        append(name);
        insert(record, name.length, entry.name());
        addresses(record + IPV4_COUNT_OFFSET, entry.addresses(), IPV4_LENGTH);
        addresses(record + IPV6_COUNT_OFFSET, entry.addresses(), IPV6_LENGTH);
        pointer(record + POINTER_LENGTH_OFFSET, entry.pointer());
        services(record + SERVICE_COUNT_OFFSET, entry.services());
        entries.add(entry);
    }

    private void insert(final int record, final int nameLength, final String name)
    {
        final int nameOffset = record + NAME_OFFSET;
        view.wrap(records.byteArray());
        final long hash = DomainName.hash(view, nameOffset, nameLength);
        if (ZoneTable.NOT_FOUND != ZoneTable.find(index, view, hash, view, nameOffset, nameLength))
        {
            throw new IllegalArgumentException(name + ": there twice");
        }
        int slot = (int) hash & index.length - 1;
        while (0 != index[slot])
        {
            slot = slot + 1 & index.length - 1;
        }
        index[slot] = hash >>> Integer.SIZE << Integer.SIZE | record;
    }

    private void addresses(final int countOffset, final List<InetAddress> addresses, final int length)
    {
        int count = 0;
        for (final InetAddress address : addresses)
        {
            final byte[] octets = address.getAddress();
            if (length == octets.length && count < MAX_COUNT)
            {
                append(octets);
                count++;
            }
        }
        records.putShort(countOffset, (short) count);
    }

    private void pointer(final int lengthOffset, final String pointer)
    {
        final byte[] target = null == pointer ? new byte[0] : DomainName.encode(pointer);
        records.putByte(lengthOffset, (byte) target.length);
        append(target);
    }

    private void services(final int countOffset, final List<ZoneEntry.Service> list)
    {
        final int count = Math.min(list.size(), MAX_COUNT);
        records.putShort(countOffset, (short) count);
        for (int i = 0; i < count; i++)
        {
            service(list.get(i));
        }
    }

    private void service(final ZoneEntry.Service service)
    {
        final byte[] target = DomainName.encode(service.target());
        final int rdata = end + SERVICE_RDATA_OFFSET;
        services.addInt(end);
        records.putInt(end + SERVICE_TARGET_OFFSET, NO_RECORD);
        records.putShort(end + SERVICE_LENGTH_OFFSET, (short) (SERVICE_TARGET_NAME_OFFSET + target.length));
        records.putInt(rdata, 0); // priority and weight
        records.putShort(rdata + 2 * SIZE_OF_SHORT, (short) service.port(), ByteOrder.BIG_ENDIAN);
        end = rdata + SERVICE_TARGET_NAME_OFFSET;
        append(target);
    }

    private void linkToTarget(final int service)
    {
        final int nameOffset = service + SERVICE_RDATA_OFFSET + SERVICE_TARGET_NAME_OFFSET;
        final int nameLength = ZoneRecord.serviceLength(view, service) - SERVICE_TARGET_NAME_OFFSET;
        final long hash = DomainName.hash(view, nameOffset, nameLength);
        final int target = ZoneTable.find(index, view, hash, view, nameOffset, nameLength);
        view.putInt(service + SERVICE_TARGET_OFFSET, ZoneTable.NOT_FOUND == target ? NO_RECORD : target);
    }

    private void append(final byte[] bytes)
    {
        records.putBytes(end, bytes);
        end += bytes.length;
    }
}
