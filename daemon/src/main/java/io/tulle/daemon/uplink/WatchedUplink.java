package io.tulle.daemon.uplink;

import java.util.List;

import io.tulle.tapio.linux.Neighbor;

/** Remembers what the listener has heard of an uplink, and tells it what is new. Called by the uplink thread. */
final class WatchedUplink
{
    private final boolean isAuto;
    private final NextHopKeeper keeper;
    private UplinkSettings settings;
    private UplinkState told = UplinkState.GONE;
    private boolean isTold;

    WatchedUplink(final UplinkSettings settings, final NextHopKeeper keeper)
    {
        this.settings = settings;
        isAuto = UplinkSettings.AUTO.equals(settings.interfaceName());
        this.keeper = keeper;
    }

    /** @return the settings with the interface's name; a host that loses its default route keeps the last one. */
    UplinkSettings settings(final KernelView view)
    {
        final String interfaceName = isAuto ? view.defaultInterface() : null;
        settings = null == interfaceName ? settings : settings.withInterface(interfaceName);
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
