package io.tulle.daemon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.tulle.config.IpAddress;
import io.tulle.config.IpamPool;
import io.tulle.config.NetworkOptions;
import io.tulle.control.Endpoint;
import io.tulle.control.InterfaceAddress;
import io.tulle.control.Network;
import io.tulle.vswitch.BridgeDomain;
import io.tulle.vswitch.BridgePort;
import io.tulle.vswitch.BridgePorts;
import io.tulle.vswitch.HostAddresses;
import io.tulle.vswitch.HostGuard;
import io.tulle.vswitch.NeighborTable;
import io.tulle.vswitch.NeighborTable.Neighbor;
import io.tulle.vswitch.SourceGuard;

/**
 * One network's bridge domain with the endpoints that are in it: turns what the model says into what the switch
 * reads. Changed by the control thread.
 */
final class Domain
{
    private static final long LINK_LOCAL_HIGH = 0xFE80_0000_0000_0000L;

    private final BridgeDomain bridge;
    private final BridgePorts ports;
    private final HostAddresses hostAddresses;
    private final Map<Integer, Endpoint> endpoints = new LinkedHashMap<>();
    private volatile Network network;

    /** @param hostAddresses what may send by the host's own port. */
    Domain(final Network network, final BridgeDomain bridge, final BridgePorts ports, final HostAddresses hostAddresses)
    {
        this.network = network;
        this.bridge = bridge;
        this.ports = ports;
        this.hostAddresses = hostAddresses;
        bridge.routerMac(network.gatewayMac().value());
        publishNeighbors();
    }

    Network network()
    {
        return network;
    }

    BridgeDomain bridge()
    {
        return bridge;
    }

    /** Lets frames of the endpoint in, after the workers know its port. */
    void join(final int port, final Endpoint endpoint)
    {
        endpoints.put(port, endpoint);
        publish(port, endpoint);
        publishNeighbors();
    }

    /** Lets frames of the host in, by an interface that has the router's own addresses. */
    void joinHost(final int port, final Endpoint host)
    {
        final BridgePort bridgePort = new BridgePort(port, bridge, host.mtu(),
            new HostGuard(host.mac().value(), hostAddresses), false);
        ports.put(bridgePort);
        bridge.addMember(bridgePort);
    }

    /** Lets no more frames of the host in. */
    void leaveHost(final int port)
    {
        ports.remove(port);
        bridge.removeMember(port);
    }

    /** Lets no more frames of the endpoint in; the workers may still finish those that are on their way. */
    void leave(final int port)
    {
        if (null != endpoints.remove(port))
        {
            ports.remove(port);
            bridge.removeMember(port);
            publishNeighbors();
        }
    }

    /** Takes over options that changed. */
    void update(final Network changed)
    {
        network = changed;
        endpoints.forEach(this::publish);
        publishNeighbors();
    }

    Endpoint endpoint(final int port)
    {
        return endpoints.get(port);
    }

    private void publish(final int port, final Endpoint endpoint)
    {
        final NetworkOptions options = network.options();
        final SourceGuard guard = options.sourceGuard() ? guard(endpoint) : null;
        final BridgePort bridgePort = new BridgePort(port, bridge, endpoint.mtu(), guard, !options.icc());
        if (options.sourceGuard())
        {
            bridge.fdb().addStatic(endpoint.mac().value(), port); // it can be nowhere else, so it need not be learned
        }
        else
        {
            bridge.fdb().remove(endpoint.mac().value());
        }
        ports.put(bridgePort);
        bridge.addMember(bridgePort);
    }

    private void publishNeighbors()
    {
        final List<Neighbor> neighbors = new ArrayList<>();
        if (network.options().neighborSuppression())
        {
            endpoints.values().forEach((endpoint) -> addNeighbors(endpoint, neighbors));
        }
        addRouter(neighbors);
        bridge.neighbors(new NeighborTable(neighbors));
    }

    private void addRouter(final List<Neighbor> neighbors)
    {
        final long mac = bridge.routerMac();
        final IpAddress ipv4 = gateway(network.ipv4Pool());
        final IpAddress ipv6 = gateway(network.ipv6Pool());
        neighbors.add(new Neighbor(mac, null == ipv4 ? 0 : (int) ipv4.low(), null == ipv6 ? 0 : ipv6.high(),
            null == ipv6 ? 0 : ipv6.low()));
        if (null != ipv6)
        {
            neighbors.add(new Neighbor(mac, 0, LINK_LOCAL_HIGH, SourceGuard.of(mac, 0, 0, 0).linkLocalLow()));
        }
    }

    private static IpAddress gateway(final IpamPool pool)
    {
        return null == pool ? null : pool.gateway();
    }

    private static void addNeighbors(final Endpoint endpoint, final List<Neighbor> neighbors)
    {
        final SourceGuard addresses = guard(endpoint);
        neighbors.add(new Neighbor(addresses.mac(), addresses.ipv4(), addresses.ipv6High(), addresses.ipv6Low()));
        if (null != endpoint.ipv6())
        {
            neighbors.add(new Neighbor(addresses.mac(), 0, LINK_LOCAL_HIGH, addresses.linkLocalLow()));
        }
    }

    private static SourceGuard guard(final Endpoint endpoint)
    {
        final IpAddress ipv4 = address(endpoint.ipv4());
        final IpAddress ipv6 = address(endpoint.ipv6());
        return SourceGuard.of(endpoint.mac().value(), null == ipv4 ? 0 : (int) ipv4.low(),
            null == ipv6 ? 0 : ipv6.high(), null == ipv6 ? 0 : ipv6.low());
    }

    private static IpAddress address(final InterfaceAddress address)
    {
        return null == address ? null : address.address();
    }
}
