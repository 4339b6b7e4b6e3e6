package io.tulle.daemon.names;

import io.tulle.config.ContainerDns;
import io.tulle.config.IpAddress;
import io.tulle.config.IpamPool;
import io.tulle.control.Endpoint;
import io.tulle.control.InterfaceAddress;
import io.tulle.control.Network;
import io.tulle.control.PublishedPort;
import io.tulle.dns.zone.EndpointNames;
import io.tulle.dns.zone.GatewayNames;
import io.tulle.dns.zone.NamedEndpoint;
import io.tulle.dns.zone.Zone;
import io.tulle.dns.zone.ZoneEntry;
import io.tulle.dns.zone.ZoneTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One network with the names on it: turns the model into what workers look up. Changed by control only. */
final class NetworkNames
{
    private static final Logger LOGGER = LoggerFactory.getLogger(NetworkNames.class);
    private static final int SHORT_ID_LENGTH = 12; // as docker ps has it

    private final SharedNames names = new SharedNames();
    private final Map<Integer, NamedPort> ports = new LinkedHashMap<>();
    private final Set<String> warned = new HashSet<>();
    private volatile Zone zone; // listed by any thread
    private List<ZoneEntry> gatewayNames;
    private ZoneTable gatewayTable;
    private Network network;

    /** What the names of one port are made of. */
    private record NamedPort(Endpoint endpoint, List<PublishedPort> published)
    {
    }

    NetworkNames(final Network network)
    {
        network(network);
    }

    Zone zone()
    {
        return zone;
    }

    /** One that has another name now has another zone, with the names of all its endpoints made anew. */
    void network(final Network changed)
    {
        final boolean isRenamed = null == zone || !zone.network().equals(changed.name());
        network = changed;
        if (isRenamed)
        {
            zone = new Zone(network.name());
            ports.forEach(this::name);
        }
        gatewayNames = GatewayNames.entries(gateway(network.ipv4Pool()), gateway(network.ipv6Pool()));
        gatewayTable = ZoneTable.of(gatewayNames);
        rebuild();
    }

    void put(final int port, final Endpoint endpoint, final List<PublishedPort> published)
    {
        final NamedPort named = new NamedPort(endpoint, published);
        ports.put(port, named);
        name(port, named);
        rebuild();
    }

    private void name(final int port, final NamedPort named)
    {
        final Endpoint endpoint = named.endpoint();
        final EndpointNames own = EndpointNames.of(network.name(), List.of(new NamedEndpoint(endpoint.container(),
            endpoint.sandboxId().substring(0, SHORT_ID_LENGTH), endpoint.aliases(), inetAddress(endpoint.ipv4()),
            inetAddress(endpoint.ipv6()), PublishedServices.of(named.published()))));
        own.skipped().stream().filter(warned::add).forEach((name) ->
            LOGGER.warn("network {}: nobody can ask for the name {}: a label has 1 to 63 octets, a name 253 at most",
                network.name(), name));
        names.put(port, own.entries());
    }

    void remove(final int port)
    {
        ports.remove(port);
        names.remove(port);
        rebuild();
    }

    /** Names that only the asking container has, and those of its host; what the user says comes first. */
    ZoneTable hosts(final ContainerDns dns)
    {
        return dns.hosts().isEmpty() ? gatewayTable : ZoneTable.of(ExtraHosts.entries(dns.hosts(),
            gateway(network.ipv4Pool()), gateway(network.ipv6Pool()), gatewayNames));
    }

    /** Adds where Tulle itself answers. */
    void addGateways(final Collection<IpAddress> gateways)
    {
        for (final IpamPool pool : network.pools())
        {
            if (network.dns().isEnabled() && null != pool.gateway())
            {
                gateways.add(pool.gateway());
            }
        }
    }

    private void rebuild()
    {
        zone.table(network.options().defaultBridge() ? ZoneTable.EMPTY : ZoneTable.of(names.entries()));
    }

    private static InetAddress gateway(final IpamPool pool)
    {
        return null == pool || null == pool.gateway() ? null : Servers.inetAddress(pool.gateway());
    }

    private static InetAddress inetAddress(final InterfaceAddress address)
    {
        return null == address ? null : Servers.inetAddress(address.address());
    }
}
