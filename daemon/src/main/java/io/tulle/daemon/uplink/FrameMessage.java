package io.tulle.daemon.uplink;

import io.tulle.dataplane.FrameDescriptor;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A frame on its way from a worker to the uplink thread, or only where it was to go, in this machine's byte order.
 * <pre>
 *   0               4               8                              16                              24
 *   +---------------+---------------+-------------------------------+-------------------------------+
 *   | egress port   | (padding)     | destination, high half        | destination, low half         |
 *   +---------------+---------------+-------------------------------+-------------------------------+
 *   | virtio-net header, 12 bytes, then the frame from its Ethernet header on ..., or nothing       |
 *   +-----------------------------------------------------------------------------------------------+
 * </pre>
 */
final class FrameMessage
{
    static final int TYPE = 1;
    static final int FRAME_OFFSET = 24;
    /** Frames that are longer are lost: the first packet of a flow is short. */
    static final int MAX_FRAME_BYTES = 2_048;

    private static final int HIGH_OFFSET = 8;
    private static final int LOW_OFFSET = 16;

    private FrameMessage()
    {
    }

    static int length(final int frameLengthBytes)
    {
        return FRAME_OFFSET + FrameDescriptor.VNET_HEADER_BYTES + frameLengthBytes;
    }

    static void put(final MutableDirectBuffer buffer, final int offset, final int egressPort, final long high,
        final long low)
    {
        buffer.putInt(offset, egressPort);
        buffer.putLong(offset + HIGH_OFFSET, high);
        buffer.putLong(offset + LOW_OFFSET, low);
    }

    static int egressPort(final DirectBuffer buffer, final int offset)
    {
        return buffer.getInt(offset);
    }

    static long high(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + HIGH_OFFSET);
    }

    static long low(final DirectBuffer buffer, final int offset)
    {
        return buffer.getLong(offset + LOW_OFFSET);
    }
}
