package io.tulle.daemon.names;

import io.tulle.config.BadValueException;
import io.tulle.config.DnsServer;
import io.tulle.config.IpAddress;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a resolv.conf says (resolv.conf(5)). Read by any thread.
 *
 * @param servers at most three, as the C library has it
 * @param search  domains to try with a name that has few dots
 * @param options as written
 */
record ResolvConf(List<InetSocketAddress> servers, List<String> search, List<String> options)
{
    /** What holds without a file, or for one that names no server: the host's own. */
    static final ResolvConf DEFAULTS = new ResolvConf(
        List.of(Servers.socketAddress(new DnsServer(IpAddress.v4(0x7F00_0001), DnsServer.DEFAULT_PORT))), List.of(),
        List.of());

    private static final int MAX_SERVERS = 3; // MAXNS

    ResolvConf
    {
        servers = List.copyOf(servers);
        search = List.copyOf(search);
        options = List.copyOf(options);
    }

    /** Lines that it does not know are left out, as the C library does. */
    static ResolvConf parse(final String text)
    {
        final List<InetSocketAddress> servers = new ArrayList<>();
        List<String> search = List.of();
        final List<String> options = new ArrayList<>();
        for (final String line : text.split("\n"))
        {
            final List<String> words = Arrays.asList(line.strip().split("\\s+"));
            final List<String> values = words.subList(1, words.size());
            switch (words.get(0))
            {
                case "nameserver" -> values.stream().limit(1).forEach((value) -> addServer(value, servers));
                case "domain" -> search = values.subList(0, Math.min(1, values.size()));
                case "search" -> search = values; // the last of both holds
                case "options" -> options.addAll(values);
                default ->
                {
                    // a comment, sortlist, or what is yet to come
                }
            }
        }
        return new ResolvConf(servers.isEmpty() ? DEFAULTS.servers : servers, search, options);
    }

    private static void addServer(final String text, final List<InetSocketAddress> servers)
    {
        final int percent = text.indexOf('%');
        try
        {
            final IpAddress address = IpAddress.parse(percent < 0 ? text : text.substring(0, percent));
            if (servers.size() < MAX_SERVERS)
            {
                servers.add(percent < 0 ? Servers.socketAddress(new DnsServer(address, DnsServer.DEFAULT_PORT)) :
                    onLink(address, text.substring(percent + 1)));
            }
        }
        catch (final BadValueException | SocketException | UnknownHostException ex)
        {
            // no address, or of a link that is not there: the C library asks the others, too
        }
    }

    /** A link-local address means something on one link only (RFC 4007). */
    private static InetSocketAddress onLink(final IpAddress address, final String link)
        throws SocketException, UnknownHostException
    {
        final NetworkInterface onInterface = NetworkInterface.getByName(link);
        if (null == onInterface || !address.isV6())
        {
            throw new UnknownHostException(link);
        }
        return new InetSocketAddress(Inet6Address.getByAddress(null, address.bytes(), onInterface),
            DnsServer.DEFAULT_PORT);
    }
}
