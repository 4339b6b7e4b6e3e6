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
 */
public record BridgePort(int index, BridgeDomain domain, int mtu, SourceGuard guard, boolean isIsolated)
{
    /** @return whether frames from this port may leave by that one. */
    boolean mayReach(final BridgePort egress)
    {
        return !(isIsolated && egress.isIsolated);
    }
}
