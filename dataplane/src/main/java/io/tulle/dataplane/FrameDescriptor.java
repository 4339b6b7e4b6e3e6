package io.tulle.dataplane;

import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads and writes what is known of a frame beside its bytes. Used by the worker that owns the pool.
 * <pre>
 *    0               4               8              12              16              20              24          28
 *   +---------------+---------------+---------------+---------------+---------------+---------------+-----------+
 *   | ingress port  | length        | data offset   | references    | ether type    | network offset| protocol  |
 *   +---------------+---------------+---------------+---------------+---------------+---------------+-----------+
 *   28              32              36              40              44                                         64
 *   +---------------+---------------+---------------+---------------+------------------------------------------+
 *   | transport off.| fragment size | session       | egress port   |                                          |
 *   +---------------+---------------+---------------+---------------+------------------------------------------+
 * </pre>
 * Offsets are absolute in the pool's buffer. The virtio-net header lies in the 12 bytes before the data. The ether
 * type is the one behind any VLAN tags, and the network offset is where the header that it names begins. From the
 * protocol on, only routed frames have the fields; the fragment size is zero for a frame that may not be fragmented,
 * and the session is {@link #NO_SESSION} until somebody knows better.
 */
public final class FrameDescriptor
{
    public static final int VNET_HEADER_BYTES = 12;
    /** What {@link #session(int)} answers of a frame that belongs to none. */
    public static final int NO_SESSION = -1;

    private static final int MAC_BYTES = 6;
    private static final int INGRESS_PORT_OFFSET = 0;
    private static final int LENGTH_OFFSET = 4;
    private static final int DATA_OFFSET_OFFSET = 8;
    private static final int REFERENCES_OFFSET = 12;
    private static final int ETHER_TYPE_OFFSET = 16;
    private static final int NETWORK_OFFSET_OFFSET = 20;
    private static final int PROTOCOL_OFFSET = 24;
    private static final int TRANSPORT_OFFSET_OFFSET = 28;
    private static final int FRAGMENT_SIZE_OFFSET = 32;
    private static final int SESSION_OFFSET = 36;
    private static final int EGRESS_PORT_OFFSET = 40;

    private final UnsafeBuffer buffer;
    private final long address;

    FrameDescriptor(final UnsafeBuffer buffer)
    {
        this.buffer = buffer;
        address = buffer.addressOffset();
    }

    void claimed(final int frame, final int dataOffset)
    {
        putInt(frame + DATA_OFFSET_OFFSET, dataOffset);
        putInt(frame + REFERENCES_OFFSET, 1);
    }

    public UnsafeBuffer buffer()
    {
        return buffer;
    }

    /** Notes what a port knows of a frame that it has just read. */
    public void received(final int frame, final int ingressPort, final int lengthBytes)
    {
        putInt(frame + INGRESS_PORT_OFFSET, ingressPort);
        putInt(frame + LENGTH_OFFSET, lengthBytes);
        putInt(frame + FRAGMENT_SIZE_OFFSET, 0);
        putInt(frame + SESSION_OFFSET, NO_SESSION);
    }

    /** Notes where the network-layer header lies and what it is. */
    public void parsed(final int frame, final int etherType, final int networkOffset)
    {
        putInt(frame + ETHER_TYPE_OFFSET, etherType);
        putInt(frame + NETWORK_OFFSET_OFFSET, networkOffset);
    }

    public int ingressPort(final int frame)
    {
        return getInt(frame + INGRESS_PORT_OFFSET);
    }

    /** @return the length from the Ethernet header on, in bytes, without a frame check sequence. */
    public int length(final int frame)
    {
        return getInt(frame + LENGTH_OFFSET);
    }

    public void length(final int frame, final int lengthBytes)
    {
        putInt(frame + LENGTH_OFFSET, lengthBytes);
    }

    /** @return where the Ethernet header begins. */
    public int dataOffset(final int frame)
    {
        return getInt(frame + DATA_OFFSET_OFFSET);
    }

    public int vnetHeaderOffset(final int frame)
    {
        return dataOffset(frame) - VNET_HEADER_BYTES;
    }

    /** @return the frame's destination MAC address; the frame is no runt. */
    public long destination(final int frame)
    {
        return getLong(dataOffset(frame)) >>> 16;
    }

    /** @return the frame's source MAC address; the frame is no runt. */
    public long source(final int frame)
    {
        return sourceAndType(frame) >>> 16;
    }

    /** @return the source MAC address, and in the lower 16 bits what follows it: the outermost ether type. */
    public long sourceAndType(final int frame)
    {
        return getLong(dataOffset(frame) + MAC_BYTES);
    }

    public int etherType(final int frame)
    {
        return getInt(frame + ETHER_TYPE_OFFSET);
    }

    public int networkOffset(final int frame)
    {
        return getInt(frame + NETWORK_OFFSET_OFFSET);
    }

    /** @return how many bytes the frame has from its network-layer header on. */
    public int networkLength(final int frame)
    {
        return dataOffset(frame) + length(frame) - networkOffset(frame);
    }

    /** Notes which protocol the packet carries, behind any IPv6 extension headers, and where its header begins. */
    public void transport(final int frame, final int protocol, final int transportOffset)
    {
        putInt(frame + PROTOCOL_OFFSET, protocol);
        putInt(frame + TRANSPORT_OFFSET_OFFSET, transportOffset);
    }

    /** @return the protocol number behind the network layer; only of a routed frame. */
    public int protocol(final int frame)
    {
        return getInt(frame + PROTOCOL_OFFSET);
    }

    /** @return where the transport-layer header begins; only of a routed frame. */
    public int transportOffset(final int frame)
    {
        return getInt(frame + TRANSPORT_OFFSET_OFFSET);
    }

    /** @return how many bytes the frame has from its transport-layer header on; only of a routed frame. */
    public int transportLength(final int frame)
    {
        return dataOffset(frame) + length(frame) - transportOffset(frame);
    }

    /** @return the largest packet that the frame's fragments may be, in bytes, or 0 when it may not be fragmented. */
    public int fragmentSize(final int frame)
    {
        return getInt(frame + FRAGMENT_SIZE_OFFSET);
    }

    public void fragmentSize(final int frame, final int sizeBytes)
    {
        putInt(frame + FRAGMENT_SIZE_OFFSET, sizeBytes);
    }

    /** @return the reference of the session that the frame belongs to, as the session table gave it, or none. */
    public int session(final int frame)
    {
        return getInt(frame + SESSION_OFFSET);
    }

    public void session(final int frame, final int reference)
    {
        putInt(frame + SESSION_OFFSET, reference);
    }

    /** @return the port that a routed frame is to leave by. */
    public int egressPort(final int frame)
    {
        return getInt(frame + EGRESS_PORT_OFFSET);
    }

    public void egressPort(final int frame, final int port)
    {
        putInt(frame + EGRESS_PORT_OFFSET, port);
    }

    int references(final int frame)
    {
        return getInt(frame + REFERENCES_OFFSET);
    }

    void references(final int frame, final int references)
    {
        putInt(frame + REFERENCES_OFFSET, references);
    }

    /**
     * By address and not by buffer: a buffer may be on the heap, so the compiler forgets every field that it has read
     * at each access to one, and a frame's way has fifty.
     */
    private int getInt(final int offset)
    {
        if (UnsafeBuffer.SHOULD_BOUNDS_CHECK)
        {
            buffer.boundsCheck(offset, Integer.BYTES);
        }
        return UnsafeApi.getInt(address + offset);
    }

    private void putInt(final int offset, final int value)
    {
        if (UnsafeBuffer.SHOULD_BOUNDS_CHECK)
        {
            buffer.boundsCheck(offset, Integer.BYTES);
        }
        UnsafeApi.putInt(address + offset, value);
    }

    private long getLong(final int offset)
    {
        if (UnsafeBuffer.SHOULD_BOUNDS_CHECK)
        {
            buffer.boundsCheck(offset, Long.BYTES); // an Ethernet header is 14 bytes: 8 may be read at either address
        }
        return Long.reverseBytes(UnsafeApi.getLong(address + offset)); // network byte order
    }
}
