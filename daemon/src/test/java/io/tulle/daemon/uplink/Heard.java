package io.tulle.daemon.uplink;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.tulle.config.IpAddress;
import io.tulle.nat.gateway.Uplink;

/** Notes what the monitor tells. */
final class Heard implements UplinkListener
{
    final List<String> events = new CopyOnWriteArrayList<>();
    volatile UplinkState state = UplinkState.GONE;
    volatile Uplink uplink;
    volatile List<IpAddress> hostAddresses = List.of();

    @Override
    public void onInterfaceThere(final UplinkSettings settings, final UplinkState newState)
    {
        events.add("there");
    }

    @Override
    public void onInterfaceGone(final UplinkSettings settings)
    {
        events.add("gone");
    }

    @Override
    public void onUplink(final UplinkSettings settings, final UplinkState newState, final Uplink newUplink)
    {
        state = newState;
        uplink = newUplink;
    }

    @Override
    public void onHostAddresses(final List<IpAddress> addresses)
    {
        hostAddresses = addresses;
    }

    boolean hasAddress(final String address)
    {
        return state.addresses().contains(IpAddress.parse(address));
    }

    boolean knows(final String neighbor)
    {
        return state.neighbors().containsKey(IpAddress.parse(neighbor));
    }

    String nextHop(final String destination)
    {
        return String.valueOf(state.nextHop(IpAddress.parse(destination)));
    }
}
