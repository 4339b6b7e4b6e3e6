package io.tulle.daemon.names;

import io.tulle.config.PortMapping;
import io.tulle.control.Network;
import io.tulle.control.PublishedPort;
import io.tulle.control.Sandbox;
import io.tulle.dns.Forwarding;
import io.tulle.dns.zone.NameView;
import io.tulle.dns.zone.Zone;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One container with the networks that it is on: turns the model into what it sees of names. Changed by the control
 * thread.
 */
final class ContainerNames
{
    private final Map<Integer, JoinedNetwork> joined = new LinkedHashMap<>(); // by port
    private final Map<PortMapping, PublishedPort> published = new LinkedHashMap<>();
    private Sandbox sandbox;
    private boolean isOfEngine;

    ContainerNames(final Sandbox sandbox)
    {
        this.sandbox = sandbox;
    }

    Sandbox sandbox()
    {
        return sandbox;
    }

    void sandbox(final Sandbox changed)
    {
        sandbox = changed;
    }

    /** Did a container engine ask for any of its networks? It writes the container's resolv.conf itself. */
    boolean isOfEngine()
    {
        return isOfEngine;
    }

    void join(final JoinedNetwork network)
    {
        isOfEngine |= network.endpoint().origin().isOfEngine();
        joined.put(network.port(), network);
    }

    JoinedNetwork leave(final int port)
    {
        return joined.remove(port);
    }

    /** Takes over what changed of a network that it may be on. */
    void network(final Network changed)
    {
        joined.replaceAll((port, network) -> network.network().id().equals(changed.id()) ?
            new JoinedNetwork(port, changed, network.endpoint()) : network);
    }

    boolean isOn(final Network network)
    {
        return joined.values().stream().anyMatch((one) -> one.network().id().equals(network.id()));
    }

    /** In the order in which names are looked up. */
    List<JoinedNetwork> networks()
    {
        return joined.values().stream().sorted(JoinedNetwork.ORDER).toList();
    }

    /** @return whether that is news. */
    boolean publish(final PublishedPort port)
    {
        return null == published.put(key(port), port);
    }

    boolean unpublish(final PublishedPort port)
    {
        return null != published.remove(key(port));
    }

    List<PublishedPort> services()
    {
        return List.copyOf(published.values());
    }

    /** Who may come in by it is nothing to a name. */
    private static PortMapping key(final PublishedPort port)
    {
        return port.asked().allow(List.of());
    }

    /** What it sees when it asks the gateway of one of its networks. */
    NameView view(final JoinedNetwork asked, final Map<String, NetworkNames> known, final ForwardingChoice choice,
        final Set<InetSocketAddress> loops)
    {
        final List<Zone> zones = new ArrayList<>();
        final List<Network> networks = networks().stream().map(JoinedNetwork::network).toList();
        networks.forEach((network) -> zones.add(known.get(network.id()).zone()));
        final Forwarding forwarding = choice.of(sandbox.dns(), networks, asked.network(), loops);
        return new NameView(asked.port(), sandbox.container(), asked.network().name(), asked.endpoint().mtu(),
            asked.network().gatewayMac().value(), known.get(asked.network().id()).hosts(sandbox.dns()), zones,
            forwarding);
    }
}
