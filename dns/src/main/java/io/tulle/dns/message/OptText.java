package io.tulle.dns.message;

import org.agrona.DirectBuffer;

/** Prints an OPT record: {@code ; EDNS: version 0, flags do, udp 1232, error 3}. Called off the workers. */
final class OptText
{
    private OptText()
    {
    }

    static String line(final DirectBuffer buffer, final int position, final int fixed, final int end)
    {
        final OptRecord opt = new OptRecord();
        if (!opt.read(buffer, position, fixed, end))
        {
            return "; EDNS: malformed";
        }
        return "; EDNS: version " + opt.version() + (opt.isDnssecOk() ? ", flags do" : "") +
            ", udp " + opt.payload() + errors(buffer, fixed + WireRecord.DATA_OFFSET, end);
    }

    private static String errors(final DirectBuffer buffer, final int offset, final int end)
    {
        final StringBuilder errors = new StringBuilder();
        int position = offset;
        while (position < end)
        {
            final int length = WireRecord.unsignedShort(buffer, position + 2);
            if (OptRecord.EXTENDED_ERROR == WireRecord.unsignedShort(buffer, position) && length >= Short.BYTES)
            {
                final int code = WireRecord.unsignedShort(buffer, position + OptRecord.OPTION_HEADER_LENGTH);
                errors.append(", error ").append(code).append(ExtendedError.sentence(code));
            }
            position += OptRecord.OPTION_HEADER_LENGTH + length;
        }
        return errors.toString();
    }
}
