package io.tulle.vswitch;

import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.wire.ArpPacket;
import io.tulle.dataplane.wire.EthernetHeader;
import io.tulle.dataplane.wire.MacAddress;
import io.tulle.dataplane.wire.VnetHeader;

/**
 * Turns an ARP request for an endpoint of the network into the reply, in place. Unicast requests pass, so that a
 * neighbor's unreachability detection still asks the neighbor itself, but for the router's: there is nobody else to
 * ask. Called by the worker.
 */
final class ArpProxy
{
    private final FrameDescriptor frames;
    private final EthernetHeader ethernet = new EthernetHeader();
    private final ArpPacket arp = new ArpPacket();
    private final VnetHeader vnet = new VnetHeader();

    ArpProxy(final FrameDescriptor frames)
    {
        this.frames = frames;
    }

    /**
     * @param routerMac the router's, or {@link BridgeDomain#NO_ROUTER}
     * @return whether the frame has become an answer for the port that it came in by.
     */
    boolean answer(final int frame, final NeighborTable neighbors, final long routerMac)
    {
        ethernet.wrap(frames.buffer(), frames.dataOffset(frame));
        final long destination = ethernet.destination();
        if (MacAddress.BROADCAST != destination && routerMac != destination ||
            !ArpPacket.isValid(frames.buffer(), frames.networkOffset(frame), frames.networkLength(frame)))
        {
            return false;
        }
        arp.wrap(frames.buffer(), frames.networkOffset(frame));
        final long mac = neighbors.lookup(arp.targetAddress());
        if (ArpPacket.REQUEST != arp.operation() || NeighborTable.UNKNOWN == mac || isAboutItself(mac) ||
            MacAddress.BROADCAST != destination && routerMac != mac)
        {
            return false;
        }
        turnRound(mac);
        vnet.wrap(frames.buffer(), frames.vnetHeaderOffset(frame)).clear();
        return true;
    }

    /** RFC 5227 2.1.1, 2.3: a probe or announcement for the sender's own address wants no answer. */
    private boolean isAboutItself(final long mac)
    {
        return mac == arp.senderMac() || arp.senderAddress() == arp.targetAddress();
    }

    private void turnRound(final long mac)
    {
        final int asked = arp.targetAddress();
        ethernet.destination(ethernet.source()).source(mac);
        arp.operation(ArpPacket.REPLY)
            .targetMac(arp.senderMac())
            .targetAddress(arp.senderAddress())
            .senderMac(mac)
            .senderAddress(asked);
    }
}
