package io.tulle.daemon.router;

import io.tulle.config.IpamPool;
import io.tulle.control.Network;
import io.tulle.dataplane.wire.MacAddress;

/**
 * Chooses the MAC address of a network's gateway: 02:42 and its IPv4 address as for endpoints, so that it is the same
 * after a restart and containers need not ask again. Called by the control thread.
 */
public final class GatewayMac
{
    private static final long DOCKER_PREFIX = 0x0242_0000_0000L;
    private static final int HEX = 16;
    private static final int DIGITS = 8;

    private GatewayMac()
    {
    }

    public static long of(final Network network)
    {
        final IpamPool pool = network.ipv4Pool();
        return null == pool || null == pool.gateway() ?
            DOCKER_PREFIX | Long.parseLong(network.id().substring(0, DIGITS), HEX) :
            MacAddress.fromIpv4((int) pool.gateway().low());
    }
}
