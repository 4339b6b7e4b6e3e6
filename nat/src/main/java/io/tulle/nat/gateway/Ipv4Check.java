package io.tulle.nat.gateway;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.wire.Ipv4Header;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Checks what a router must of an IPv4 header (RFC 1812 5.2.2): checksum, length, options; no source route passes
 * (RFC 7126 4.3). Used by the worker.
 * <pre>
 *   option:  +--------+--------+--------- ...
 *            |  kind  | length |  data
 *            +--------+--------+--------- ...      kinds 0 (end) and 1 (no operation) are one byte
 * </pre>
 */
final class Ipv4Check
{
    private static final long LOW_HALF = 0xFFFF_FFFFL;
    private static final int MASK = 0xFFFF;
    private static final int END_OF_OPTIONS = 0;
    private static final int NO_OPERATION = 1;
    private static final int LOOSE_SOURCE_ROUTE = 131;
    private static final int STRICT_SOURCE_ROUTE = 137;
    private static final int MIN_OPTION_BYTES = 2;

    private final FrameDescriptor frames;
    private final UnsafeBuffer buffer;
    private final PacketLength packetLength;

    Ipv4Check(final FrameDescriptor frames)
    {
        this.frames = frames;
        buffer = frames.buffer();
        packetLength = new PacketLength(frames);
    }

    /** @param ipv4 of a header that is there whole. */
    DropReason check(final int frame, final Ipv4Header ipv4)
    {
        final int headerLength = ipv4.headerLength();
        final boolean isPlain = Ipv4Header.MIN_LENGTH == headerLength;
        if (!(isPlain ? isChecksumCorrect(ipv4.offset()) : ipv4.isChecksumCorrect()) ||
            !packetLength.fit(frame, ipv4.totalLength(), headerLength))
        {
            return DropReason.IPV4_MALFORMED;
        }
        if (ipv4.isFragment() && packetLength.isGso(frame))
        {
            return DropReason.FRAGMENT_MALFORMED; // no kernel leaves a fragment to be segmented
        }
        frames.transport(frame, ipv4.protocol(), ipv4.offset() + headerLength);
        return isPlain ? DropReason.NONE : checkOptions(ipv4.offset() + Ipv4Header.MIN_LENGTH, ipv4.payloadOffset());
    }

    /** The sum of 20 bytes in three reads; whatever the byte order, an intact header sums up to all ones. */
    private boolean isChecksumCorrect(final int offset)
    {
        final long first = buffer.getLong(offset, LITTLE_ENDIAN);
        final long second = buffer.getLong(offset + 8, LITTLE_ENDIAN);
        final long sum = (first & LOW_HALF) + (first >>> 32) + (second & LOW_HALF) + (second >>> 32) +
            (buffer.getInt(offset + 16, LITTLE_ENDIAN) & LOW_HALF);
        final long once = (sum & MASK) + (sum >>> 16 & MASK) + (sum >>> 32);
        final long twice = (once & MASK) + (once >>> 16);
        return MASK == twice;
    }

    private DropReason checkOptions(final int begin, final int end)
    {
        int offset = begin;
        while (offset < end)
        {
            final int kind = buffer.getByte(offset) & 0xFF;
            if (LOOSE_SOURCE_ROUTE == kind || STRICT_SOURCE_ROUTE == kind)
            {
                return DropReason.SOURCE_ROUTED;
            }
            if (END_OF_OPTIONS == kind)
            {
                break;
            }
            final int length = NO_OPERATION == kind ? 1 : optionLength(offset, end);
            if (length > end - offset)
            {
                return DropReason.IPV4_MALFORMED;
            }
            offset += length;
        }
        return DropReason.NONE;
    }

    /** @return the length of an option, or far too much when it has none that may be. */
    private int optionLength(final int offset, final int end)
    {
        final int length = end - offset < MIN_OPTION_BYTES ? 0 : buffer.getByte(offset + 1) & 0xFF;
        return length < MIN_OPTION_BYTES ? Integer.MAX_VALUE : length;
    }
}
