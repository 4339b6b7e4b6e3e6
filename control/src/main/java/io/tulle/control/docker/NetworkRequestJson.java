package io.tulle.control.docker;

import io.tulle.config.BadValueException;
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
        final String id = request.id("NetworkID");
        final Fields options = request.child("Options");
        final IpamPool ipv4 = pool(request, "IPv4Data", false);
        final IpamPool ipv6 = pool(request, "IPv6Data", true);
        final boolean enableIpv4 = null != ipv4 && options.flag(PREFIX + "enable_ipv4", true); // from Docker 28 on
        final boolean enableIpv6 = options.flag(PREFIX + "enable_ipv6", false);
        if (enableIpv6 && null == ipv6)
        {
            throw new IllegalArgumentException("IPv6Data is empty for a network with IPv6; give an IPv6 --subnet");
        }
        if (!enableIpv4 && !enableIpv6)
        {
            throw new IllegalArgumentException("IPv4 or IPv6 must be enabled");
        }
        final List<IpamPool> pools = new ArrayList<>();
        if (enableIpv4)
        {
            pools.add(ipv4);
        }
        if (enableIpv6)
        {
            pools.add(ipv6);
        }
        return new EngineNetwork(id, null, options.flag(PREFIX + "internal", false), enableIpv4, enableIpv6, pools,
            options.child(PREFIX + "generic").texts(), Map.of());
    }

    private static IpamPool pool(final Fields request, final String name, final boolean isV6)
    {
        final List<Fields> pools = request.children(name);
        if (pools.size() > 1)
        {
            throw new IllegalArgumentException(name + ": only one " + (isV6 ? "IPv6" : "IPv4") +
                " subnet per network; " + pools.size() + " were given");
        }
        return pools.isEmpty() ? null : pool(pools.get(0), isV6);
    }

    private static IpamPool pool(final Fields pool, final boolean isV6)
    {
        pool.required("Pool");
        final Cidr subnet = pool.parsed("Pool", text -> subnet(text, isV6));
        final IpAddress gateway = pool.parsed("Gateway", text -> inside(subnet, text));
        final Fields auxiliary = pool.child("AuxAddresses");
        final Map<String, IpAddress> auxAddresses = new LinkedHashMap<>();
        for (final String name : auxiliary.texts().keySet())
        {
            auxiliary.required(name);
            auxAddresses.put(name, auxiliary.parsed(name, text -> inside(subnet, text)));
        }
        return new IpamPool(subnet, null, gateway, auxAddresses);
    }

    /** A block of the family. */
    static Cidr subnet(final String text, final boolean isV6)
    {
        final Cidr subnet = Cidr.parse(text);
        if (subnet.isV6() != isV6)
        {
            throw new BadValueException(text, "is not an " + (isV6 ? "IPv6" : "IPv4") + " subnet", null);
        }
        return subnet;
    }

    private static IpAddress inside(final Cidr subnet, final String text)
    {
        final IpAddress address = InterfaceAddress.parse(text).address();
        if (!subnet.contains(address))
        {
            throw new BadValueException(text, "is not in the subnet " + subnet, null);
        }
        return address;
    }
}
