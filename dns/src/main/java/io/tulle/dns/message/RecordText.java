package io.tulle.dns.message;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * Prints the records of an answer as dig does: {@code web. 5 IN A 10.0.0.2}. For the command line and the API; called
 * by any thread but workers.
 */
public final class RecordText
{
    /** What stands in place of all from the first octet that makes no sense. */
    public static final String MALFORMED = "; the rest is malformed";

    private static final int SECTIONS = 3;

    private RecordText()
    {
    }

    /** @return a line a record of all sections; OPT is a comment. Never throws. */
    public static List<String> lines(final DirectBuffer buffer, final int offset, final int length)
    {
        final List<String> lines = new ArrayList<>();
        final int limit = offset + length;
        int position = length < DnsQuery.HEADER_LENGTH ? WireName.MALFORMED : questionsEnd(buffer, offset, limit);
        for (int i = recordCount(buffer, offset, length); i > 0 && WireName.MALFORMED != position; i--)
        {
            final int fixed = WireName.check(buffer, offset, position, limit);
            final int end = WireRecord.end(buffer, fixed, limit);
            if (WireName.MALFORMED != end)
            {
                lines.add(line(buffer, offset, position, fixed, end));
            }
            position = end;
        }
        if (WireName.MALFORMED == position)
        {
            lines.add(MALFORMED);
        }
        return lines;
    }

    private static int recordCount(final DirectBuffer buffer, final int offset, final int length)
    {
        int count = 0;
        for (int section = 1; section <= SECTIONS && length >= DnsQuery.HEADER_LENGTH; section++)
        {
            count += WireRecord.unsignedShort(buffer, offset + 4 + 2 * section);
        }
        return count;
    }

    private static int questionsEnd(final DirectBuffer buffer, final int offset, final int limit)
    {
        int position = offset + DnsQuery.HEADER_LENGTH;
        for (int i = WireRecord.unsignedShort(buffer, offset + 4); i > 0; i--)
        {
            final int nameEnd = WireName.check(buffer, offset, position, limit);
            if (WireName.MALFORMED == nameEnd || nameEnd + Asked.TYPE_AND_CLASS_LENGTH > limit)
            {
                return WireName.MALFORMED;
            }
            position = nameEnd + Asked.TYPE_AND_CLASS_LENGTH;
        }
        return position;
    }

    private static String line(final DirectBuffer buffer, final int message, final int position, final int fixed,
        final int end)
    {
        final int type = WireRecord.type(buffer, fixed);
        if (RecordType.OPT == type)
        {
            return OptText.line(buffer, position, fixed, end);
        }
        final int recordClass = WireRecord.unsignedShort(buffer, fixed + WireRecord.CLASS_OFFSET);
        return NameText.absolute(buffer, message, position) + ' ' +
            Integer.toUnsignedString(WireRecord.rawTtl(buffer, fixed)) + ' ' +
            (RecordType.IN == recordClass ? "IN" : "CLASS" + recordClass) + ' ' + RecordType.text(type) + ' ' +
            new RdataText(buffer, message, fixed + WireRecord.DATA_OFFSET, end).text(type);
    }
}
