package io.tulle.control;

import io.tulle.config.DnsSpec;
import io.tulle.config.NatSpec;
import io.tulle.config.UplinkSpec;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What exists, in memory: networks and sandboxes by name, endpoints by id. Called by the control thread. */
final class State
{
    private String topologyName;
    private final NamedTable<Network> networks = new NamedTable<>(Network::name, Network::id);
    private final NamedTable<Sandbox> sandboxes = new NamedTable<>(Sandbox::container, Sandbox::id);
    private final EndpointTable endpoints = new EndpointTable();
    private final Map<String, UplinkSpec> uplinks = new TreeMap<>();
    private final Map<String, PublishedPort> ports = new TreeMap<>();
    private final Map<String, EngineEndpoint> engineEndpoints = new TreeMap<>();
    private final LeaseBook leases = new LeaseBook();
    private NatSpec nat = NatSpec.DEFAULTS;
    private DnsSpec dns = DnsSpec.DEFAULTS;

    State(final String topologyName)
    {
        this.topologyName = topologyName;
    }

    State copy()
    {
        final State copy = new State(topologyName);
        networks.all().forEach(copy::put);
        sandboxes.all().forEach(copy::put);
        endpoints.all().forEach(copy::put);
        copy.uplinks.putAll(uplinks);
        copy.ports.putAll(ports);
        copy.engineEndpoints.putAll(engineEndpoints);
        leases.pools().forEach(copy.leases::put);
        copy.nat = nat;
        copy.dns = dns;
        return copy;
    }

    boolean isEmpty()
    {
        return networks.isEmpty() && sandboxes.isEmpty() && endpoints.isEmpty() && uplinks.isEmpty() &&
            ports.isEmpty() && engineEndpoints.isEmpty() && leases.isEmpty();
    }

    String topologyName()
    {
        return topologyName;
    }

    void topologyName(final String name)
    {
        topologyName = name;
    }

    Collection<Network> networks()
    {
        return networks.all();
    }

    Collection<Sandbox> sandboxes()
    {
        return sandboxes.all();
    }

    Collection<Endpoint> endpoints()
    {
        return endpoints.all();
    }

    Map<String, UplinkSpec> uplinks()
    {
        return Collections.unmodifiableMap(new TreeMap<>(uplinks));
    }

    NatSpec nat()
    {
        return nat;
    }

    void nat(final NatSpec settings)
    {
        nat = settings;
    }

    DnsSpec dns()
    {
        return dns;
    }

    void dns(final DnsSpec settings)
    {
        dns = settings;
    }

    /** What tells a published port from all others: whose it is, and what was asked for. */
    static String key(final PublishedPort port)
    {
        return port.container() + ' ' + port.asked();
    }

    List<PublishedPort> ports()
    {
        return List.copyOf(ports.values());
    }

    PublishedPort port(final String key)
    {
        return ports.get(key);
    }

    List<PublishedPort> portsOf(final String container)
    {
        return ports.values().stream().filter(port -> port.container().equals(container)).toList();
    }

    Network networkNamed(final String name)
    {
        return networks.named(name);
    }

    Network network(final String id)
    {
        return networks.get(id);
    }

    Sandbox sandboxOf(final String container)
    {
        return sandboxes.named(container);
    }

    Sandbox sandbox(final String id)
    {
        return sandboxes.get(id);
    }

    List<EngineEndpoint> engineEndpoints()
    {
        return List.copyOf(engineEndpoints.values());
    }

    EngineEndpoint engineEndpoint(final String id)
    {
        return engineEndpoints.get(id);
    }

    /** The pools that Docker has. */
    LeaseBook leases()
    {
        return leases;
    }

    List<EngineEndpoint> engineEndpointsOf(final Network network)
    {
        return engineEndpoints.values().stream().filter(endpoint -> endpoint.networkId().equals(network.id())).toList();
    }

    /** True if a container engine made the namespace, or asked for an interface in it: no file may touch it. */
    boolean isOfEngine(final Sandbox sandbox)
    {
        return sandbox.isOfEngine() ||
            endpointsOf(sandbox).stream().anyMatch(endpoint -> endpoint.origin().isOfEngine());
    }

    /** True if Docker moves, names and routes what is in it. */
    boolean isOfDocker(final Sandbox sandbox)
    {
        return endpointsOf(sandbox).stream().anyMatch(endpoint -> Origin.DOCKER == endpoint.origin());
    }

    Endpoint endpoint(final String id)
    {
        return endpoints.get(id);
    }

    List<Endpoint> endpointsOf(final Network network)
    {
        return endpoints.of(network.id());
    }

    List<Endpoint> endpointsOf(final Sandbox sandbox)
    {
        return endpoints.of(sandbox.id());
    }

    Endpoint endpointOf(final Network network, final Sandbox sandbox)
    {
        for (final Endpoint endpoint : endpointsOf(sandbox))
        {
            if (endpoint.networkId().equals(network.id()))
            {
                return endpoint;
            }
        }
        return null;
    }

    void put(final Network network)
    {
        networks.put(network);
    }

    void put(final Sandbox sandbox)
    {
        sandboxes.put(sandbox);
    }

    void put(final Endpoint endpoint)
    {
        endpoints.put(endpoint);
    }

    void put(final UplinkSpec uplink)
    {
        uplinks.put(uplink.name(), uplink);
    }

    void put(final PublishedPort port)
    {
        ports.put(key(port), port);
    }

    void put(final EngineEndpoint endpoint)
    {
        engineEndpoints.put(endpoint.id(), endpoint);
    }

    void remove(final EngineEndpoint endpoint)
    {
        engineEndpoints.remove(endpoint.id());
    }

    /** Gives a network another name, which nobody has. */
    void rename(final Network network, final String name)
    {
        remove(network);
        put(network.renamed(name));
    }

    /** Gives a container another name, which nobody has; its endpoints and ports follow. */
    void rename(final Sandbox sandbox, final String name)
    {
        remove(sandbox);
        put(sandbox.renamed(name));
        endpointsOf(sandbox).forEach(endpoint -> put(endpoint.renamed(name)));
        for (final PublishedPort port : portsOf(sandbox.container()))
        {
            remove(port);
            put(port.renamed(name));
        }
    }

    void remove(final UplinkSpec uplink)
    {
        uplinks.remove(uplink.name());
    }

    void remove(final PublishedPort port)
    {
        ports.remove(key(port));
    }

    void remove(final Network network)
    {
        networks.remove(network);
    }

    void remove(final Sandbox sandbox)
    {
        sandboxes.remove(sandbox);
    }

    void remove(final Endpoint endpoint)
    {
        endpoints.remove(endpoint);
    }
}
