package io.tulle.nat.gateway;

import io.tulle.dataplane.Burst;
import io.tulle.dataplane.Drop;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.Stage;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.wire.EtherType;
import io.tulle.dataplane.wire.EthernetHeader;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.nat.NatContext;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * The router's door: checks each packet's network-layer header (RFC 1812 5.2, RFC 8200), keeps what is for the router
 * itself, refuses what no router may forward, and sends questions for names to who answers them, fragments to be put
 * together, and the rest on to its session.
 * Called by the worker.
 */
public final class GatewayStage implements Stage
{
    private static final int NONE = -1; // no port

    private static final int NAME_SERVICE_PORT = 53; // RFC 1035 4.2
    private static final int DESTINATION_PORT_OFFSET = 2; // of UDP and TCP alike
    private static final int PORTS_LENGTH = 4;

    private final Burst input = new Burst();
    private final Burst toNames;
    private final Burst toReassembly;
    private final Burst toConntrack;
    private final Burst[] outputs;
    private final RouterPorts ports;
    private final Routes routes;
    private final FrameDescriptor frames;
    private final Drop drop;
    private final IcmpErrors errors;
    private final LocalDelivery local;
    private final PacketReader packet;
    private int ingressPort;
    private RouterPort ingress;

    /** @param toNames takes UDP and TCP for the name service of a gateway */
    public GatewayStage(final WorkerContext context, final NatContext nat, final IcmpErrors errors,
        final Burst toNames, final Burst toReassembly, final Burst toConntrack)
    {
        this.errors = errors;
        this.toNames = toNames;
        this.toReassembly = toReassembly;
        this.toConntrack = toConntrack;
        outputs = new Burst[]{toNames, toReassembly, toConntrack};
        ports = nat.ports();
        routes = nat.routes();
        frames = context.pool().frames();
        drop = context.drop();
        local = new LocalDelivery(context, nat, errors);
        packet = new PacketReader(frames);
    }

    @Override
    public Burst input()
    {
        return input;
    }

    @Override
    public Burst[] outputs()
    {
        return outputs;
    }

    @Override
    public int process()
    {
        final int size = input.size();
        ingressPort = NONE; // the control thread may have changed the port since the last burst
        for (int i = 0; i < size; i++)
        {
            final int frame = input.frame(i);
            final DropReason reason = route(frame, port(frame));
            if (DropReason.NONE != reason)
            {
                drop.drop(frame, reason);
            }
        }
        input.clear();
        return size;
    }

    /** The frames of one burst came in by one port. */
    private RouterPort port(final int frame)
    {
        final int index = frames.ingressPort(frame);
        if (ingressPort != index)
        {
            ingressPort = index;
            ingress = ports.get(index);
        }
        return ingress;
    }

    /** @return none when the frame has its output, else why it has to go. */
    private DropReason route(final int frame, final RouterPort port)
    {
        if (null == port || RouterPort.Kind.HOST == port.kind())
        {
            return null == port ? DropReason.NOT_ATTACHED : DropReason.NOT_ROUTABLE;
        }
        if (frames.dataOffset(frame) + EthernetHeader.LENGTH != frames.networkOffset(frame))
        {
            return DropReason.ROUTED_TAG;
        }
        if (!PacketReader.isIp(frames.etherType(frame)))
        {
            return answerArp(frame, port);
        }
        final DropReason reason = packet.read(frame);
        if (DropReason.NONE != reason)
        {
            return reason;
        }
        return port.isUplink() ? fromUplink(frame, port.uplink()) : fromNetwork(frame, port.network());
    }

    private DropReason answerArp(final int frame, final RouterPort port)
    {
        if (EtherType.ARP == frames.etherType(frame) && local.deliverArp(frame, port))
        {
            return DropReason.NONE;
        }
        return port.isUplink() ? DropReason.LEFT_TO_HOST : DropReason.NOT_ROUTABLE;
    }

    private DropReason fromNetwork(final int frame, final RoutedNetwork network)
    {
        final DropReason reason = packet.check(frame);
        if (DropReason.NONE != reason)
        {
            return reason;
        }
        if (network.isGateway(packet.destinationHigh(), packet.destinationLow()))
        {
            return toRouter(frame, network);
        }
        if (!isForwardable(frame) || AddressScope.isLinkLocal(packet.sourceHigh(), packet.sourceLow()) ||
            network.isGateway(packet.sourceHigh(), packet.sourceLow()))
        {
            return DropReason.NOT_ROUTABLE;
        }
        if (packet.timeToLive() <= 1 && !routes.isHost(packet.destinationHigh(), packet.destinationLow()))
        {
            errors.refuse(frame, IcmpError.TIME_EXCEEDED, 0, DropReason.TTL_EXCEEDED);
            return DropReason.NONE;
        }
        return goOn(frame);
    }

    private DropReason toRouter(final int frame, final RoutedNetwork network)
    {
        if (!AddressScope.isUnicast(packet.sourceHigh(), packet.sourceLow()))
        {
            return DropReason.NOT_ROUTABLE;
        }
        if (packet.isFragment())
        {
            return goOn(frame);
        }
        if (network.answersNames() && isForNameService(frame))
        {
            toNames.add(frame);
            return DropReason.NONE;
        }
        return deliver(frame, DropReason.NOT_ROUTABLE);
    }

    private boolean isForNameService(final int frame)
    {
        final int protocol = frames.protocol(frame);
        return (IpProtocol.UDP == protocol || IpProtocol.TCP == protocol) &&
            frames.transportLength(frame) >= PORTS_LENGTH && NAME_SERVICE_PORT == (frames.buffer()
            .getShort(frames.transportOffset(frame) + DESTINATION_PORT_OFFSET, BIG_ENDIAN) & 0xFFFF);
    }

    private DropReason fromUplink(final int frame, final Uplink uplink)
    {
        final DropReason elsewhere = uplink.isShared() ? DropReason.LEFT_TO_HOST : DropReason.NOT_ROUTABLE;
        // first whom it is for: most of what comes in by a shared uplink is the host's
        if (!uplink.addresses().contains(packet.destinationHigh(), packet.destinationLow()) &&
            !routes.isRouted(packet.destinationHigh(), packet.destinationLow()) ||
            uplink.mac() != frames.destination(frame))
        {
            return elsewhere;
        }
        final DropReason reason = packet.check(frame);
        if (DropReason.NONE != reason)
        {
            return reason;
        }
        if (isForwardable(frame))
        {
            return uplink.addresses().contains(packet.sourceHigh(), packet.sourceLow()) ? elsewhere : goOn(frame);
        }
        // from the link itself: what concerns the uplink's own address only
        return !packet.isFragment() && AddressScope.isUnicast(packet.sourceHigh(), packet.sourceLow()) ?
            deliver(frame, elsewhere) : elsewhere;
    }

    private boolean isForwardable(final int frame)
    {
        return AddressScope.isForwardable(packet.sourceHigh(), packet.sourceLow()) &&
            AddressScope.isForwardable(packet.destinationHigh(), packet.destinationLow()) &&
            (packet.isFragment() || !local.isDiscovery(frame));
    }

    private DropReason deliver(final int frame, final DropReason otherwise)
    {
        return local.deliver(frame) ? DropReason.NONE : otherwise;
    }

    private DropReason goOn(final int frame)
    {
        (packet.isFragment() ? toReassembly : toConntrack).add(frame);
        return DropReason.NONE;
    }
}
