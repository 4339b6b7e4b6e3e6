package io.tulle.nat.gateway;

/**
 * What the router knows of addresses: the subnets of all networks, their endpoints, and the host's own addresses. The
 * control thread replaces the immutable table inside; workers read it without a lock.
 */
public final class Routes
{
    /** What {@link #endpoint} answers when no endpoint has the address. */
    public static final int NO_PORT = RoutedNetwork.NO_PORT;

    /** @return whether an address lies in the subnet of any network. */
    public boolean isInternal(final long high, final long low)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** @return whether an address lies in a subnet of this realm. */
    public boolean isOwn(final int realm, final long high, final long low)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** @return whether it is an address of the host: of any interface, host ports included. */
    public boolean isHost(final long high, final long low)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** @return the switch port of the endpoint that has the address in this realm, or {@link #NO_PORT}. */
    public int endpoint(final int realm, final long high, final long low)
    {
        throw new UnsupportedOperationException("skeleton");
    }
}
