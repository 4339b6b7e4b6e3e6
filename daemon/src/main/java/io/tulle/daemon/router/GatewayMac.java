package io.tulle.daemon.router;

import io.tulle.control.Network;

/** Gives the MAC address of a network's gateway as frames have it. Called by the control thread. */
public final class GatewayMac
{
    private GatewayMac()
    {
    }

    public static long of(final Network network)
    {
        return network.gatewayMac().value();
    }
}
