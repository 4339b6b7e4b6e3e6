package io.tulle.daemon.uplink;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.tulle.config.IpAddress;
import io.tulle.tapio.linux.LinuxException;
import io.tulle.tapio.linux.Neighbor;
import io.tulle.tapio.linux.Netlink;

/**
 * Keeps the MAC addresses of an uplink's gateways known: Tulle's frames do not pass the host's stack, so the kernel
 * would never ask for them on its own account. Called by the uplink thread.
 */
final class NextHopKeeper
{
    /** One that is reachable is not asked at all; one that was, so often that a router that went away is noticed. */
    private static final long ASK_AGAIN_NS = 20_000_000_000L;
    /** One whose MAC address is unknown, as traffic of the host's would ask for it. */
    private static final long ASK_UNKNOWN_NS = 1_000_000_000L;

    private final Netlink netlink;
    private final Map<IpAddress, Long> askedNs = new HashMap<>();

    NextHopKeeper(final Netlink netlink)
    {
        this.netlink = netlink;
    }

    /** @return whether all gateways are known, so that there is no hurry to look again. */
    boolean keep(final UplinkState state, final List<Neighbor> neighbors, final long nowNs)
    {
        final Set<IpAddress> gateways = gateways(state);
        askedNs.keySet().retainAll(gateways);
        if (state.isUp())
        {
            gateways.stream().filter((gateway) -> isWorthAsking(gateway, neighbors, nowNs))
                .forEach((gateway) -> ask(state, gateway, nowNs));
        }
        return state.neighbors().keySet().containsAll(gateways);
    }

    private boolean isWorthAsking(final IpAddress gateway, final List<Neighbor> neighbors, final long nowNs)
    {
        final Neighbor known = neighbors.stream()
            .filter((neighbor) -> gateway.equals(IpAddress.of(neighbor.address()))).findFirst().orElse(null);
        if (null != known && known.isFresh())
        {
            return false;
        }
        final boolean isUsable = null != known && known.isUsable();
        final Long lastNs = askedNs.get(gateway);
        return null == lastNs || nowNs - lastNs >= (isUsable ? ASK_AGAIN_NS : ASK_UNKNOWN_NS);
    }

    private void ask(final UplinkState state, final IpAddress gateway, final long nowNs)
    {
        askedNs.put(gateway, nowNs);
        ask(netlink, state, gateway);
    }

    /** An interface that has just gone is no error: its end will be heard of. */
    static void ask(final Netlink netlink, final UplinkState state, final IpAddress neighbor)
    {
        try
        {
            netlink.useNeighbor(state.interfaceIndex(), neighbor.bytes());
        }
        catch (final LinuxException ex)
        {
            UplinkMonitor.LOGGER.debug("cannot ask for {}", neighbor, ex);
        }
    }

    private static Set<IpAddress> gateways(final UplinkState state)
    {
        return state.routes().stream().map(UplinkState.Hop::gateway).filter(Objects::nonNull)
            .collect(Collectors.toSet());
    }
}
