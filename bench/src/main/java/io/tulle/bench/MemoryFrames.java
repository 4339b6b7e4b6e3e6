package io.tulle.bench;

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
    private static final int HEADROOM = 2 * Long.BYTES;

    private MemoryFrames()
    {
    }

    static int ipv4(final int container)
    {
        return FIRST_ADDRESS + container;
    }

    /** @return one template a destination, all from one container, for {@link MemoryPort}. */
    static UnsafeBuffer templates(final int source, final int[] destinations, final int lengthBytes)
    {
        final UnsafeBuffer templates = new UnsafeBuffer(new byte[destinations.length * MemoryPort.templateBytes()]);
        for (int i = 0; i < destinations.length; i++)
        {
            write(templates, i * MemoryPort.templateBytes() + HEADROOM, source, destinations[i], lengthBytes);
        }
        return templates;
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
