package io.tulle.nat.gateway;

/**
 * Finds the next hop's MAC address for a destination beyond an uplink: the longest prefix of the host's routes through
 * that interface, then its neighbours. Immutable; made by the control thread, read by workers.
 */
public final class NextHops
{
    /** What {@link #mac} answers when the next hop has not told its MAC address yet, or there is no route. */
    public static final long UNKNOWN = 0;
    /** Knows no route. */
    public static final NextHops EMPTY = new NextHops();

    /** @return whether a route leads there, so that an unknown MAC address is worth asking for. */
    public boolean hasRoute(final long high, final long low)
    {
        throw new UnsupportedOperationException("skeleton");
    }

    /** @return the MAC address that a packet to this destination is sent to, or {@link #UNKNOWN}. */
    public long mac(final long high, final long low)
    {
        throw new UnsupportedOperationException("skeleton");
    }
}
