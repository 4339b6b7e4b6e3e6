package io.tulle.bench;

import java.nio.ByteBuffer;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.EthernetHeader;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.UdpHeader;
import org.agrona.concurrent.UnsafeBuffer;

/** Makes the frames that memory ports receive: UDP over IPv4 between containers, each with its own addresses. */
final class MemoryFrames
{
    private static final int FIRST_ADDRESS = 0x0A1E_0000;

    private MemoryFrames()
    {
    }

    static int ipv4(final int container)
    {
        return FIRST_ADDRESS + container;
    }

    /** @return what a port writes into a cell: an empty virtio-net header and the beginning of a frame. */
    static UnsafeBuffer template(final int source, final int lengthBytes)
    {
        final UnsafeBuffer template = new UnsafeBuffer(
            ByteBuffer.allocateDirect(FrameDescriptor.VNET_HEADER_BYTES + MemoryPort.WRITTEN_BYTES));
        write(template, FrameDescriptor.VNET_HEADER_BYTES, source, 0, lengthBytes);
        return template;
    }

    private static void write(final UnsafeBuffer buffer, final int offset, final int source, final int destination,
        final int lengthBytes)
    {
        new EthernetHeader().wrap(buffer, offset)
            .destination(MacSequence.mac(destination))
            .source(MacSequence.mac(source))
            .etherType(EtherType.IPV4);
        final int ipOffset = offset + EthernetHeader.LENGTH;
        buffer.putByte(ipOffset, (byte) 0x45);
        new Ipv4Header().wrap(buffer, ipOffset)
            .totalLength(lengthBytes - EthernetHeader.LENGTH)
            .timeToLive(64)
            .protocol(IpProtocol.UDP)
            .source(ipv4(source))
            .destination(ipv4(destination))
            .computeChecksum();
        new UdpHeader().wrap(buffer, ipOffset + Ipv4Header.MIN_LENGTH)
            .sourcePort(5_000)
            .destinationPort(5_001)
            .length(lengthBytes - EthernetHeader.LENGTH - Ipv4Header.MIN_LENGTH);
    }
}
