package io.tulle.vswitch;

import java.nio.ByteOrder;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.wire.EthernetHeader;
import io.tulle.dataplane.wire.Icmpv6Header;
import io.tulle.dataplane.wire.InternetChecksum;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.dataplane.wire.Ipv6Header;
import io.tulle.dataplane.wire.MacAddress;
import io.tulle.dataplane.wire.NeighborDiscovery;
import io.tulle.dataplane.wire.VnetHeader;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Turns a neighbor solicitation for an endpoint of the network into the advertisement, in place (RFC 4861 7.2.4).
 * Unicast solicitations pass, so that unreachability detection still asks the neighbor itself, but for the router's:
 * there is nobody else to ask. Called by the worker.
 */
final class NdpProxy
{
    /** RFC 4861 7.1: only a message that was not forwarded has it. */
    private static final int HOP_LIMIT = 255;
    private static final long ALL_NODES_HIGH = 0xFF02_0000_0000_0000L;
    private static final long ALL_NODES_LOW = 1;

    private final FrameDescriptor frames;
    private final UnsafeBuffer buffer;
    private final EthernetHeader ethernet = new EthernetHeader();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final NeighborDiscovery discovery = new NeighborDiscovery();
    private final VnetHeader vnet = new VnetHeader();

    NdpProxy(final FrameDescriptor frames)
    {
        this.frames = frames;
        buffer = frames.buffer();
    }

    /**
     * @param routerMac the router's, or {@link BridgeDomain#NO_ROUTER}
     * @return whether the frame has become an answer for the port that it came in by.
     */
    boolean answer(final int frame, final NeighborTable neighbors, final long routerMac)
    {
        ethernet.wrap(buffer, frames.dataOffset(frame));
        final boolean isUnicast = !MacAddress.isGroup(ethernet.destination());
        if (isUnicast && routerMac != ethernet.destination() || !isSolicitation(frame))
        {
            return false;
        }
        final long mac = neighbors.lookup(discovery.targetHigh(), discovery.targetLow());
        if (NeighborTable.UNKNOWN == mac || mac == ethernet.source())
        {
            return false; // an endpoint's own duplicate address detection wants no answer
        }
        if (routerMac != mac)
        {
            return !isUnicast && turnRound(frame, mac, 0);
        }
        return isIntact(frame) && !(isUnicast && isProbe()) && turnRound(frame, mac, NeighborDiscovery.ROUTER);
    }

    /** RFC 4861 7.1.1: the checksum is valid. A sender that left it to the hardware has not filled it in. */
    private boolean isIntact(final int frame)
    {
        if (vnet.wrap(buffer, frames.vnetHeaderOffset(frame)).needsChecksum())
        {
            return true;
        }
        final int lengthBytes = ipv6.payloadLength();
        final int pseudo = InternetChecksum.pseudoHeader(ipv6.sourceHigh(), ipv6.sourceLow(), ipv6.destinationHigh(),
            ipv6.destinationLow(), IpProtocol.ICMPV6, lengthBytes);
        return 0 == InternetChecksum.complement(InternetChecksum.plus(pseudo,
            InternetChecksum.sum(buffer, ipv6.payloadOffset(), lengthBytes)));
    }

    /** Duplicate address detection asks from the unspecified address, and everybody (RFC 4861 7.1.1). */
    private boolean isProbe()
    {
        return 0 == (ipv6.sourceHigh() | ipv6.sourceLow());
    }

    private boolean isSolicitation(final int frame)
    {
        final int offset = frames.networkOffset(frame);
        if (!Ipv6Header.isValid(buffer, offset, frames.networkLength(frame)))
        {
            return false;
        }
        ipv6.wrap(buffer, offset);
        if (IpProtocol.ICMPV6 != ipv6.nextHeader() || HOP_LIMIT != ipv6.hopLimit() ||
            !NeighborDiscovery.isValid(buffer, ipv6.payloadOffset(), ipv6.payloadLength()))
        {
            return false;
        }
        discovery.wrap(buffer, ipv6.payloadOffset(), ipv6.payloadLength());
        return discovery.isSolicitation();
    }

    /** @param routerFlag {@link NeighborDiscovery#ROUTER}, or 0 when a host is asked for. @return true. */
    private boolean turnRound(final int frame, final long mac, final int routerFlag)
    {
        final boolean isProbe = isProbe();
        final long destinationHigh = isProbe ? ALL_NODES_HIGH : ipv6.sourceHigh();
        final long destinationLow = isProbe ? ALL_NODES_LOW : ipv6.sourceLow();
        ethernet.destination(isProbe ? MacAddress.fromIpv6Multicast(ALL_NODES_LOW) : ethernet.source()).source(mac);
        ipv6.payloadLength(NeighborDiscovery.LENGTH)
            .source(discovery.targetHigh(), discovery.targetLow())
            .destination(destinationHigh, destinationLow);
        advertise(mac, routerFlag | NeighborDiscovery.OVERRIDE | (isProbe ? 0 : NeighborDiscovery.SOLICITED));
        vnet.wrap(buffer, frames.vnetHeaderOffset(frame)).clear();
        final int end = ipv6.payloadOffset() + NeighborDiscovery.LENGTH;
        frames.length(frame, end - frames.dataOffset(frame));
        return true;
    }

    private void advertise(final long mac, final int flags)
    {
        final int offset = discovery.offset();
        discovery.wrap(buffer, offset, NeighborDiscovery.LENGTH)
            .solicitation(false)
            .flags(flags)
            .linkLayerAddress(mac);
        buffer.putShort(offset + Icmpv6Header.CHECKSUM_OFFSET, (short) 0);
        final int pseudo = InternetChecksum.pseudoHeader(ipv6.sourceHigh(), ipv6.sourceLow(), ipv6.destinationHigh(),
            ipv6.destinationLow(), IpProtocol.ICMPV6, NeighborDiscovery.LENGTH);
        final int sum = InternetChecksum.plus(pseudo, InternetChecksum.sum(buffer, offset, NeighborDiscovery.LENGTH));
        buffer.putShort(offset + Icmpv6Header.CHECKSUM_OFFSET, (short) InternetChecksum.complement(sum),
            ByteOrder.BIG_ENDIAN);
    }
}
