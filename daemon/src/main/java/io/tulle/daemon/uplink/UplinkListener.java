package io.tulle.daemon.uplink;

import java.util.List;

import io.tulle.config.IpAddress;
import io.tulle.nat.gateway.Uplink;

/**
 * Hears what becomes of the uplinks' interfaces. Called by the uplink thread, which waits meanwhile; what a listener
 * fails to do, it is told once more.
 */
public interface UplinkListener
{
    /**
     * An interface is there, at start or again: what was opened on one before it is worth nothing now. The uplink
     * follows by {@link #onUplink}.
     */
    void onInterfaceThere(UplinkSettings settings, UplinkState state);

    /** An interface is not there any more; its addresses went by {@link #onUplink} before. */
    void onInterfaceGone(UplinkSettings settings);

    /** An address, a route, a neighbour or the link is not what it was. */
    void onUplink(UplinkSettings settings, UplinkState state, Uplink uplink);

    /** The host's addresses, of all interfaces, are not what they were. */
    void onHostAddresses(List<IpAddress> addresses);
}
