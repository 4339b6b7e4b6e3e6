package io.tulle.daemon.uplink;

import java.util.List;

import io.tulle.tapio.linux.Neighbor;

/** Remembers what the listener has heard of an uplink, and tells it what is new. Called by the uplink thread. */
final class WatchedUplink
{
    private final UplinkSettings settings;
    private final NextHopKeeper keeper;
    private UplinkState told = UplinkState.GONE;
    private boolean isTold;

    WatchedUplink(final UplinkSettings settings, final NextHopKeeper keeper)
    {
        this.settings = settings;
        this.keeper = keeper;
    }

    UplinkSettings settings()
    {
        return settings;
    }

    /** @return whether all gateways are known. */
    boolean keep(final UplinkState state, final List<Neighbor> neighbors, final long nowNs)
    {
        return keeper.keep(state, neighbors, nowNs);
    }

    /** A listener that fails hears it again: what was told is noted afterwards. */
    void tell(final UplinkState state, final UplinkListener listener)
    {
        if (isTold && state.equals(told))
        {
            return;
        }
        final boolean isOther = state.interfaceIndex() != told.interfaceIndex();
        if (isOther && state.isThere())
        {
            listener.onInterfaceThere(settings, state);
        }
        listener.onUplink(settings, state, UplinkFactory.uplink(settings, state));
        if (isOther && !state.isThere())
        {
            listener.onInterfaceGone(settings);
        }
        told = state;
        isTold = true;
    }
}
