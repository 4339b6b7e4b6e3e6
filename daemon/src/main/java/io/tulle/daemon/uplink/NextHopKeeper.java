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
    /** Before a router that goes away has been missed for long; a reachable one is not asked. */
    private static final long ASK_AGAIN_NS = 20_000_000_000L;
    /** For one that the kernel does not even have in its table. */
    private static final long ASK_ABSENT_NS = 1_000_000_000L;

    private final Netlink netlink;
    private final Map<IpAddress, Long> askedNs = new HashMap<>();

    NextHopKeeper(final Netlink netlink)
    {
        this.netlink = netlink;
    }

    void keep(final UplinkState state, final List<Neighbor> neighbors, final long nowNs)
    {
        final Set<IpAddress> gateways = gateways(state);
        askedNs.keySet().retainAll(gateways);
        if (state.isUp())
        {
            gateways.stream().filter((gateway) -> isWorthAsking(gateway, neighbors, nowNs))
                .forEach((gateway) -> ask(state, gateway, nowNs));
        }
    }

    private boolean isWorthAsking(final IpAddress gateway, final List<Neighbor> neighbors, final long nowNs)
    {
        final Neighbor known = neighbors.stream()
            .filter((neighbor) -> gateway.equals(IpAddress.of(neighbor.address()))).findFirst().orElse(null);
        if (null != known && known.isFresh())
        {
            return false;
        }
        final Long lastNs = askedNs.get(gateway);
        return null == lastNs || nowNs - lastNs >= (null == known ? ASK_ABSENT_NS : ASK_AGAIN_NS);
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
