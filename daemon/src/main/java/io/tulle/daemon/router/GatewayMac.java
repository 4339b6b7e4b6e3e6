package io.tulle.daemon.router;

import io.tulle.control.Network;

/**
 * Chooses the MAC address of a network's gateway: locally administered, with the first digits of the network's id, so
 * that it is the same after a restart, no endpoint's (02:42 and the address), and no other Tulle's on this host. Called
 * by the control thread.
 */
public final class GatewayMac
{
    private static final long PREFIX = 0x0254_0000_0000L;
    private static final int HEX = 16;
    private static final int DIGITS = 8;

    private GatewayMac()
    {
    }

    public static long of(final Network network)
    {
        return PREFIX | Long.parseLong(network.id().substring(0, DIGITS), HEX);
    }
}
