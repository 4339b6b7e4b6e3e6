package io.tulle.nat.gateway;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.wire.ArpPacket;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.EthernetHeader;
import io.tulle.dataplane.wire.Icmpv6Header;
import io.tulle.dataplane.wire.InternetChecksum;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.dataplane.wire.NeighborDiscovery;
import io.tulle.dataplane.wire.VnetHeader;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Answers, in place, those who ask the router by unicast whether it is still there: neighbor unreachability detection
 * (RFC 4861 7.3.1) and its like with ARP (RFC 1122 2.3.2.1). Used by the worker.
 */
final class NeighborResponder
{
    /** RFC 4861 7.1: only a message that was not forwarded has it. */
    private static final int HOP_LIMIT = 255;
    private static final int FLAGS = NeighborDiscovery.ROUTER | NeighborDiscovery.SOLICITED |
        NeighborDiscovery.OVERRIDE;

    private final FrameDescriptor frames;
    private final UnsafeBuffer buffer;
    private final EthernetHeader ethernet = new EthernetHeader();
    private final ArpPacket arp = new ArpPacket();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final NeighborDiscovery discovery = new NeighborDiscovery();
    private final VnetHeader vnet = new VnetHeader();

    NeighborResponder(final FrameDescriptor frames)
    {
        this.frames = frames;
        buffer = frames.buffer();
    }

    /** @return whether a frame whose transport layer was noted is of neighbor discovery, which no router forwards. */
    boolean isDiscovery(final int frame)
    {
        if (EtherType.IPV6 != frames.etherType(frame) || IpProtocol.ICMPV6 != frames.protocol(frame) ||
            0 >= frames.transportLength(frame))
        {
            return false;
        }
        final int type = buffer.getByte(frames.transportOffset(frame)) & 0xFF;
        return type >= Icmpv6Header.ROUTER_SOLICITATION && type <= Icmpv6Header.REDIRECT;
    }

    /** @return whether an ARP frame was a request for the router's address, and is its answer now. */
    boolean answerArp(final int frame, final RouterPort port)
    {
        if (!ArpPacket.isValid(buffer, frames.networkOffset(frame), frames.networkLength(frame)))
        {
            return false;
        }
        arp.wrap(buffer, frames.networkOffset(frame));
        final int asked = arp.targetAddress();
        if (ArpPacket.REQUEST != arp.operation() || !port.isRouterAddress(0, InetAddresses.low(asked)))
        {
            return false;
        }
        arp.operation(ArpPacket.REPLY)
            .targetMac(arp.senderMac())
            .targetAddress(arp.senderAddress())
            .senderMac(port.routerMac())
            .senderAddress(asked);
        turn(frame, port.routerMac());
        return true;
    }

    /** @return whether a frame of discovery was a solicitation for the router's address, and is its answer now. */
    boolean answerDiscovery(final int frame, final RouterPort port)
    {
        if (!isSolicitation(frame) || !port.isRouterAddress(discovery.targetHigh(), discovery.targetLow()) ||
            0 != checksum(frames.transportLength(frame)))
        {
            return false;
        }
        ipv6.payloadLength(NeighborDiscovery.LENGTH)
            .destination(ipv6.sourceHigh(), ipv6.sourceLow())
            .source(discovery.targetHigh(), discovery.targetLow());
        advertise(port.routerMac());
        turn(frame, port.routerMac());
        frames.length(frame, ipv6.payloadOffset() + NeighborDiscovery.LENGTH - frames.dataOffset(frame));
        return true;
    }

    private boolean isSolicitation(final int frame)
    {
        ipv6.wrap(buffer, frames.networkOffset(frame));
        final int offset = frames.transportOffset(frame);
        final int length = frames.transportLength(frame);
        if (HOP_LIMIT != ipv6.hopLimit() || ipv6.payloadOffset() != offset ||
            !NeighborDiscovery.isValid(buffer, offset, length))
        {
            return false;
        }
        return discovery.wrap(buffer, offset, length).isSolicitation() && !isForMany();
    }

    /** Duplicate address detection and what looks for an address are the switch's to answer. */
    private boolean isForMany()
    {
        return 0 == (ipv6.sourceHigh() | ipv6.sourceLow()) || Ipv6Header.isMulticast(ipv6.sourceHigh());
    }

    private void advertise(final long mac)
    {
        final int offset = discovery.offset();
        discovery.wrap(buffer, offset, NeighborDiscovery.LENGTH)
            .solicitation(false)
            .flags(FLAGS)
            .linkLayerAddress(mac);
        buffer.putShort(offset + Icmpv6Header.CHECKSUM_OFFSET, (short) 0);
        buffer.putShort(offset + Icmpv6Header.CHECKSUM_OFFSET, (short) checksum(NeighborDiscovery.LENGTH),
            BIG_ENDIAN);
    }

    private int checksum(final int lengthBytes)
    {
        final int pseudoHeader = InternetChecksum.pseudoHeader(ipv6.sourceHigh(), ipv6.sourceLow(),
            ipv6.destinationHigh(), ipv6.destinationLow(), IpProtocol.ICMPV6, lengthBytes);
        return InternetChecksum.complement(
            InternetChecksum.plus(pseudoHeader, InternetChecksum.sum(buffer, discovery.offset(), lengthBytes)));
    }

    private void turn(final int frame, final long mac)
    {
        ethernet.wrap(buffer, frames.dataOffset(frame));
        ethernet.destination(ethernet.source()).source(mac);
        vnet.wrap(buffer, frames.vnetHeaderOffset(frame)).clear();
    }
}
