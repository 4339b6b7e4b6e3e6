package io.tulle.daemon.router;

import io.tulle.config.ContainerDns;
import io.tulle.config.IpamPool;
import io.tulle.config.MacAddr;
import io.tulle.config.NetworkMode;
import io.tulle.control.Endpoint;
import io.tulle.control.InterfaceAddress;
import io.tulle.control.Network;
import io.tulle.control.Origin;
import io.tulle.control.Sandbox;
import io.tulle.tapio.linux.Link;
import io.tulle.tapio.linux.Netlink;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The host's own interface on a network as the endpoint that it is: it has the gateway's addresses and MAC address, and
 * its sandbox is the namespace that Tulle runs in. Called by the control thread.
 */
public final class HostEndpoint
{
    private static final String HOST = "host";
    private static final Sandbox SANDBOX = new Sandbox(HOST, HOST, new NetworkMode.Host(), null,
        Path.of("/proc/self/ns/net"), false, null, ContainerDns.DEFAULTS);

    private HostEndpoint()
    {
    }

    public static Sandbox sandbox()
    {
        return SANDBOX;
    }

    /** @return the id that it has among endpoints. */
    public static String id(final Network network)
    {
        return HOST + ":" + network.id();
    }

    public static Endpoint of(final Network network)
    {
        final MacAddr mac = network.gatewayMac();
        return new Endpoint(id(network), network.id(), HOST, HOST, interfaceName(network, mac), mac,
            address(network.ipv4Pool()), address(network.ipv6Pool()), network.options().mtu(), List.of(), 0, 0,
            Map.of(), Origin.API);
    }

    /** Another Tulle on this host may have a network of the same name. */
    private static String interfaceName(final Network network, final MacAddr mac)
    {
        final String plain = HostPortName.of(network);
        try (Netlink netlink = Netlink.open())
        {
            final Optional<Link> present = netlink.findLink(plain);
            final boolean isOurs = present.isEmpty() || mac.value() == value(present.get().mac());
            return isOurs ? plain : HostPortName.unique(network);
        }
    }

    private static long value(final byte[] mac)
    {
        long value = 0;
        for (final byte octet : mac)
        {
            value = value << Byte.SIZE | octet & 0xFF;
        }
        return value;
    }

    private static InterfaceAddress address(final IpamPool pool)
    {
        return null == pool || null == pool.gateway() ? null :
            new InterfaceAddress(pool.gateway(), pool.subnet().prefixLength());
    }
}
