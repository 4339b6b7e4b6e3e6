package io.tulle.dataplane.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Asks or tells which MAC address has an IPv4 address (RFC 826, Ethernet and IPv4 only). Called by the worker.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |      Hardware type (1)        |     Protocol type (0800)      |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |  HW len (6)   | Proto len (4) |           Operation           |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                     Sender hardware address                   |
 *  +                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                               |    Sender protocol address    |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                               |    Target hardware address    |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
 *  |                                                               |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                    Target protocol address                    |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class ArpPacket
{
    public static final int LENGTH = 28;
    public static final int REQUEST = 1;
    public static final int REPLY = 2;

    private static final int OPERATION_OFFSET = 6;
    private static final int SENDER_MAC_OFFSET = 8;
    private static final int SENDER_ADDRESS_OFFSET = 14;
    private static final int TARGET_MAC_OFFSET = 18;
    private static final int TARGET_ADDRESS_OFFSET = 24;
    // hardware type 1, protocol type 0x0800, lengths 6 and 4
    private static final int ETHERNET_AND_IPV4 = 0x0001_0800;
    private static final int LENGTHS_OFFSET = 4;
    private static final short LENGTHS = 0x0604;

    private UnsafeBuffer buffer;
    private int offset;

    public static boolean isValid(final UnsafeBuffer buffer, final int offset, final int availableLength)
    {
        return availableLength >= LENGTH &&
            ETHERNET_AND_IPV4 == buffer.getInt(offset, BIG_ENDIAN) &&
            LENGTHS == buffer.getShort(offset + LENGTHS_OFFSET, BIG_ENDIAN);
    }

    public ArpPacket wrap(final UnsafeBuffer buffer, final int offset)
    {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    public int offset()
    {
        return offset;
    }

    /** Writes the types and lengths that {@link #isValid} asks for. */
    public ArpPacket ethernetAndIpv4()
    {
        buffer.putInt(offset, ETHERNET_AND_IPV4, BIG_ENDIAN);
        buffer.putShort(offset + LENGTHS_OFFSET, LENGTHS, BIG_ENDIAN);
        return this;
    }

    public int operation()
    {
        return buffer.getShort(offset + OPERATION_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    public ArpPacket operation(final int operation)
    {
        buffer.putShort(offset + OPERATION_OFFSET, (short) operation, BIG_ENDIAN);
        return this;
    }

    public long senderMac()
    {
        return MacAddress.get(buffer, offset + SENDER_MAC_OFFSET);
    }

    public ArpPacket senderMac(final long mac)
    {
        MacAddress.put(buffer, offset + SENDER_MAC_OFFSET, mac);
        return this;
    }

    public int senderAddress()
    {
        return buffer.getInt(offset + SENDER_ADDRESS_OFFSET, BIG_ENDIAN);
    }

    public ArpPacket senderAddress(final int address)
    {
        buffer.putInt(offset + SENDER_ADDRESS_OFFSET, address, BIG_ENDIAN);
        return this;
    }

    public long targetMac()
    {
        return MacAddress.get(buffer, offset + TARGET_MAC_OFFSET);
    }

    public ArpPacket targetMac(final long mac)
    {
        MacAddress.put(buffer, offset + TARGET_MAC_OFFSET, mac);
        return this;
    }

    public int targetAddress()
    {
        return buffer.getInt(offset + TARGET_ADDRESS_OFFSET, BIG_ENDIAN);
    }

    public ArpPacket targetAddress(final int address)
    {
        buffer.putInt(offset + TARGET_ADDRESS_OFFSET, address, BIG_ENDIAN);
        return this;
    }
}
