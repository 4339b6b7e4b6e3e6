package io.tulle.bench;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.nio.ByteBuffer;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.FramePool;
import io.tulle.dataplane.Port;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.EthernetHeader;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.UdpHeader;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A container's port that never runs dry: receives 64-byte UDP frames for the world, each of a flow chosen at random,
 * alike in every run. First it goes through its flows once in order, so that each has its session. Swallows what is
 * sent, as the uplink's port does. Used by the worker under test.
 * <p>
 * A flow is a source port and one of {@value #REMOTES} remote addresses. The whole frame is written into the cell, with
 * the header checksum of its destination; the UDP checksum is some number, as translation never adds up a payload.
 */
final class FlowPort implements Port
{
    static final int REMOTES = 64;
    static final int FRAME_BYTES = 64;
    private static final int FIRST_REMOTE = 0xC612_0000; // 198.18.0.0, of RFC 2544
    private static final int FIRST_SOURCE_PORT = 4_096;
    private static final int IP_OFFSET = EthernetHeader.LENGTH;
    private static final int UDP_OFFSET = IP_OFFSET + Ipv4Header.MIN_LENGTH;
    private static final int UDP_CHECKSUM = 0x1234;
    private static final long MULTIPLIER = 6_364_136_223_846_793_005L; // Knuth's, of a linear congruential generator

    private final int index;
    private final FramePool pool;
    private final FrameDescriptor frames;
    private final UnsafeBuffer cells;
    private final UnsafeBuffer template = new UnsafeBuffer(
        ByteBuffer.allocateDirect(FrameDescriptor.VNET_HEADER_BYTES + FRAME_BYTES));
    private final short[] headerChecksums = new short[REMOTES];
    private final int flows;
    private int opened;
    private long random;
    private long sentFrames;

    /** @param flows of the container; 0 is a port that receives nothing */
    FlowPort(final int index, final FramePool pool, final long gatewayMac, final int flows)
    {
        this.index = index;
        this.pool = pool;
        frames = pool.frames();
        cells = pool.buffer();
        this.flows = flows;
        random = index;
        writeTemplate(gatewayMac);
    }

    @Override
    public int index()
    {
        return index;
    }

    @Override
    public String name()
    {
        return "flows" + index;
    }

    @Override
    public int descriptor()
    {
        return NO_DESCRIPTOR;
    }

    @Override
    public int mtu()
    {
        return 1_500;
    }

    @Override
    public boolean hasOffloads()
    {
        return true;
    }

    @Override
    public int receive(final Burst burst, final int limit)
    {
        if (0 == flows)
        {
            return 0;
        }
        for (int i = 0; i < limit; i++)
        {
            final int frame = pool.claim();
            write(frame + FramePool.DATA_OFFSET, nextFlow());
            frames.received(frame, index, FRAME_BYTES);
            burst.add(frame);
        }
        return limit;
    }

    @Override
    public DropReason transmit(final int frame)
    {
        sentFrames++;
        return DropReason.NONE;
    }

    long sentFrames()
    {
        return sentFrames;
    }

    /** @return whether a frame of each flow was received. */
    boolean isOpen()
    {
        return opened == flows;
    }

    @Override
    public void close()
    {
        // holds nothing
    }

    private int nextFlow()
    {
        if (opened < flows)
        {
            return opened++;
        }
        random = random * MULTIPLIER + 1;
        return (int) ((random >>> 33) * flows >>> 31);
    }

    private void write(final int offset, final int flow)
    {
        final int remote = flow % REMOTES;
        cells.putBytes(offset - FrameDescriptor.VNET_HEADER_BYTES, template, 0, template.capacity());
        cells.putInt(offset + IP_OFFSET + Ipv4Header.DESTINATION_OFFSET, FIRST_REMOTE + remote, BIG_ENDIAN);
        cells.putShort(offset + IP_OFFSET + Ipv4Header.CHECKSUM_OFFSET, headerChecksums[remote], BIG_ENDIAN);
        cells.putShort(offset + UDP_OFFSET, (short) (FIRST_SOURCE_PORT + flow / REMOTES), BIG_ENDIAN);
    }

    private void writeTemplate(final long gatewayMac)
    {
        final int offset = FrameDescriptor.VNET_HEADER_BYTES;
        new EthernetHeader().wrap(template, offset)
            .destination(gatewayMac)
            .source(MacSequence.mac(index))
            .etherType(EtherType.IPV4);
        template.putByte(offset + IP_OFFSET, (byte) 0x45);
        final Ipv4Header header = new Ipv4Header().wrap(template, offset + IP_OFFSET)
            .totalLength(FRAME_BYTES - IP_OFFSET)
            .timeToLive(64)
            .protocol(IpProtocol.UDP)
            .source(MemoryFrames.ipv4(index));
        new UdpHeader().wrap(template, offset + UDP_OFFSET)
            .destinationPort(53)
            .length(FRAME_BYTES - UDP_OFFSET);
        template.putShort(offset + UDP_OFFSET + UdpHeader.CHECKSUM_OFFSET, (short) UDP_CHECKSUM, BIG_ENDIAN);
        for (int i = 0; i < REMOTES; i++)
        {
            header.destination(FIRST_REMOTE + i).computeChecksum();
            headerChecksums[i] =
                template.getShort(offset + IP_OFFSET + Ipv4Header.CHECKSUM_OFFSET, BIG_ENDIAN);
        }
    }
}
