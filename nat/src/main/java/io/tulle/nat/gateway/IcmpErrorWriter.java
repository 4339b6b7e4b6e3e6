package io.tulle.nat.gateway;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.EthernetHeader;
import io.tulle.dataplane.wire.IcmpHeader;
import io.tulle.dataplane.wire.Icmpv6Header;
import io.tulle.dataplane.wire.InternetChecksum;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv4Header;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.dataplane.wire.VnetHeader;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes an ICMP error about one frame into another one. Used by the worker.
 * <pre>
 *   +----------+-----------------+---------------------+---------------------------------------+
 *   | Ethernet | IPv4 20, IPv6 40| type code sum MTU 8 | the packet as it came in, its begin   |
 *   +----------+-----------------+---------------------+---------------------------------------+
 *              |  at most 576 bytes for IPv4 (RFC 1812 4.3.2.3), 1,280 for IPv6 (RFC 4443 2.4(c))  |
 * </pre>
 * The quoted packet stays as its sender's kernel handed it over: of one whose checksum was left to us the quote has the
 * pseudo-header's sum there, of a GSO frame it has the header before segmentation. Receivers go by addresses, ports
 * and sequence number.
 */
final class IcmpErrorWriter
{
    private static final int MAX_IPV4_BYTES = 576;
    private static final int MAX_IPV6_BYTES = 1280;
    private static final int TIME_TO_LIVE = 64;
    private static final int INTERNETWORK_CONTROL = 0xC0; // RFC 1812 4.3.2.5: precedence 6

    private final FrameDescriptor frames;
    private final UnsafeBuffer buffer;
    private final EthernetHeader ethernet = new EthernetHeader();
    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final IcmpHeader icmp = new IcmpHeader();
    private final Icmpv6Header icmpv6 = new Icmpv6Header();
    private final VnetHeader vnet = new VnetHeader();
    private int identification;

    IcmpErrorWriter(final FrameDescriptor frames)
    {
        this.frames = frames;
        buffer = frames.buffer();
    }

    /**
     * @param to     an unused frame, which becomes one that came in by the same port as the other
     * @param packet that was read from the frame that the error is about
     * @param source the router's own address that the error comes from
     */
    void write(final int to, final int about, final PacketReader packet, final RouterPort port,
        final SourceAddress source, final IcmpError error, final int mtu)
    {
        final int offset = frames.dataOffset(to) + EthernetHeader.LENGTH;
        final int maxBytes = Math.min(port.mtu(), packet.isIpv4() ? MAX_IPV4_BYTES : MAX_IPV6_BYTES);
        final int headers = packet.isIpv4() ? Ipv4Header.MIN_LENGTH + IcmpHeader.LENGTH :
            Ipv6Header.LENGTH + Icmpv6Header.LENGTH;
        final int quoted = Math.min(frames.networkLength(about), maxBytes - headers);
        buffer.putBytes(offset + headers, buffer, frames.networkOffset(about), quoted);
        frames.received(to, port.index(), EthernetHeader.LENGTH + headers + quoted);
        frames.parsed(to, frames.etherType(about), offset);
        frames.egressPort(to, port.index());
        vnet.wrap(buffer, frames.vnetHeaderOffset(to)).clear();
        ethernet.wrap(buffer, frames.dataOffset(to))
            .destination(frames.source(about))
            .source(port.routerMac())
            .etherType(packet.isIpv4() ? EtherType.IPV4 : EtherType.IPV6);
        if (packet.isIpv4())
        {
            writeIpv4(to, offset, packet, source, headers + quoted);
            writeIcmp(offset + Ipv4Header.MIN_LENGTH, error, mtu, IcmpHeader.LENGTH + quoted);
        }
        else
        {
            writeIpv6(to, offset, packet, source, Icmpv6Header.LENGTH + quoted);
            writeIcmpv6(offset + Ipv6Header.LENGTH, error, mtu, Icmpv6Header.LENGTH + quoted);
        }
    }

    private void writeIpv4(final int to, final int offset, final PacketReader packet, final SourceAddress source,
        final int lengthBytes)
    {
        frames.transport(to, IpProtocol.ICMP, offset + Ipv4Header.MIN_LENGTH);
        ipv4.wrap(buffer, offset)
            .headerLength(Ipv4Header.MIN_LENGTH)
            .trafficClass(INTERNETWORK_CONTROL)
            .totalLength(lengthBytes)
            .identification(identification++) // RFC 6864 4.3: it may be fragmented further on
            .fragment(false, false, 0)
            .timeToLive(TIME_TO_LIVE)
            .protocol(IpProtocol.ICMP)
            .source((int) source.low())
            .destination((int) packet.sourceLow())
            .computeChecksum();
    }

    private void writeIcmp(final int offset, final IcmpError error, final int mtu, final int lengthBytes)
    {
        icmp.wrap(buffer, offset)
            .type(error.type(true))
            .code(error.code(true))
            .checksum(0)
            .nextHopMtu(mtu)
            .checksum(InternetChecksum.checksum(buffer, offset, lengthBytes));
    }

    private void writeIpv6(final int to, final int offset, final PacketReader packet, final SourceAddress source,
        final int payloadBytes)
    {
        frames.transport(to, IpProtocol.ICMPV6, offset + Ipv6Header.LENGTH);
        ipv6.wrap(buffer, offset)
            .trafficClassAndFlowLabel(0, 0)
            .payloadLength(payloadBytes)
            .nextHeader(IpProtocol.ICMPV6)
            .hopLimit(TIME_TO_LIVE)
            .source(source.high(), source.low())
            .destination(packet.sourceHigh(), packet.sourceLow());
    }

    private void writeIcmpv6(final int offset, final IcmpError error, final int mtu, final int lengthBytes)
    {
        icmpv6.wrap(buffer, offset).type(error.type(false)).code(error.code(false)).checksum(0).mtu(mtu);
        final int pseudoHeader = InternetChecksum.pseudoHeader(ipv6.sourceHigh(), ipv6.sourceLow(),
            ipv6.destinationHigh(), ipv6.destinationLow(), IpProtocol.ICMPV6, lengthBytes);
        final int sum = InternetChecksum.sum(buffer, offset, lengthBytes);
        icmpv6.checksum(InternetChecksum.complement(InternetChecksum.plus(pseudoHeader, sum)));
    }
}
