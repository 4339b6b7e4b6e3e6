package io.tulle.control;

import io.tulle.config.Cidr;
import io.tulle.config.DnsServer;
import io.tulle.config.IpAddress;
import io.tulle.config.IpamPool;
import io.tulle.config.NetworkDns;
import io.tulle.config.NetworkOptions;
import io.tulle.config.NetworkSpec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks the words of {@code network create} and turns them into a spec; refuses in Docker's words. */
final class NetworkRequest
{
    private static final String NAME = "[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}"; // 63: a label of the DNS (RFC 1035)
    private static final Set<String> PREDEFINED = Set.of("bridge", "host", "none");

    private final CreateNetwork request;

    private NetworkRequest(final CreateNetwork request)
    {
        this.request = request;
    }

    static NetworkSpec spec(final CreateNetwork request)
    {
        try
        {
            return new NetworkRequest(request).spec();
        }
        catch (final IllegalArgumentException e)
        {
            throw ControlException.invalid("invalid network config: " + e.getMessage());
        }
    }

    private NetworkSpec spec()
    {
        checkName();
        final List<IpamPool> pools = new ArrayList<>();
        for (final CreateNetwork.Pool words : request.pools())
        {
            final IpamPool pool = pool(words);
            checkFamily(pool, pools);
            pools.add(pool);
        }
        final boolean enableIpv4 = null == request.enableIpv4() || request.enableIpv4();
        if (!enableIpv4 && !request.enableIpv6())
        {
            throw ControlException.invalid("IPv4 or IPv6 must be enabled");
        }
        final boolean isInternal = request.internal();
        final NetworkOptions options = NetworkOptions.parse(request.options());
        if (null != options.routing().mistake(isInternal))
        {
            throw new IllegalArgumentException(options.routing().mistake(isInternal));
        }
        return new NetworkSpec(request.name(), isInternal, options.routing().uplink(),
            options.routing().hasHostAccess(isInternal), enableIpv4, request.enableIpv6(),
            request.attachable(), pools, request.options(), request.labels(), options,
            new NetworkDns(true, servers(), Map.of()));
    }

    private List<DnsServer> servers()
    {
        final List<DnsServer> servers = request.dns().stream().map(DnsServer::parse).distinct().toList();
        if (servers.size() > DnsServer.MAX_IN_LIST)
        {
            throw new IllegalArgumentException(
                servers.size() + " servers for names; give at most " + DnsServer.MAX_IN_LIST);
        }
        return servers;
    }

    private void checkName()
    {
        if (null == request.name() || !request.name().matches(NAME))
        {
            throw ControlException.invalid("invalid network name \"" + request.name() + "\": use 1 to 63 letters, " +
                "digits, '_', '.' and '-', with a letter or digit first");
        }
        if (PREDEFINED.contains(request.name()))
        {
            throw ControlException.conflict(
                "operation is not permitted on predefined " + request.name() + " network");
        }
    }

    private void checkFamily(final IpamPool pool, final List<IpamPool> others)
    {
        final boolean isV6 = pool.subnet().isV6();
        if (isV6 && !request.enableIpv6())
        {
            throw new IllegalArgumentException(pool.subnet() + " is an IPv6 subnet; enable IPv6 with --ipv6");
        }
        if (others.stream().anyMatch(other -> other.subnet().isV6() == isV6))
        {
            throw new IllegalArgumentException(
                "only one " + (isV6 ? "IPv6" : "IPv4") + " subnet per network: " + pool.subnet());
        }
    }

    private static IpamPool pool(final CreateNetwork.Pool words)
    {
        if (null == words.subnet())
        {
            throw new IllegalArgumentException("every ip-range, gateway or aux-address needs its --subnet");
        }
        final Cidr subnet = Cidr.parse(words.subnet());
        final Cidr ipRange = null == words.ipRange() ? null : Cidr.parse(words.ipRange());
        if (null != ipRange && !subnet.contains(ipRange))
        {
            throw new IllegalArgumentException("no matching subnet for range " + words.ipRange());
        }
        final Map<String, IpAddress> auxAddresses = new LinkedHashMap<>();
        words.auxAddresses().forEach((name, ip) -> auxAddresses.put(name, inside(subnet, ip, "aux-address")));
        return new IpamPool(subnet, ipRange, inside(subnet, words.gateway(), "gateway"), auxAddresses);
    }

    private static IpAddress inside(final Cidr subnet, final String word, final String what)
    {
        final IpAddress address = null == word ? null : IpAddress.parse(word);
        if (null != address && !subnet.contains(address))
        {
            throw new IllegalArgumentException("no matching subnet for " + what + " " + word);
        }
        return address;
    }
}
