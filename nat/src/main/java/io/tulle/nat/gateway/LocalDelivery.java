package io.tulle.nat.gateway;

import io.tulle.dataplane.Drop;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.EgressQueues;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.nat.NatContext;

/**
 * Ends the way of packets that are for the router itself: echo requests are answered, the rest goes to the network's
 * host port or is refused. Called by the worker, from each stage that may find such a packet.
 */
public final class LocalDelivery
{
    private final RouterPorts ports;
    private final FrameDescriptor frames;
    private final EgressQueues toPort;
    private final Drop drop;
    private final IcmpErrors errors;
    private final PacketReader packet;
    private final EchoResponder echo;
    private final NeighborResponder neighbor;

    public LocalDelivery(final WorkerContext context, final NatContext nat, final IcmpErrors errors)
    {
        ports = nat.ports();
        frames = context.pool().frames();
        toPort = context.egressQueues();
        drop = context.drop();
        this.errors = errors;
        packet = new PacketReader(frames);
        echo = new EchoResponder(frames);
        neighbor = new NeighborResponder(frames);
    }

    /**
     * Takes a whole packet, reassembled if need be, whose transport layer was noted and which was not changed since it
     * came in. From a network it takes whatever is for the gateway; from an uplink echo requests and neighbor
     * solicitations to an address that the host does not share.
     *
     * @return false when the packet is not for the router: the frame is the caller's still
     */
    public boolean deliver(final int frame)
    {
        final RouterPort port = ports.get(frames.ingressPort(frame));
        if (null == port || RouterPort.Kind.HOST == port.kind() || DropReason.NONE != packet.read(frame) ||
            !port.isRouterAddress(packet.destinationHigh(), packet.destinationLow()))
        {
            return false;
        }
        if (echo.isRequest(frame))
        {
            sendBack(frame, echo.answer(frame, port.routerMac(), port.mtu()), DropReason.ICMP_MALFORMED);
            return true;
        }
        return port.isUplink() ? answered(frame, port) : deliverToHost(frame, port);
    }

    /** @return whether an ARP frame went to the host port, or back as the reply for the router's address. */
    boolean deliverArp(final int frame, final RouterPort port)
    {
        if (!port.isUplink() && hasHostPort(port.network()))
        {
            send(frame, port.network().hostPort());
            return true;
        }
        if (neighbor.answerArp(frame, port))
        {
            send(frame, port.index());
            return true;
        }
        return false;
    }

    /** @return whether a packet is of neighbor discovery, which has no way through a router. */
    boolean isDiscovery(final int frame)
    {
        return neighbor.isDiscovery(frame);
    }

    private boolean answered(final int frame, final RouterPort port)
    {
        if (!neighbor.isDiscovery(frame) || !neighbor.answerDiscovery(frame, port))
        {
            return false;
        }
        send(frame, port.index());
        return true;
    }

    private boolean deliverToHost(final int frame, final RouterPort port)
    {
        if (hasHostPort(port.network()))
        {
            send(frame, port.network().hostPort());
        }
        else if (neighbor.isDiscovery(frame))
        {
            sendBack(frame, neighbor.answerDiscovery(frame, port), DropReason.HOST_ACCESS_OFF);
        }
        else if (isIcmp(frame))
        {
            drop.drop(frame, DropReason.HOST_ACCESS_OFF); // RFC 1122 3.2.2: nobody is told of a type that is unknown
        }
        else
        {
            errors.refuse(frame, IcmpError.PORT_UNREACHABLE, 0, DropReason.HOST_ACCESS_OFF);
        }
        return true;
    }

    /** The network may name its host port before the workers know it, and after. */
    private boolean hasHostPort(final RoutedNetwork network)
    {
        return RoutedNetwork.NO_PORT != network.hostPort() && null != ports.get(network.hostPort());
    }

    private boolean isIcmp(final int frame)
    {
        return (EtherType.IPV4 == frames.etherType(frame) ? IpProtocol.ICMP : IpProtocol.ICMPV6) ==
            frames.protocol(frame);
    }

    private void sendBack(final int frame, final boolean isAnswer, final DropReason otherwise)
    {
        if (isAnswer)
        {
            send(frame, frames.ingressPort(frame));
        }
        else
        {
            drop.drop(frame, otherwise);
        }
    }

    private void send(final int frame, final int port)
    {
        frames.egressPort(frame, port);
        toPort.add(frame, port);
    }
}
