package io.tulle.dataplane.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells a TCP segment's ports, place in the stream and flags (RFC 9293). Called by the worker.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |          Source Port          |       Destination Port        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                        Sequence Number                        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                    Acknowledgment Number                      |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |  Data |       |C|E|U|A|P|R|S|F|                               |
 *  | Offset| Rsrvd |W|C|R|C|S|S|Y|I|            Window             |
 *  |       |       |R|E|G|K|H|T|N|N|                               |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |           Checksum            |         Urgent Pointer        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                    Options (0 to 40 bytes)                    |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class TcpHeader
{
    public static final int MIN_LENGTH = 20;
    public static final int CHECKSUM_OFFSET = 16;

    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int PSH = 0x08;
    public static final int ACK = 0x10;
    public static final int URG = 0x20;
    public static final int ECE = 0x40;
    public static final int CWR = 0x80;

    /** No such option in this segment. */
    public static final int NO_OPTION = -1;

    private static final int SOURCE_PORT_OFFSET = 0;
    private static final int DESTINATION_PORT_OFFSET = 2;
    private static final int SEQUENCE_NUMBER_OFFSET = 4;
    private static final int ACKNOWLEDGMENT_NUMBER_OFFSET = 8;
    private static final int DATA_OFFSET_OFFSET = 12;
    private static final int FLAGS_OFFSET = 13;
    private static final int WINDOW_OFFSET = 14;
    private static final int URGENT_POINTER_OFFSET = 18;
    private static final int OPTION_END = 0;
    private static final int OPTION_NOP = 1;
    private static final int OPTION_MSS = 2;
    private static final int OPTION_MSS_LENGTH = 4;

    private UnsafeBuffer buffer;
    private int offset;

    public static boolean isValid(final UnsafeBuffer buffer, final int offset, final int availableLength)
    {
        if (availableLength < MIN_LENGTH)
        {
            return false;
        }
        final int headerLength = headerLength(buffer, offset);
        return headerLength >= MIN_LENGTH && headerLength <= availableLength;
    }

    public TcpHeader wrap(final UnsafeBuffer buffer, final int offset)
    {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    public int offset()
    {
        return offset;
    }

    public int payloadOffset()
    {
        return offset + headerLength();
    }

    public int sourcePort()
    {
        return unsignedShort(SOURCE_PORT_OFFSET);
    }

    public TcpHeader sourcePort(final int port)
    {
        return putShort(SOURCE_PORT_OFFSET, port);
    }

    public int destinationPort()
    {
        return unsignedShort(DESTINATION_PORT_OFFSET);
    }

    public TcpHeader destinationPort(final int port)
    {
        return putShort(DESTINATION_PORT_OFFSET, port);
    }

    public int sequenceNumber()
    {
        return buffer.getInt(offset + SEQUENCE_NUMBER_OFFSET, BIG_ENDIAN);
    }

    public TcpHeader sequenceNumber(final int sequenceNumber)
    {
        buffer.putInt(offset + SEQUENCE_NUMBER_OFFSET, sequenceNumber, BIG_ENDIAN);
        return this;
    }

    public int acknowledgmentNumber()
    {
        return buffer.getInt(offset + ACKNOWLEDGMENT_NUMBER_OFFSET, BIG_ENDIAN);
    }

    public TcpHeader acknowledgmentNumber(final int acknowledgmentNumber)
    {
        buffer.putInt(offset + ACKNOWLEDGMENT_NUMBER_OFFSET, acknowledgmentNumber, BIG_ENDIAN);
        return this;
    }

    public int headerLength()
    {
        return headerLength(buffer, offset);
    }

    public TcpHeader headerLength(final int lengthBytes)
    {
        buffer.putByte(offset + DATA_OFFSET_OFFSET, (byte) (lengthBytes << 2));
        return this;
    }

    public int flags()
    {
        return buffer.getByte(offset + FLAGS_OFFSET) & 0xFF;
    }

    public TcpHeader flags(final int flags)
    {
        buffer.putByte(offset + FLAGS_OFFSET, (byte) flags);
        return this;
    }

    public int window()
    {
        return unsignedShort(WINDOW_OFFSET);
    }

    public TcpHeader window(final int window)
    {
        return putShort(WINDOW_OFFSET, window);
    }

    public int checksum()
    {
        return unsignedShort(CHECKSUM_OFFSET);
    }

    public TcpHeader checksum(final int checksum)
    {
        return putShort(CHECKSUM_OFFSET, checksum);
    }

    public int urgentPointer()
    {
        return unsignedShort(URGENT_POINTER_OFFSET);
    }

    public TcpHeader urgentPointer(final int urgentPointer)
    {
        return putShort(URGENT_POINTER_OFFSET, urgentPointer);
    }

    /** Where the maximum segment size option's value stands in the buffer, or {@link #NO_OPTION}. */
    public int maximumSegmentSizeOffset()
    {
        final int end = payloadOffset();
        int index = offset + MIN_LENGTH;
        while (index < end)
        {
            final int kind = buffer.getByte(index);
            if (OPTION_NOP == kind)
            {
                index++;
                continue;
            }
            final int length = OPTION_END == kind || index + 1 >= end ? 0 : buffer.getByte(index + 1) & 0xFF;
            if (length < 2 || length > end - index)
            {
                return NO_OPTION;
            }
            if (OPTION_MSS == kind && OPTION_MSS_LENGTH == length)
            {
                return index + 2;
            }
            index += length;
        }
        return NO_OPTION;
    }

    private static int headerLength(final UnsafeBuffer buffer, final int offset)
    {
        return (buffer.getByte(offset + DATA_OFFSET_OFFSET) & 0xF0) >>> 2;
    }

    private int unsignedShort(final int field)
    {
        return buffer.getShort(offset + field, BIG_ENDIAN) & 0xFFFF;
    }

    private TcpHeader putShort(final int field, final int value)
    {
        buffer.putShort(offset + field, (short) value, BIG_ENDIAN);
        return this;
    }
}
