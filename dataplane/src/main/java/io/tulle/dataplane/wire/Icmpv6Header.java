package io.tulle.dataplane.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells an ICMPv6 message's kind, echo identifier or MTU (RFC 4443); {@link NeighborDiscovery} reads the rest of types
 * 135 and 136. Called by the worker.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |     Type      |     Code      |          Checksum             |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |          Identifier           |        Sequence Number        |
 *  |                              MTU                              |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Icmpv6Header
{
    public static final int LENGTH = 8;
    public static final int CHECKSUM_OFFSET = 2;

    public static final int DESTINATION_UNREACHABLE = 1;
    public static final int PACKET_TOO_BIG = 2;
    public static final int TIME_EXCEEDED = 3;
    public static final int PARAMETER_PROBLEM = 4;
    public static final int ECHO_REQUEST = 128;
    public static final int ECHO_REPLY = 129;
    public static final int ROUTER_SOLICITATION = 133;
    public static final int ROUTER_ADVERTISEMENT = 134;
    public static final int NEIGHBOR_SOLICITATION = 135;
    public static final int NEIGHBOR_ADVERTISEMENT = 136;
    public static final int REDIRECT = 137;

    /** Codes of {@link #DESTINATION_UNREACHABLE}. */
    public static final int NO_ROUTE = 0;
    public static final int ADMINISTRATIVELY_PROHIBITED = 1;
    public static final int ADDRESS_UNREACHABLE = 3;
    public static final int PORT_UNREACHABLE = 4;

    private static final int TYPE_OFFSET = 0;
    private static final int CODE_OFFSET = 1;
    private static final int IDENTIFIER_OFFSET = 4;
    private static final int SEQUENCE_NUMBER_OFFSET = 6;
    private static final int MTU_OFFSET = 4;
    private static final int INFORMATIONAL_BIT = 0x80;

    private UnsafeBuffer buffer;
    private int offset;

    public static boolean isValid(final UnsafeBuffer buffer, final int offset, final int availableLength)
    {
        return availableLength >= LENGTH;
    }

    /** RFC 4443 2.1: types below 128 are errors and quote a packet. */
    public static boolean isError(final int type)
    {
        return 0 == (type & INFORMATIONAL_BIT);
    }

    public Icmpv6Header wrap(final UnsafeBuffer buffer, final int offset)
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

    public Icmpv6Header type(final int type)
    {
        buffer.putByte(offset + TYPE_OFFSET, (byte) type);
        return this;
    }

    public int code()
    {
        return buffer.getByte(offset + CODE_OFFSET) & 0xFF;
    }

    public Icmpv6Header code(final int code)
    {
        buffer.putByte(offset + CODE_OFFSET, (byte) code);
        return this;
    }

    public int checksum()
    {
        return unsignedShort(CHECKSUM_OFFSET);
    }

    public Icmpv6Header checksum(final int checksum)
    {
        return putShort(CHECKSUM_OFFSET, checksum);
    }

    public int identifier()
    {
        return unsignedShort(IDENTIFIER_OFFSET);
    }

    public Icmpv6Header identifier(final int identifier)
    {
        return putShort(IDENTIFIER_OFFSET, identifier);
    }

    public int sequenceNumber()
    {
        return unsignedShort(SEQUENCE_NUMBER_OFFSET);
    }

    public Icmpv6Header sequenceNumber(final int sequenceNumber)
    {
        return putShort(SEQUENCE_NUMBER_OFFSET, sequenceNumber);
    }

    /** The 32-bit field as it is: a hostile sender can make it negative. */
    public int mtu()
    {
        return buffer.getInt(offset + MTU_OFFSET, BIG_ENDIAN);
    }

    public Icmpv6Header mtu(final int mtuBytes)
    {
        buffer.putInt(offset + MTU_OFFSET, mtuBytes, BIG_ENDIAN);
        return this;
    }

    private int unsignedShort(final int field)
    {
        return buffer.getShort(offset + field, BIG_ENDIAN) & 0xFFFF;
    }

    private Icmpv6Header putShort(final int field, final int value)
    {
        buffer.putShort(offset + field, (short) value, BIG_ENDIAN);
        return this;
    }
}
