package io.tulle.dns.zone;

import io.tulle.dns.message.AnswerWriter;
import io.tulle.dns.message.DnsQuery;

import java.util.Collection;
import java.util.List;

/** Names and their records, immutable and built by the control thread; any number of workers read it. */
public final class ZoneTable
{
    /** What {@link #find} answers for a name that is not there. */
    public static final int NOT_FOUND = -1;
    public static final ZoneTable EMPTY = null; // made when of() is

    /** @param entries names are unique, whatever their case; IllegalArgumentException otherwise. */
    public static ZoneTable of(final Collection<ZoneEntry> entries)
    {
        throw new UnsupportedOperationException();
    }

    /** @return a reference of the question's name in this table, or {@link #NOT_FOUND}. */
    public int find(final DnsQuery query)
    {
        throw new UnsupportedOperationException();
    }

    /**
     * Adds the records of the question's type.
     *
     * @param rotation which address comes first, modulo their number
     */
    public void answer(final int reference, final DnsQuery query, final AnswerWriter writer, final int ttlS,
        final int rotation)
    {
        throw new UnsupportedOperationException();
    }

    public int size()
    {
        throw new UnsupportedOperationException();
    }

    /** What it was made of, by name: for listings. */
    public List<ZoneEntry> entries()
    {
        throw new UnsupportedOperationException();
    }
}
