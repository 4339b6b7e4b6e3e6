package io.tulle.dns.message;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.tulle.dataplane.wire.InetText;
import java.util.HexFormat;
import org.agrona.DirectBuffer;

/**
 * Prints the data of one record: of common types as zone files have it (RFC 1035 5.1), of all others, and of data that
 * does not fit its type, as {@code \# 2 beef} (RFC 3597 5). One object a record; called off the workers.
 */
final class RdataText
{
    private static final HexFormat HEX = HexFormat.of();

    private final DirectBuffer buffer;
    private final int message;
    private final int offset;
    private final int end;

    RdataText(final DirectBuffer buffer, final int message, final int offset, final int end)
    {
        this.buffer = buffer;
        this.message = message;
        this.offset = offset;
        this.end = end;
    }

    String text(final int type)
    {
        return RdataNames.isValid(buffer, message, type, offset, end) ? known(type) : unknown();
    }

    private String known(final int type)
    {
        return switch (type)
        {
            case RecordType.A -> end - offset == 4 ? address() : unknown();
            case RecordType.AAAA -> end - offset == 16 ? address() : unknown();
            case RecordType.NS, RecordType.CNAME, RecordType.PTR -> name(offset);
            case RecordType.MX -> number(offset) + name(offset + 2);
            case RecordType.SRV -> number(offset) + number(offset + 2) + number(offset + 4) + name(offset + 6);
            case RecordType.SOA -> soa();
            case RecordType.TXT, RecordType.HINFO -> strings();
            default -> unknown();
        };
    }

    private String address()
    {
        return end - offset == 4 ? InetText.formatIpv4(buffer.getInt(offset, BIG_ENDIAN)) :
            InetText.formatIpv6(buffer.getLong(offset, BIG_ENDIAN), buffer.getLong(offset + 8, BIG_ENDIAN));
    }

    private String name(final int position)
    {
        return NameText.absolute(buffer, message, position);
    }

    private String number(final int position)
    {
        return WireRecord.unsignedShort(buffer, position) + " ";
    }

    private String soa()
    {
        final int mailbox = WireName.check(buffer, message, offset, end);
        final int numbers = WireName.check(buffer, message, mailbox, end);
        final StringBuilder text = new StringBuilder(name(offset)).append(' ').append(name(mailbox));
        for (int position = numbers; position < end; position += Integer.BYTES)
        {
            text.append(' ').append(Integer.toUnsignedString(buffer.getInt(position, BIG_ENDIAN)));
        }
        return text.toString();
    }

    /** Strings behind a length each. */
    private String strings()
    {
        final StringBuilder text = new StringBuilder();
        int position = offset;
        while (position < end)
        {
            final int length = buffer.getByte(position) & 0xFF;
            if (position + 1 + length > end)
            {
                return unknown();
            }
            text.append(text.isEmpty() ? "" : " ").append('"');
            append(text, position + 1, length);
            text.append('"');
            position += 1 + length;
        }
        return text.isEmpty() ? unknown() : text.toString();
    }

    private void append(final StringBuilder text, final int position, final int length)
    {
        for (int i = position; i < position + length; i++)
        {
            NameText.append(text, buffer.getByte(i) & 0xFF, ' ', "\"\\");
        }
    }

    private String unknown()
    {
        final StringBuilder text = new StringBuilder("\\# ").append(end - offset);
        for (int position = offset; position < end; position++)
        {
            text.append(position == offset ? " " : "").append(HEX.toHexDigits(buffer.getByte(position)));
        }
        return text.toString();
    }
}
