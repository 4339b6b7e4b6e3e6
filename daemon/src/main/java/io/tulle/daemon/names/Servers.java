package io.tulle.daemon.names;

import io.tulle.config.DnsServer;
import io.tulle.config.IpAddress;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Turns the model's servers and addresses into those that sockets take. Called by any thread. */
final class Servers
{
    private Servers()
    {
    }

    static InetAddress inetAddress(final IpAddress address)
    {
        try
        {
            return InetAddress.getByAddress(address.bytes());
        }
        catch (final UnknownHostException ex)
        {
            throw new IllegalStateException(ex); // four or sixteen octets are an address
        }
    }

    static IpAddress ipAddress(final InetAddress address)
    {
        return IpAddress.of(address.getAddress());
    }

    static InetSocketAddress socketAddress(final DnsServer server)
    {
        return new InetSocketAddress(inetAddress(server.address()), server.port());
    }

    static List<InetSocketAddress> socketAddresses(final List<DnsServer> servers)
    {
        return servers.stream().map(Servers::socketAddress).toList();
    }

    /** @return the servers by domain, in lower case and without the last dot. */
    static Map<String, List<InetSocketAddress>> byDomain(final Map<String, List<DnsServer>> domains)
    {
        final Map<String, List<InetSocketAddress>> byDomain = new LinkedHashMap<>();
        domains.forEach((domain, servers) -> byDomain.put(key(domain), socketAddresses(servers)));
        return byDomain;
    }

    private static String key(final String domain)
    {
        final String lower = domain.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
