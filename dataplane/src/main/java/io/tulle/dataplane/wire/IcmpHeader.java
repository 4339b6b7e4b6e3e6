package io.tulle.dataplane.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells an ICMP message's kind, echo identifier or next-hop MTU (RFC 792, RFC 1191). Called by the worker.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |     Type      |     Code      |          Checksum             |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |          Identifier           |        Sequence Number        |
 *  |            unused             |         Next-Hop MTU          |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class IcmpHeader
{
    public static final int LENGTH = 8;
    public static final int CHECKSUM_OFFSET = 2;

    public static final int ECHO_REPLY = 0;
    public static final int DESTINATION_UNREACHABLE = 3;
    public static final int REDIRECT = 5;
    public static final int ECHO_REQUEST = 8;
    public static final int TIME_EXCEEDED = 11;
    public static final int PARAMETER_PROBLEM = 12;

    /** Codes of {@link #DESTINATION_UNREACHABLE}. */
    public static final int NETWORK_UNREACHABLE = 0;
    public static final int HOST_UNREACHABLE = 1;
    public static final int PORT_UNREACHABLE = 3;
    public static final int FRAGMENTATION_NEEDED = 4;
    public static final int ADMINISTRATIVELY_PROHIBITED = 13;

    private static final int TYPE_OFFSET = 0;
    private static final int CODE_OFFSET = 1;
    private static final int IDENTIFIER_OFFSET = 4;
    private static final int SEQUENCE_NUMBER_OFFSET = 6;
    private static final int UNUSED_OFFSET = 4;
    private static final int NEXT_HOP_MTU_OFFSET = 6;
    private static final int SOURCE_QUENCH = 4;

    private UnsafeBuffer buffer;
    private int offset;

    public static boolean isValid(final UnsafeBuffer buffer, final int offset, final int availableLength)
    {
        return availableLength >= LENGTH;
    }

    /** RFC 1122 3.2.2: an error quotes a packet and must never be answered by an error. */
    public static boolean isError(final int type)
    {
        return switch (type)
        {
            case DESTINATION_UNREACHABLE, SOURCE_QUENCH, REDIRECT, TIME_EXCEEDED, PARAMETER_PROBLEM -> true;
            default -> false;
        };
    }

    public IcmpHeader wrap(final UnsafeBuffer buffer, final int offset)
    {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    public int offset()
    {
        return offset;
    }

    /** Of an echo its data, of an error the packet it quotes. */
    public int payloadOffset()
    {
        return offset + LENGTH;
    }

    public int type()
    {
        return buffer.getByte(offset + TYPE_OFFSET) & 0xFF;
    }

    public IcmpHeader type(final int type)
    {
        buffer.putByte(offset + TYPE_OFFSET, (byte) type);
        return this;
    }

    public int code()
    {
        return buffer.getByte(offset + CODE_OFFSET) & 0xFF;
    }

    public IcmpHeader code(final int code)
    {
        buffer.putByte(offset + CODE_OFFSET, (byte) code);
        return this;
    }

    public int checksum()
    {
        return unsignedShort(CHECKSUM_OFFSET);
    }

    public IcmpHeader checksum(final int checksum)
    {
        return putShort(CHECKSUM_OFFSET, checksum);
    }

    public int identifier()
    {
        return unsignedShort(IDENTIFIER_OFFSET);
    }

    public IcmpHeader identifier(final int identifier)
    {
        return putShort(IDENTIFIER_OFFSET, identifier);
    }

    public int sequenceNumber()
    {
        return unsignedShort(SEQUENCE_NUMBER_OFFSET);
    }

    public IcmpHeader sequenceNumber(final int sequenceNumber)
    {
        return putShort(SEQUENCE_NUMBER_OFFSET, sequenceNumber);
    }

    public int nextHopMtu()
    {
        return unsignedShort(NEXT_HOP_MTU_OFFSET);
    }

    public IcmpHeader nextHopMtu(final int mtuBytes)
    {
        putShort(UNUSED_OFFSET, 0);
        return putShort(NEXT_HOP_MTU_OFFSET, mtuBytes);
    }

    private int unsignedShort(final int field)
    {
        return buffer.getShort(offset + field, BIG_ENDIAN) & 0xFFFF;
    }

    private IcmpHeader putShort(final int field, final int value)
    {
        buffer.putShort(offset + field, (short) value, BIG_ENDIAN);
        return this;
    }
}
