package io.tulle.nat.mapping;

import io.tulle.dataplane.Drop;
import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.WorkerContext;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.nat.NatContext;
import io.tulle.nat.conntrack.SessionState;
import io.tulle.nat.conntrack.Tuple;
import io.tulle.nat.gateway.AddressScope;
import io.tulle.nat.gateway.LocalDelivery;
import io.tulle.nat.gateway.RouterPort;
import io.tulle.nat.gateway.RouterPorts;
import io.tulle.nat.gateway.Routes;
import io.tulle.nat.gateway.Uplink;

/**
 * Decides about the first packet from outside: a published port and then a mapping lead inside, an echo request to an
 * address of Tulle's own is answered, everything else ends here without a word. Used by one worker.
 *
 * <p>Silence is RFC 5382 REQ-4a's choice: a SYN that nobody waits for is not answered, so that an outbound SYN that
 * crosses it on the way opens the connection (REQ-4, RFC 5382 4.3 simultaneous open), and a scan learns nothing.
 */
final class InboundAdmission
{
    private final RouterPorts ports;
    private final Routes routes;
    private final StaticMappings staticMappings;
    private final Mappings mappings;
    private final LocalDelivery local;
    private final SessionOpener opener;
    private final FirstPacket firstPacket;
    private final Drop drop;
    private final MappingKey key = new MappingKey();
    private final CountedKey scratch = new CountedKey();

    InboundAdmission(final WorkerContext context, final NatContext nat, final LocalDelivery local,
        final SessionOpener opener)
    {
        ports = nat.ports();
        routes = nat.routes();
        staticMappings = nat.staticMappings();
        mappings = nat.mappings();
        this.local = local;
        this.opener = opener;
        firstPacket = new FirstPacket(context.pool());
        drop = context.drop();
    }

    /** @return whether the frame has a session; if not, its way has ended. */
    boolean admit(final int frame, final RouterPort from, final NewSession wanted)
    {
        final DropReason reason = decide(frame, from, wanted);
        if (DropReason.NO_MAPPING == reason)
        {
            if (!local.deliver(frame))
            {
                drop.drop(frame, leftover(from.uplink(), wanted.original()));
            }
        }
        else if (DropReason.NONE != reason)
        {
            drop.drop(frame, reason);
        }
        return DropReason.NONE == reason;
    }

    private DropReason decide(final int frame, final RouterPort from, final NewSession wanted)
    {
        final Tuple original = wanted.original();
        final long high = original.destinationHigh();
        final long low = original.destinationLow();
        // whoever is of the link only may answer (169.254.169.254 does), but has nobody to begin with beyond it
        if (0 == original.destinationPort() && !routes.isRouted(high, low) ||
            AddressScope.isLinkLocal(original.sourceHigh(), original.sourceLow()))
        {
            return DropReason.NO_MAPPING;
        }
        final StaticMapping published = staticMappings.find(original.protocol(), high, low,
            original.destinationPort());
        final RouterPort target = null == published ? null : ports.get(published.endpointPort());
        if (null != target)
        {
            return toPublished(frame, from, wanted, published, target);
        }
        final int mapping = mappings.acquireOwner(original.protocol(), high, low, original.destinationPort());
        return Mappings.NO_MAPPING == mapping ? DropReason.NO_MAPPING : toMapping(frame, from, wanted, mapping);
    }

    private DropReason toPublished(final int frame, final RouterPort from, final NewSession wanted,
        final StaticMapping published, final RouterPort target)
    {
        final Tuple original = wanted.original();
        if (!published.allows(original.sourceHigh(), original.sourceLow()))
        {
            return DropReason.SOURCE_NOT_ALLOWED;
        }
        final int state = inboundState(frame, original);
        if (FirstPacket.NO_START == state)
        {
            return OutboundAdmission.noStart(original);
        }
        wanted.begin(from.index(), state).ownerPort(target.index())
            .target(target, published.internalHigh(), published.internalLow(),
                published.internalPort(original.destinationPort()))
            .seenAs(original.sourceHigh(), original.sourceLow(), original.sourcePort());
        return opener.open(frame, wanted);
    }

    private DropReason toMapping(final int frame, final RouterPort from, final NewSession wanted, final int mapping)
    {
        final Tuple original = wanted.original();
        mappings.read(mapping, key);
        final int port = routes.endpoint(key.realm(), key.internalHigh(), key.internalLow());
        final RouterPort target = Routes.NO_PORT == port ? null : ports.get(port);
        final int state = inboundState(frame, original);
        if (null == target || FirstPacket.NO_START == state || !mappings.filtering().mayEnter(scratch,
            original.protocol(), mapping, original.sourceHigh(), original.sourceLow()))
        {
            mappings.release(mapping);
            return FirstPacket.NO_START == state ? OutboundAdmission.noStart(original) : DropReason.FILTERED;
        }
        wanted.begin(from.index(), state).ownerPort(target.index())
            .target(target, key.internalHigh(), key.internalLow(), key.internalPort()).seenAsItIs();
        return opener.retain(wanted, mapping, original.sourceHigh(), original.sourceLow()) ?
            opener.open(frame, wanted) : DropReason.SESSION_TABLE_FULL;
    }

    private int inboundState(final int frame, final Tuple original)
    {
        final int state = firstPacket.state(frame, original, false);
        return SessionState.TCP_SYN_SENT == state ? SessionState.TCP_INCOMING_SYN : state;
    }

    /** On a shared address, what is not in the range of Tulle's ports is the host's. */
    private DropReason leftover(final Uplink uplink, final Tuple original)
    {
        final boolean isOurs = !uplink.isShared() ||
            routes.isRouted(original.destinationHigh(), original.destinationLow()) ||
            uplink.inRange(original.destinationPort()) &&
            (IpProtocol.TCP == original.protocol() || IpProtocol.UDP == original.protocol());
        return isOurs ? DropReason.NO_MAPPING : DropReason.LEFT_TO_HOST;
    }
}
