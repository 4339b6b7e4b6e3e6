package io.tulle.control.docker;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;
import io.tulle.config.IpamPool;
import io.tulle.control.EngineNetwork;
import io.tulle.control.InterfaceAddress;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the network that CreateNetwork asks for. Any thread. */
final class NetworkRequestJson
{
    private static final String PREFIX = "com.docker.network.";

    private NetworkRequestJson()
    {
    }

    static EngineNetwork network(final Fields request)
    {
        final Fields options = request.child("Options");
        final List<IpamPool> ipv4 = pools(request, "IPv4Data");
        final List<IpamPool> ipv6 = pools(request, "IPv6Data");
        final boolean enableIpv4 = options.flag(PREFIX + "enable_ipv4", true) && !ipv4.isEmpty(); // from Docker 28 on
        final boolean enableIpv6 = options.flag(PREFIX + "enable_ipv6", false);
        final List<IpamPool> pools = new ArrayList<>(enableIpv4 ? ipv4 : List.of());
        pools.addAll(enableIpv6 ? ipv6 : List.of());
        return new EngineNetwork(request.id("NetworkID"), null, options.flag(PREFIX + "internal", false), enableIpv4,
            enableIpv6, pools, options.child(PREFIX + "generic").texts(), Map.of());
    }

    private static List<IpamPool> pools(final Fields request, final String name)
    {
        return request.children(name).stream().map(NetworkRequestJson::pool).toList();
    }

    private static IpamPool pool(final Fields pool)
    {
        final Cidr subnet = pool.requiredParsed("Pool", Cidr::parse);
        final Fields auxiliary = pool.child("AuxAddresses");
        final Map<String, IpAddress> auxAddresses = new LinkedHashMap<>();
        auxiliary.texts().keySet().forEach(name ->
            auxAddresses.put(name, auxiliary.requiredParsed(name, NetworkRequestJson::address)));
        return new IpamPool(subnet, null, pool.parsed("Gateway", NetworkRequestJson::address), auxAddresses);
    }

    /** Docker writes the length of the subnet's prefix behind each address. */
    private static IpAddress address(final String text)
    {
        return InterfaceAddress.parse(text).address();
    }
}
