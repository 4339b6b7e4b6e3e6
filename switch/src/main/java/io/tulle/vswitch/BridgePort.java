package io.tulle.vswitch;

/**
 * What the switch knows of a port: the bridge domain that it belongs to, and what may come in by it. Immutable; made
 * by the conductor, read by workers.
 *
 * @param index      the port's index
 * @param domain     the network's bridge domain
 * @param mtu        the largest layer-3 packet that may come in, in bytes
 * @param guard      who may send here, or null when the source guard is off
 * @param isIsolated whether it may not talk to other isolated ports of the domain (enable_icc: false)
 * @param isRouted   whether it is an uplink: nothing is learned or bridged there, every frame goes to the router
 */
public record BridgePort(int index, BridgeDomain domain, int mtu, PortGuard guard, boolean isIsolated,
    boolean isRouted)
{
    /** A port of a network. */
    public BridgePort(final int index, final BridgeDomain domain, final int mtu, final PortGuard guard,
        final boolean isIsolated)
    {
        this(index, domain, mtu, guard, isIsolated, false);
    }

    /**
     * An uplink.
     *
     * @param domain its own and of no other port; its neighbors are the uplink's own addresses, if it has any
     */
    public static BridgePort uplink(final int index, final BridgeDomain domain, final int mtu)
    {
        return new BridgePort(index, domain, mtu, null, false, true);
    }

    /** @return whether frames from this port may leave by that one. */
    boolean mayReach(final BridgePort egress)
    {
        return !(isIsolated && egress.isIsolated);
    }
}
