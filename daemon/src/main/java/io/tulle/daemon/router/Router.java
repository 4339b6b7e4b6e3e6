package io.tulle.daemon.router;

import io.tulle.config.Cidr;
import io.tulle.config.IpamPool;
import io.tulle.config.UplinkSpec;
import io.tulle.control.Endpoint;
import io.tulle.control.Network;
import io.tulle.nat.gateway.Address;
import io.tulle.nat.gateway.RoutedNetwork;
import io.tulle.nat.gateway.RouterPort;
import io.tulle.nat.gateway.RouterPorts;
import io.tulle.nat.gateway.Routes;
import io.tulle.nat.gateway.Uplink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Keeps what the router's workers read, ports and routes, true to the model. Called by the control thread; what the
 * host's own tables say comes from the thread that watches them, so every method excludes the others.
 */
public final class Router
{
    private final RouterPorts ports;
    private final Routes routes;
    private final Map<String, RouterNetwork> networks = new LinkedHashMap<>(); // by network id
    private final Map<String, Integer> uplinkPorts = new HashMap<>(); // by the uplink's name
    private Collection<Address> hostAddresses = List.of();
    private Consumer<List<Cidr>> onRouted = (subnets) -> { };

    public Router(final RouterPorts ports, final Routes routes)
    {
        this.ports = ports;
        this.routes = routes;
    }

    /** @param listener hears which subnets leave as they are, whenever networks come, change or go */
    public synchronized void onRouted(final Consumer<List<Cidr>> listener)
    {
        onRouted = listener;
    }

    /** Makes the network known, or takes over what changed. @param realm the number of its address space */
    public synchronized void put(final Network network, final int realm)
    {
        final RouterNetwork known = networks.computeIfAbsent(network.id(), (id) -> new RouterNetwork(network, realm));
        known.network(network);
        publish(known);
        publishRoutes();
        publishRouted();
    }

    public synchronized void remove(final Network network)
    {
        networks.remove(network.id());
        publishRoutes();
        publishRouted();
    }

    /** An endpoint may send and receive, after the workers know its port. */
    public synchronized void join(final int port, final Network network, final Endpoint endpoint)
    {
        final RouterNetwork known = networks.get(network.id());
        known.join(port, endpoint);
        publish(known);
        publishRoutes();
    }

    /** Gives the network its host port, or takes it away with {@link RoutedNetwork#NO_PORT}. */
    public synchronized void hostPort(final Network network, final int port)
    {
        final RouterNetwork known = networks.get(network.id());
        known.hostPort(port);
        publish(known);
    }

    /** No frame is routed to or from the port any more, but for those that are on their way. */
    public synchronized void leave(final int port)
    {
        ports.remove(port);
        networks.values().forEach((network) -> network.leave(port));
        publishRoutes();
    }

    /** Makes an uplink known, or what changed of it. */
    public synchronized void uplink(final int port, final Uplink uplink)
    {
        ports.put(RouterPort.uplink(port, uplink));
        uplinkPorts.put(uplink.name(), port);
        networks.values().forEach(this::publish);
    }

    public synchronized void removeUplink(final String name)
    {
        final Integer port = uplinkPorts.remove(name);
        if (null != port)
        {
            ports.remove(port);
            networks.values().forEach(this::publish);
        }
    }

    /** What the host has as its own addresses now. */
    public synchronized void hostAddresses(final Collection<Address> addresses)
    {
        hostAddresses = List.copyOf(addresses);
        publishRoutes();
    }

    private void publish(final RouterNetwork network)
    {
        final String uplink = network.network().uplink();
        final Integer uplinkPort = null == uplink || UplinkSpec.NONE.equals(uplink) ? null : uplinkPorts.get(uplink);
        network.publish(ports, null == uplinkPort ? RoutedNetwork.NO_PORT : uplinkPort);
    }

    private void publishRouted()
    {
        onRouted.accept(networks.values().stream().map(RouterNetwork::network).filter((network) -> !network.internal())
            .flatMap((network) -> network.pools().stream().map(IpamPool::subnet)
                .filter((subnet) -> !network.options().isMasqueraded(subnet.isV6()))).toList());
    }

    private void publishRoutes()
    {
        final List<Routes.Subnet> subnets = new ArrayList<>();
        final List<Routes.Endpoint> endpoints = new ArrayList<>();
        networks.values().forEach((network) -> network.addTo(subnets, endpoints));
        routes.set(subnets, endpoints, hostAddresses);
    }
}
