package io.tulle.nat.mapping;

import io.tulle.dataplane.Drop;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.nat.NatContext;
import io.tulle.nat.conntrack.Tuple;
import io.tulle.nat.gateway.ExternalAddresses;
import io.tulle.nat.gateway.IcmpError;
import io.tulle.nat.gateway.IcmpErrors;
import io.tulle.nat.gateway.InetAddresses;
import io.tulle.nat.gateway.LocalDelivery;
import io.tulle.nat.gateway.Masquerade;
import io.tulle.nat.gateway.RoutedNetwork;
import io.tulle.nat.gateway.RouterPort;
import io.tulle.nat.gateway.RouterPorts;
import io.tulle.nat.gateway.Routes;

/**
 * Decides about the first packet from a container to anywhere that is not on its network, and tells the container when
 * the answer is no. Used by one worker.
 */
final class OutboundAdmission
{
    private final RouterPorts ports;
    private final Routes routes;
    private final LocalDelivery local;
    private final HairpinAdmission hairpin;
    private final SessionOpener opener;
    private final FirstPacket firstPacket;
    private final IcmpErrors errors;
    private final Drop drop;

    OutboundAdmission(final WorkerContext context, final NatContext nat, final IcmpErrors errors,
        final LocalDelivery local, final SessionOpener opener)
    {
        ports = nat.ports();
        routes = nat.routes();
        this.local = local;
        this.opener = opener;
        this.errors = errors;
        drop = context.drop();
        firstPacket = new FirstPacket(context.pool());
        hairpin = new HairpinAdmission(context, nat, opener);
    }

    /** @return whether the frame has a session; if not, its way has ended. */
    boolean admit(final int frame, final RouterPort from, final NewSession wanted)
    {
        if (local.deliver(frame))
        {
            return false;
        }
        final Tuple original = wanted.original();
        final RouterPort uplinkPort = uplinkPort(from.network());
        DropReason reason = hairpin.admit(frame, from, uplinkPort, wanted);
        if (HairpinAdmission.ELSEWHERE == reason)
        {
            reason = refusal(from.network(), uplinkPort, original);
            reason = DropReason.NONE == reason ? open(frame, from, uplinkPort, wanted) : reason;
        }
        if (DropReason.NONE != reason && HairpinAdmission.SENT != reason)
        {
            refuse(frame, original, reason);
        }
        return DropReason.NONE == reason;
    }

    private DropReason refusal(final RoutedNetwork network, final RouterPort uplinkPort, final Tuple original)
    {
        final long high = original.destinationHigh();
        final long low = original.destinationLow();
        if (routes.isOwn(network.realm(), high, low))
        {
            return DropReason.OWN_NETWORK;
        }
        if (routes.isInternal(high, low))
        {
            return DropReason.NETWORK_ISOLATED;
        }
        if (network.isInternal())
        {
            return DropReason.INTERNAL_NETWORK;
        }
        if (null == uplinkPort)
        {
            return DropReason.NO_ROUTE;
        }
        if (network.masquerade().isOn(InetAddresses.isIpv4(high, low)) && ExternalAddresses.NONE ==
            ExternalAddressPool.choose(uplinkPort.uplink(), network.masquerade(), original.sourceHigh(),
            original.sourceLow()))
        {
            return DropReason.UPLINK_ADDRESS_MISSING;
        }
        return uplinkPort.uplink().nextHops().hasRoute(high, low) ? DropReason.NONE : DropReason.NO_ROUTE;
    }

    private DropReason open(final int frame, final RouterPort from, final RouterPort uplinkPort,
        final NewSession wanted)
    {
        final Tuple original = wanted.original();
        final int state = firstPacket.state(frame, original, true);
        if (FirstPacket.NO_START == state)
        {
            return noStart(original);
        }
        wanted.begin(from.index(), state).target(uplinkPort, original.destinationHigh(), original.destinationLow(),
            original.destinationPort());
        final Masquerade masquerade = from.network().masquerade();
        if (masquerade.isOn(InetAddresses.isIpv4(original.sourceHigh(), original.sourceLow())))
        {
            wanted.masqueraded(uplinkPort, masquerade);
        }
        else
        {
            wanted.seenAsItIs();
        }
        return opener.open(frame, wanted);
    }

    static DropReason noStart(final Tuple original)
    {
        return IpProtocol.TCP == original.protocol() ? DropReason.TCP_NO_SESSION : DropReason.ICMP_UNRELATED;
    }

    private void refuse(final int frame, final Tuple original, final DropReason reason)
    {
        switch (reason)
        {
            // nobody is told of a segment or an answer that nobody waits for, nor by a container that hides
            case TCP_NO_SESSION, ICMP_UNRELATED, FILTERED, SOURCE_NOT_ALLOWED -> drop.drop(frame, reason);
            case OWN_NETWORK -> errors.refuse(frame, IcmpError.HOST_UNREACHABLE, 0, reason);
            case NO_ROUTE, UPLINK_ADDRESS_MISSING, INTERNAL_NETWORK ->
                errors.refuse(frame, IcmpError.NETWORK_UNREACHABLE, 0, reason);
            // RFC 5508 REQ-8, which is stricter than RFC 6888 REQ-11: communication administratively prohibited
            default -> errors.refuse(frame, IcmpError.PROHIBITED, 0, reason);
        }
    }

    /** @return the network's uplink, or null. */
    private RouterPort uplinkPort(final RoutedNetwork network)
    {
        final RouterPort port = RoutedNetwork.NO_PORT == network.uplinkPort() ? null :
            ports.get(network.uplinkPort());
        return null != port && port.isUplink() ? port : null;
    }
}
