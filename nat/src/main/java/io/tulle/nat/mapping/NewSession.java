package io.tulle.nat.mapping;

import io.tulle.nat.conntrack.Tuple;
import io.tulle.nat.gateway.Masquerade;
import io.tulle.nat.gateway.RouterPort;

/** What a session is to be, until {@link SessionOpener} has made it. A mutable scratch of one worker. */
final class NewSession
{
    private final Tuple original = new Tuple();
    private final Tuple reply = new Tuple();
    private int ingressPort;
    private int egressPort;
    private int ownerPort;
    private int state;
    private RouterPort uplinkPort;
    private Masquerade masquerade;
    private int mapping;
    private boolean isPortFixed;

    /** Forgets the one before; the original tuple is read already. */
    NewSession begin(final int newIngressPort, final int newState)
    {
        ingressPort = newIngressPort;
        ownerPort = newIngressPort;
        state = newState;
        uplinkPort = null;
        mapping = Mappings.NO_MAPPING;
        isPortFixed = false;
        reply.protocol(original.protocol()).source(0, 0, 0).destination(0, 0, 0);
        return this;
    }

    /** Answers come from there. */
    NewSession target(final RouterPort port, final long high, final long low, final int targetPort)
    {
        egressPort = port.index();
        reply.realm(port.realm()).source(high, low, targetPort);
        return this;
    }

    /** The sender shows itself with an address of the uplink. @param by which one */
    NewSession masqueraded(final RouterPort newUplinkPort, final Masquerade by)
    {
        uplinkPort = newUplinkPort;
        masquerade = by;
        return this;
    }

    /** The target sees that source. */
    NewSession seenAs(final long high, final long low, final int port)
    {
        reply.destination(high, low, port);
        return this;
    }

    /** The target sees the sender as it is; where that leaves no way to tell it from another one, it must not enter. */
    NewSession seenAsItIs()
    {
        isPortFixed = true;
        return seenAs(original.sourceHigh(), original.sourceLow(), original.sourcePort());
    }

    NewSession ownerPort(final int port)
    {
        ownerPort = port;
        return this;
    }

    /** @param acquired the mapping, in which the session is counted already, or none */
    NewSession mapping(final int acquired)
    {
        mapping = acquired;
        return this;
    }

    Tuple original()
    {
        return original;
    }

    Tuple reply()
    {
        return reply;
    }

    int ingressPort()
    {
        return ingressPort;
    }

    int egressPort()
    {
        return egressPort;
    }

    int ownerPort()
    {
        return ownerPort;
    }

    int state()
    {
        return state;
    }

    /** @return the uplink that masquerades it, or null. */
    RouterPort uplinkPort()
    {
        return uplinkPort;
    }

    /** @return which of the uplink's addresses, where there is an uplink. */
    Masquerade masquerade()
    {
        return masquerade;
    }

    int mapping()
    {
        return mapping;
    }

    boolean hasMapping()
    {
        return Mappings.NO_MAPPING != mapping;
    }

    boolean isPortFixed()
    {
        return isPortFixed;
    }
}
