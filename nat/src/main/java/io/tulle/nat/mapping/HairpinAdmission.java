package io.tulle.nat.mapping;

import io.tulle.dataplane.DropReason;
import io.tulle.dataplane.EgressQueues;
import io.tulle.dataplane.FrameDescriptor;
import io.tulle.dataplane.WorkerClock;
import io.tulle.dataplane.WorkerContext;
import io.tulle.nat.NatContext;
import io.tulle.nat.conntrack.Tuple;
import io.tulle.nat.gateway.ExternalAddresses;
import io.tulle.nat.gateway.Masquerade;
import io.tulle.nat.gateway.RoutedNetwork;
import io.tulle.nat.gateway.RouterPort;
import io.tulle.nat.gateway.RouterPorts;
import io.tulle.nat.gateway.Routes;

/**
 * Decides about the first packet from a container to an address that the outside knows: a published port or a mapping
 * there leads back inside (RFC 4787 REQ-9, RFC 5382 REQ-8), everything else goes to the host, if the network may reach
 * it. Used by one worker.
 *
 * <p>The target sees the sender's external endpoint (RFC 4787 REQ-9a), so its answers come back here even when both are
 * on one network. A frame is translated once and leaves by the target's port, so no packet can go round; only an
 * endpoint that sends to its own mapping would hear itself for ever, and is refused.
 */
final class HairpinAdmission
{
    /** The destination is none of these addresses. */
    static final DropReason ELSEWHERE = null;
    /** The frame is on its way to the host: not dropped. */
    static final DropReason SENT = DropReason.LEFT_TO_HOST;

    private final RouterPorts ports;
    private final Uplinks uplinks;
    private final Routes routes;
    private final StaticMappings staticMappings;
    private final Mappings mappings;
    private final SessionOpener opener;
    private final FirstPacket firstPacket;
    private final FrameDescriptor frames;
    private final WorkerClock clock;
    private final EgressQueues toPort;
    private final MappingKey key = new MappingKey();
    private final MappingKey senderKey = new MappingKey();
    private final CountedKey scratch = new CountedKey();

    HairpinAdmission(final WorkerContext context, final NatContext nat, final SessionOpener opener)
    {
        ports = nat.ports();
        uplinks = new Uplinks(ports);
        routes = nat.routes();
        staticMappings = nat.staticMappings();
        mappings = nat.mappings();
        this.opener = opener;
        firstPacket = new FirstPacket(context.pool());
        frames = context.pool().frames();
        clock = context.clock();
        toPort = context.egressQueues();
    }

    /**
     * @param uplinkPort of the sender's network, or null
     * @return NONE when the frame has a session, or {@link #ELSEWHERE}, {@link #SENT}, or why it must not
     */
    DropReason admit(final int frame, final RouterPort from, final RouterPort uplinkPort, final NewSession wanted)
    {
        final Tuple original = wanted.original();
        final long high = original.destinationHigh();
        final long low = original.destinationLow();
        if (!uplinks.haveAddress(high, low, clock.seconds()) && !routes.isHost(high, low))
        {
            return toRouted(frame, from, uplinkPort, wanted);
        }
        if (!from.network().isInternal() && 0 != original.destinationPort())
        {
            final StaticMapping published = staticMappings.find(original.protocol(), high, low,
                original.destinationPort());
            final RouterPort target = null == published ? null : ports.get(published.endpointPort());
            if (null != target)
            {
                return toPublished(frame, from, uplinkPort, wanted, published, target);
            }
            final int mapping = mappings.acquireOwner(original.protocol(), high, low, original.destinationPort());
            if (Mappings.NO_MAPPING != mapping)
            {
                return toMapping(frame, from, uplinkPort, wanted, mapping);
            }
        }
        return toHost(frame, from.network());
    }

    /** A port that is published at the container's own address is open to other networks, too. */
    private DropReason toRouted(final int frame, final RouterPort from, final RouterPort uplinkPort,
        final NewSession wanted)
    {
        final Tuple original = wanted.original();
        final StaticMapping published = from.network().isInternal() ? null : staticMappings.find(original.protocol(),
            original.destinationHigh(), original.destinationLow(), original.destinationPort());
        final RouterPort target = null == published || !published.isRouted() ? null :
            ports.get(published.endpointPort());
        return null == target ? ELSEWHERE : toPublished(frame, from, uplinkPort, wanted, published, target);
    }

