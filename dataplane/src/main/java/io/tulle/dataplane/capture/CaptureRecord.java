package io.tulle.dataplane.capture;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.wire.VnetHeader;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One captured frame as it lies in a ring. Written by the worker, read by the reader; a flyweight has one thread.
 * <pre>
 *    0               8       12      14       16             20               24          28           40
 *   +---------------+-------+-------+--------+--------------+----------------+-----------+------------+--------
 *   | epoch time ns | port  | event | reason | frame length | bytes that are | session   | virtio-net | bytes
 *   |               |       |       |        | on the wire  | here           | reference | header     |
 *   +---------------+-------+-------+--------+--------------+----------------+-----------+------------+--------
 * </pre>
 */
final class CaptureRecord
{
    /** Agrona's ring wants a positive type for every message; there is only one. */
    static final int TYPE = 1;
    static final int HEADER_BYTES = 40;

    private static final int TIME_OFFSET = 0;
    private static final int PORT_OFFSET = 8;
    private static final int EVENT_OFFSET = 12;
    private static final int REASON_OFFSET = 14;
    private static final int WIRE_LENGTH_OFFSET = 16;
    private static final int LENGTH_OFFSET = 20;
    private static final int SESSION_OFFSET = 24;
    private static final int VNET_OFFSET = 28;

    private UnsafeBuffer buffer;
    private int offset;

    CaptureRecord wrap(final UnsafeBuffer buffer, final int offset)
    {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    CaptureRecord header(final long timeNs, final int port, final CaptureEvent event, final DropReason reason)
    {
        buffer.putLong(offset + TIME_OFFSET, timeNs);
        buffer.putInt(offset + PORT_OFFSET, port);
        buffer.putShort(offset + EVENT_OFFSET, (short) event.ordinal());
        buffer.putShort(offset + REASON_OFFSET, (short) reason.ordinal());
        return this;
    }

    CaptureRecord session(final int reference)
    {
        buffer.putInt(offset + SESSION_OFFSET, reference);
        return this;
    }

    /** @param source where the virtio-net header begins, with the frame behind it. */
    void bytes(final UnsafeBuffer frames, final int source, final int wireLengthBytes, final int lengthBytes)
    {
        buffer.putInt(offset + WIRE_LENGTH_OFFSET, wireLengthBytes);
        buffer.putInt(offset + LENGTH_OFFSET, lengthBytes);
        buffer.putBytes(offset + VNET_OFFSET, frames, source, VnetHeader.LENGTH + lengthBytes);
    }

    UnsafeBuffer buffer()
    {
        return buffer;
    }

    long timeNs()
    {
        return buffer.getLong(offset + TIME_OFFSET);
    }

    int port()
    {
        return buffer.getInt(offset + PORT_OFFSET);
    }

    CaptureEvent event()
    {
        return CaptureEvent.of(buffer.getShort(offset + EVENT_OFFSET));
    }

    DropReason reason()
    {
        return DropReason.of(buffer.getShort(offset + REASON_OFFSET));
    }

    int wireLength()
    {
        return buffer.getInt(offset + WIRE_LENGTH_OFFSET);
    }

    /** @return the reference of the frame's session, or {@link FrameDescriptor#NO_SESSION}. */
    int session()
    {
        return buffer.getInt(offset + SESSION_OFFSET);
    }

    /** @return how many bytes of the frame are here. */
    int length()
    {
        return buffer.getInt(offset + LENGTH_OFFSET);
    }

    int vnetOffset()
    {
        return offset + VNET_OFFSET;
    }

    int dataOffset()
    {
        return offset + HEADER_BYTES;
    }
}
