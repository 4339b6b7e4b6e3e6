package io.tulle.dataplane.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Asks or tells which MAC address has an IPv6 address: neighbor solicitation and advertisement with their link-layer
 * address option (RFC 4861 4.3, 4.4, 4.6.1). Begins at the ICMPv6 header. Called by the worker.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |  Type 135/136 |    Code (0)   |          Checksum             |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |R|S|O|                     Reserved                            |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |                                                               |
 *  +                   Target Address (16 bytes)                   +
 *  |                                                               |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |  Option type  |   Length/8    |   Link-Layer Address ...      |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class NeighborDiscovery
{
    public static final int MIN_LENGTH = 24;
    /** With one link-layer address option. */
    public static final int LENGTH = 32;

    public static final int ROUTER = 0x8000_0000;
    public static final int SOLICITED = 0x4000_0000;
    public static final int OVERRIDE = 0x2000_0000;

    public static final int SOURCE_LINK_LAYER_ADDRESS = 1;
    public static final int TARGET_LINK_LAYER_ADDRESS = 2;

    private static final int CODE_OFFSET = 1;
    private static final int FLAGS_OFFSET = 4;
    private static final int TARGET_OFFSET = 8;
    private static final int OPTIONS_OFFSET = 24;
    private static final int OPTION_UNIT = 8;
    private static final int LINK_LAYER_ADDRESS_OFFSET = 2;

    private UnsafeBuffer buffer;
    private int offset;
    private int endOffset;

    /** RFC 4861 7.1: every option has a length that is not zero and fits; the target is no multicast address. */
    public static boolean isValid(final UnsafeBuffer buffer, final int offset, final int availableLength)
    {
        return availableLength >= MIN_LENGTH &&
            isNeighborMessage(buffer.getByte(offset) & 0xFF) &&
            0 == buffer.getByte(offset + CODE_OFFSET) &&
            !Ipv6Header.isMulticast(buffer.getLong(offset + TARGET_OFFSET, BIG_ENDIAN)) &&
            areOptionsValid(buffer, offset + OPTIONS_OFFSET, offset + availableLength);
    }

    /**
     * Unlike the headers' it takes the length that {@link #isValid} checked: only that tells where the options end.
     */
    public NeighborDiscovery wrap(final UnsafeBuffer buffer, final int offset, final int length)
    {
        this.buffer = buffer;
        this.offset = offset;
        this.endOffset = offset + length;
        return this;
    }

    public int offset()
    {
        return offset;
    }

    public boolean isSolicitation()
    {
        return Icmpv6Header.NEIGHBOR_SOLICITATION == (buffer.getByte(offset) & 0xFF);
    }

    /** Writes type and code. */
    public NeighborDiscovery solicitation(final boolean solicitation)
    {
        buffer.putByte(offset, (byte) (solicitation ?
            Icmpv6Header.NEIGHBOR_SOLICITATION : Icmpv6Header.NEIGHBOR_ADVERTISEMENT));
        buffer.putByte(offset + CODE_OFFSET, (byte) 0);
        return this;
    }

    /** {@link #ROUTER}, {@link #SOLICITED}, {@link #OVERRIDE}; an advertisement's. */
    public int flags()
    {
        return buffer.getInt(offset + FLAGS_OFFSET, BIG_ENDIAN);
    }

    public NeighborDiscovery flags(final int flags)
    {
        buffer.putInt(offset + FLAGS_OFFSET, flags, BIG_ENDIAN);
        return this;
    }

    public long targetHigh()
    {
        return buffer.getLong(offset + TARGET_OFFSET, BIG_ENDIAN);
    }

    public long targetLow()
    {
        return buffer.getLong(offset + TARGET_OFFSET + 8, BIG_ENDIAN);
    }

    public NeighborDiscovery target(final long high, final long low)
    {
        buffer.putLong(offset + TARGET_OFFSET, high, BIG_ENDIAN);
        buffer.putLong(offset + TARGET_OFFSET + 8, low, BIG_ENDIAN);
        return this;
    }

    /** The asking node's MAC in a solicitation, the answering one's in an advertisement, or {@link MacAddress#NONE}. */
    public long linkLayerAddress()
    {
        final int type = isSolicitation() ? SOURCE_LINK_LAYER_ADDRESS : TARGET_LINK_LAYER_ADDRESS;
        int index = offset + OPTIONS_OFFSET;
        while (index < endOffset)
        {
            if (type == buffer.getByte(index))
            {
                return MacAddress.get(buffer, index + LINK_LAYER_ADDRESS_OFFSET);
            }
            index += optionLength(buffer, index);
        }
        return MacAddress.NONE;
    }

    /** Writes the option of this message's kind as the first one; the message is {@link #LENGTH} bytes then. */
    public NeighborDiscovery linkLayerAddress(final long mac)
    {
        final int index = offset + OPTIONS_OFFSET;
        buffer.putByte(index, (byte) (isSolicitation() ? SOURCE_LINK_LAYER_ADDRESS : TARGET_LINK_LAYER_ADDRESS));
        buffer.putByte(index + 1, (byte) 1);
        MacAddress.put(buffer, index + LINK_LAYER_ADDRESS_OFFSET, mac);
        endOffset = offset + LENGTH;
        return this;
    }

    private static boolean isNeighborMessage(final int type)
    {
        return Icmpv6Header.NEIGHBOR_SOLICITATION == type || Icmpv6Header.NEIGHBOR_ADVERTISEMENT == type;
    }

    private static boolean areOptionsValid(final UnsafeBuffer buffer, final int begin, final int end)
    {
        int index = begin;
        while (index < end)
        {
            final int length = end - index < OPTION_UNIT ? 0 : optionLength(buffer, index);
            if (0 == length || length > end - index)
            {
                return false;
            }
            index += length;
        }
        return true;
    }

    private static int optionLength(final UnsafeBuffer buffer, final int index)
    {
        return (buffer.getByte(index + 1) & 0xFF) * OPTION_UNIT;
    }
}