    private DropReason toPublished(final int frame, final RouterPort from, final RouterPort uplinkPort,
        final NewSession wanted, final StaticMapping published, final RouterPort target)
    {
        final Tuple original = wanted.original();
        if (!published.allows(original.sourceHigh(), original.sourceLow()))
        {
            return DropReason.SOURCE_NOT_ALLOWED;
        }
        return open(frame, from, uplinkPort, wanted, target, published.internalHigh(), published.internalLow(),
            published.internalPort(original.destinationPort()));
    }

    private DropReason toMapping(final int frame, final RouterPort from, final RouterPort uplinkPort,
        final NewSession wanted, final int mapping)
    {
        mappings.read(mapping, key);
        final Tuple original = wanted.original();
        final int port = routes.endpoint(key.realm(), key.internalHigh(), key.internalLow());
        final RouterPort target = Routes.NO_PORT == port ? null : ports.get(port);
        final boolean isItself = key.realm() == original.realm() && key.internalPort() == original.sourcePort() &&
            key.internalHigh() == original.sourceHigh() && key.internalLow() == original.sourceLow();
        final boolean isLetIn = null != target && !isItself &&
            isLetIn(wanted, from.network().masquerade(), uplinkPort, mapping);
        mappings.release(mapping);
        return isLetIn ? open(frame, from, uplinkPort, wanted, target, key.internalHigh(), key.internalLow(),
            key.internalPort()) : DropReason.FILTERED;
    }

    /** The mapping's owner knows the sender by its external address, so that is what filtering looks at. */
    private boolean isLetIn(final NewSession wanted, final Masquerade masquerade, final RouterPort uplinkPort,
        final int mapping)
    {
        final Tuple original = wanted.original();
        final int number = null == uplinkPort ? ExternalAddresses.NONE :
            ExternalAddressPool.choose(uplinkPort.uplink(), masquerade, original.sourceHigh(), original.sourceLow());
        if (ExternalAddresses.NONE == number)
        {
            return false;
        }
        final long high = uplinkPort.uplink().addresses().high()[number];
        final long low = uplinkPort.uplink().addresses().low()[number];
        if (mappings.filtering().mayEnter(scratch, original.protocol(), mapping, high, low) ||
            mappings.filtering().isByAddress(original.protocol()) && mappings.knocks().hasKnocked(scratch, mapping,
            mappings.externalPort(mapping), high, low, clock.seconds()))
        {
            return true;
        }
        knock(original, uplinkPort.index(), high, low);
        return false;
    }

    /** Who sends to an address may hear from it, even if what he sent was filtered there. */
    private void knock(final Tuple original, final int uplinkPort, final long externalHigh, final long externalLow)
    {
        final int own = mappings.acquire(senderKey.internal(original.realm(), original.protocol(),
            original.sourceHigh(), original.sourceLow(), original.sourcePort())
            .external(uplinkPort, externalHigh, externalLow));
        if (Mappings.NO_MAPPING != own)
        {
            mappings.knocks().knocked(scratch, own, mappings.externalPort(own), original.destinationHigh(),
                original.destinationLow(), clock.seconds());
            mappings.release(own);
        }
    }

    private DropReason open(final int frame, final RouterPort from, final RouterPort uplinkPort,
        final NewSession wanted, final RouterPort target, final long high, final long low, final int port)
    {
        final Tuple original = wanted.original();
        final int state = firstPacket.state(frame, original, false);
        if (FirstPacket.NO_START == state)
        {
            return OutboundAdmission.noStart(original);
        }
        wanted.begin(from.index(), state).target(target, high, low, port);
        final Masquerade masquerade = from.network().masquerade();
        if (null != uplinkPort && ExternalAddresses.NONE != ExternalAddressPool.choose(uplinkPort.uplink(), masquerade,
            original.sourceHigh(), original.sourceLow()))
        {
            wanted.masqueraded(uplinkPort, masquerade);
        }
        else // as the kernel does where an address has to be found: the one that the packet was sent to
        {
            wanted.seenAs(original.destinationHigh(), original.destinationLow(), original.sourcePort());
        }
        return opener.open(frame, wanted);
    }

    private DropReason toHost(final int frame, final RoutedNetwork network)
    {
        if (RoutedNetwork.NO_PORT == network.hostPort())
        {
            return DropReason.HOST_ACCESS_OFF;
        }
        frames.egressPort(frame, network.hostPort());
        toPort.add(frame, network.hostPort());
        return SENT;
    }
}
