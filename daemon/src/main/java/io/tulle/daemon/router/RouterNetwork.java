package io.tulle.daemon.router;

import io.tulle.config.IpAddress;
import io.tulle.config.IpamPool;
import io.tulle.config.NetworkOptions;
import io.tulle.control.Endpoint;
import io.tulle.control.Network;
import io.tulle.nat.gateway.Address;
import io.tulle.nat.gateway.Masquerade;
import io.tulle.nat.gateway.RoutedNetwork;
import io.tulle.nat.gateway.RouterPort;
import io.tulle.nat.gateway.RouterPorts;
import io.tulle.nat.gateway.Routes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One network of the router with the ports on it: turns the model into what workers read. Changed by control only. */
final class RouterNetwork
{
    private final int realm;
    private final Map<Integer, Endpoint> endpoints = new LinkedHashMap<>();
    private Network network;
    private int hostPort = RoutedNetwork.NO_PORT;

    RouterNetwork(final Network network, final int realm)
    {
        this.network = network;
        this.realm = realm;
    }

    Network network()
    {
        return network;
    }

    void network(final Network changed)
    {
        network = changed;
    }

    void hostPort(final int port)
    {
        hostPort = port;
    }

    void join(final int port, final Endpoint endpoint)
    {
        endpoints.put(port, endpoint);
    }

    boolean leave(final int port)
    {
        return null != endpoints.remove(port);
    }

    /** @param uplinkPort of the uplink that the network names, or none. */
    void publish(final RouterPorts ports, final int uplinkPort)
    {
        final RoutedNetwork routed = routed(uplinkPort);
        if (RoutedNetwork.NO_PORT != hostPort)
        {
            ports.put(RouterPort.host(hostPort, routed));
        }
        endpoints.forEach((port, endpoint) -> ports.put(RouterPort.endpoint(port, routed, endpoint.mac().value(),
            NetAddresses.ipv4(endpoint.ipv4()), NetAddresses.high(endpoint.ipv6()),
            NetAddresses.low(endpoint.ipv6()))));
    }

    void addTo(final List<Routes.Subnet> subnets, final List<Routes.Endpoint> routes)
    {
        network.pools().forEach((pool) -> subnets.add(new Routes.Subnet(realm, NetAddresses.of(pool.subnet()),
            !network.internal() && !network.options().isMasqueraded(pool.subnet().isV6()))));
        endpoints.forEach((port, endpoint) ->
        {
            if (null != endpoint.ipv4())
            {
                routes.add(new Routes.Endpoint(realm, NetAddresses.of(endpoint.ipv4().address()), port));
            }
            if (null != endpoint.ipv6())
            {
                routes.add(new Routes.Endpoint(realm, NetAddresses.of(endpoint.ipv6().address()), port));
            }
        });
    }

    private RoutedNetwork routed(final int uplinkPort)
    {
        final Address ipv4 = gateway(network.ipv4Pool());
        final Address ipv6 = gateway(network.ipv6Pool());
        return new RoutedNetwork(network.name(), realm, network.options().mtu(),
            network.gatewayMac().value(),
            null == ipv4 ? 0 : (int) ipv4.low(), null == ipv6 ? 0 : ipv6.high(), null == ipv6 ? 0 : ipv6.low(),
            hostPort, uplinkPort, network.internal(), masquerade(), network.dns().isEnabled());
    }

    private Masquerade masquerade()
    {
        final NetworkOptions options = network.options();
        final IpAddress ipv4 = options.routing().hostIpv4();
        final IpAddress ipv6 = options.routing().hostIpv6();
        return new Masquerade(options.isMasqueraded(false), options.isMasqueraded(true),
            null == ipv4 ? 0 : (int) ipv4.low(), null == ipv6 ? 0 : ipv6.high(), null == ipv6 ? 0 : ipv6.low());
    }

    private static Address gateway(final IpamPool pool)
    {
        final IpAddress gateway = null == pool ? null : pool.gateway();
        return null == gateway ? null : NetAddresses.of(gateway);
    }
}
