package io.tulle.daemon.names;

import io.tulle.config.ContainerDns;
import io.tulle.config.DnsServer;
import io.tulle.config.IpamPool;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes down how the programs of a container reach the resolver: the gateway of its first network that answers, with
 * search list and options as Docker sets them. Called by the control thread.
 */
final class ContainerResolvConf
{
    private static final String NO_SEARCH = ".";
    private static final String NDOTS = "ndots:";

    private ContainerResolvConf()
    {
    }

    /**
     * @param networks in the order of {@link JoinedNetwork#ORDER}
     * @param host     what the host's own file says
     * @return the lines, or null when nobody would answer: then the host's file holds
     */
    static String text(final ContainerDns dns, final List<JoinedNetwork> networks, final ResolvConf host)
    {
        final Set<String> servers = servers(dns, networks);
        if (servers.isEmpty())
        {
            return null;
        }
        final StringBuilder text = new StringBuilder();
        servers.forEach((server) -> text.append("nameserver ").append(server).append('\n'));
        final List<String> search = dns.search().isEmpty() ? host.search() : dns.search();
        if (!search.isEmpty() && !search.contains(NO_SEARCH))
        {
            text.append("search ").append(String.join(" ", search)).append('\n');
        }
        return text.append("options ").append(String.join(" ", options(dns, host))).append('\n').toString();
    }

    private static Set<String> servers(final ContainerDns dns, final List<JoinedNetwork> networks)
    {
        final Set<String> servers = new LinkedHashSet<>();
        for (final JoinedNetwork joined : networks)
        {
            if (servers.isEmpty() && joined.network().dns().isEnabled())
            {
                addGateway(joined.network().ipv4Pool(), servers);
                addGateway(joined.network().ipv6Pool(), servers);
            }
        }
        if (servers.isEmpty() && !networks.isEmpty())
        {
            dns.servers().stream().filter((server) -> DnsServer.DEFAULT_PORT == server.port())
                .forEach((server) -> servers.add(server.toString()));
        }
        return servers;
    }

    private static void addGateway(final IpamPool pool, final Set<String> servers)
    {
        if (null != pool && null != pool.gateway())
        {
            servers.add(pool.gateway().toString());
        }
    }

    /** A name without a dot is a container's, so it is asked for as it is first, unless somebody says otherwise. */
    private static List<String> options(final ContainerDns dns, final ResolvConf host)
    {
        final List<String> options = new ArrayList<>(dns.options().isEmpty() ? host.options() : dns.options());
        if (options.stream().noneMatch((option) -> option.startsWith(NDOTS)))
        {
            options.add(0, NDOTS + "0");
        }
        return options;
    }
}
