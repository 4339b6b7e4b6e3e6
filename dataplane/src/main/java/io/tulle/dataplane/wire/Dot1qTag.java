package io.tulle.dataplane.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Tells a tagged frame's VLAN and priority; it stands where an untagged frame has its EtherType, so it is wrapped
 * {@link #OFFSET_IN_FRAME} bytes into the frame, and a second tag {@link #LENGTH} bytes later. Called by the worker.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |   Tag Protocol Identifier     | PCP |D|        VLAN ID        |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |       EtherType inside        |  payload ...
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Dot1qTag
{
    public static final int LENGTH = 4;
    public static final int OFFSET_IN_FRAME = 12;

    private static final int PROTOCOL_IDENTIFIER_OFFSET = 0;
    private static final int CONTROL_INFORMATION_OFFSET = 2;
    private static final int ETHER_TYPE_OFFSET = 4;
    private static final int CHECKED_LENGTH = 6;
    private static final int VLAN_ID_MASK = 0x0FFF;
    private static final int DROP_ELIGIBLE = 0x1000;
    private static final int PRIORITY_SHIFT = 13;

    private UnsafeBuffer buffer;
    private int offset;

    public static boolean isValid(final UnsafeBuffer buffer, final int offset, final int availableLength)
    {
        return availableLength >= CHECKED_LENGTH && EtherType.isTag(unsignedShort(buffer, offset));
    }

    public Dot1qTag wrap(final UnsafeBuffer buffer, final int offset)
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
        return offset + CHECKED_LENGTH;
    }

    public int protocolIdentifier()
    {
        return unsignedShort(buffer, offset + PROTOCOL_IDENTIFIER_OFFSET);
    }

    public Dot1qTag protocolIdentifier(final int etherType)
    {
        buffer.putShort(offset + PROTOCOL_IDENTIFIER_OFFSET, (short) etherType, BIG_ENDIAN);
        return this;
    }

    public int priority()
    {
        return controlInformation() >>> PRIORITY_SHIFT;
    }

    public boolean dropEligible()
    {
        return 0 != (controlInformation() & DROP_ELIGIBLE);
    }

    public int vlanId()
    {
        return controlInformation() & VLAN_ID_MASK;
    }

    public int controlInformation()
    {
        return unsignedShort(buffer, offset + CONTROL_INFORMATION_OFFSET);
    }

    public Dot1qTag controlInformation(final int priority, final boolean dropEligible, final int vlanId)
    {
        final int value = priority << PRIORITY_SHIFT | (dropEligible ? DROP_ELIGIBLE : 0) | vlanId & VLAN_ID_MASK;
        buffer.putShort(offset + CONTROL_INFORMATION_OFFSET, (short) value, BIG_ENDIAN);
        return this;
    }

    /** What follows this tag: a payload's type, or another tag's identifier. */
    public int etherType()
    {
        return unsignedShort(buffer, offset + ETHER_TYPE_OFFSET);
    }

    public Dot1qTag etherType(final int etherType)
    {
        buffer.putShort(offset + ETHER_TYPE_OFFSET, (short) etherType, BIG_ENDIAN);
        return this;
    }

    private static int unsignedShort(final UnsafeBuffer buffer, final int index)
    {
        return buffer.getShort(index, BIG_ENDIAN) & 0xFFFF;
    }
}
