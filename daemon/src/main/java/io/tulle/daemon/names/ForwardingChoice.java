package io.tulle.daemon.names;

import io.tulle.config.ContainerDns;
import io.tulle.config.DnsServer;
import io.tulle.config.DnsSpec;
import io.tulle.config.IpAddress;
import io.tulle.control.Network;
import io.tulle.dns.Forwarding;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses who is asked for names that are not of containers. The daemon asks from the host, so a container on internal
 * networks only has nobody to ask, but for a server of its own on such a network that the host reaches. Called by the
 * control thread.
 */
final class ForwardingChoice
{
    private final Forwardings forwardings = new Forwardings();
    private final HostResolvConf host;
    private DnsSpec section = DnsSpec.DEFAULTS;
    private Set<InetSocketAddress> gateways = Set.of();

    ForwardingChoice(final HostResolvConf host)
    {
        this.host = host;
    }

    void section(final DnsSpec spec)
    {
        section = spec;
    }

    /** @param addresses where Tulle itself answers. @return whether they are others now */
    boolean gateways(final Set<IpAddress> addresses)
    {
        final Set<InetSocketAddress> before = gateways;
        gateways = new HashSet<>();
        addresses.forEach((address) ->
            gateways.add(Servers.socketAddress(new DnsServer(address, DnsServer.DEFAULT_PORT))));
        return !before.equals(gateways);
    }

    /**
     * @param networks that the container is on, in the order of {@link JoinedNetwork#ORDER}
     * @param asked    the one whose gateway it asks
     * @param loops    gets the servers that were left out, since they are Tulle itself
     */
    Forwarding of(final ContainerDns container, final List<Network> networks, final Network asked,
        final Set<InetSocketAddress> loops)
    {
        if (networks.stream().allMatch(Network::internal))
        {
            final List<InetSocketAddress> inside = checked(Servers.socketAddresses(
                container.servers().stream().filter((server) -> isInside(server, networks)).toList()), loops);
            return inside.isEmpty() ? Forwarding.PROHIBITED : forwardings.of(inside, Map.of());
        }
        final Map<String, List<InetSocketAddress>> domains = new LinkedHashMap<>();
        domains(networks, asked).forEach((domain, servers) -> domains.put(domain, checked(servers, loops)));
        return forwardings.of(checked(servers(container, asked), loops), domains);
    }

    private List<InetSocketAddress> servers(final ContainerDns container, final Network asked)
    {
        final List<DnsServer> configured = !container.servers().isEmpty() ? container.servers() :
            !asked.dns().servers().isEmpty() ? asked.dns().servers() : section.servers();
        return configured.isEmpty() ? host.current().servers() : Servers.socketAddresses(configured);
    }

    /** What the asked network says holds first, then the container's other networks, then the section. */
    private Map<String, List<InetSocketAddress>> domains(final List<Network> networks, final Network asked)
    {
        final Map<String, List<InetSocketAddress>> domains =
            new LinkedHashMap<>(Servers.byDomain(asked.dns().domains()));
        networks.forEach((network) -> Servers.byDomain(network.dns().domains()).forEach(domains::putIfAbsent));
        Servers.byDomain(section.domains()).forEach(domains::putIfAbsent);
        return domains;
    }

    /** A question to ourselves would come back until every place in the queue is taken. */
    private List<InetSocketAddress> checked(final List<InetSocketAddress> servers, final Set<InetSocketAddress> loops)
    {
        final List<InetSocketAddress> others = new ArrayList<>();
        servers.forEach((server) -> (gateways.contains(server) ? loops : others).add(server));
        return others;
    }

    private static boolean isInside(final DnsServer server, final List<Network> networks)
    {
        return networks.stream().filter(Network::hostAccess)
            .anyMatch((network) -> network.pools().stream()
                .anyMatch((pool) -> pool.subnet().contains(server.address())));
    }
}
