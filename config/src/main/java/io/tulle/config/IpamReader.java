package io.tulle.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the section {@code ipam} of a network and checks each pool by itself. */
final class IpamReader
{
    private static final Keys IPAM_KEYS = Keys.of("ipam", "driver", "config").refusing("options");
    private static final Keys POOL_KEYS = Keys.of("a pool", "subnet", "ip_range", "gateway", "aux_addresses");

    private IpamReader()
    {
    }

    static List<IpamPool> read(final YamlNode network, final boolean enableIpv4, final boolean enableIpv6)
    {
        final List<IpamPool> pools = new ArrayList<>();
        final YamlNode ipam = network.child("ipam");
        if (null == ipam)
        {
            return pools;
        }
        ipam.mapOrReport();
        IPAM_KEYS.check(ipam);
        ipam.parse("driver", IpamReader::driver, null);
        for (final YamlNode item : ipam.has("config") ? ipam.child("config").listOrReport() : List.<YamlNode>of())
        {
            final IpamPool pool = pool(item);
            if (null != pool)
            {
                checkFamily(item, pool.subnet(), pool.subnet().isV6() ? enableIpv6 : enableIpv4, pools);
                PoolChecks.check(item, pool);
                pools.add(pool);
            }
        }
        return pools;
    }

    private static String driver(final String text)
    {
        if (!"default".equals(text))
        {
            throw new BadValueException(text, "is not an address manager of this version",
                "write default or remove it");
        }
        return text;
    }

    private static IpamPool pool(final YamlNode node)
    {
        node.mapOrReport();
        POOL_KEYS.check(node);
        final Cidr subnet = node.parse("subnet", Cidr::parse, null);
        final Cidr ipRange = node.parse("ip_range", Cidr::parse, null);
        final IpAddress gateway = node.parse("gateway", IpAddress::parse, null);
        final Map<String, IpAddress> auxAddresses = auxAddresses(node.child("aux_addresses"));
        if (!node.has("subnet") && YamlNode.Kind.MAP == node.kind())
        {
            node.problem(null, "has no subnet", "add one, such as subnet: 10.30.0.0/24, or remove the whole entry");
        }
        return null == subnet ? null : new IpamPool(subnet, ipRange, gateway, auxAddresses);
    }

    private static Map<String, IpAddress> auxAddresses(final YamlNode node)
    {
        final Map<String, IpAddress> addresses = new LinkedHashMap<>();
        if (null != node)
        {
            node.mapOrReport().forEach((name, value) ->
            {
                final IpAddress address = value.parse(IpAddress::parse, null);
                if (null != address)
                {
                    addresses.put(name, address);
                }
            });
        }
        return addresses;
    }

    private static void checkFamily(final YamlNode item, final Cidr subnet, final boolean isEnabled,
        final List<IpamPool> earlier)
    {
        final YamlNode node = item.child("subnet");
        final String family = subnet.isV6() ? "IPv6" : "IPv4";
        if (!isEnabled)
        {
            node.problem(subnet.toString(), "is an " + family + " subnet of a network without " + family,
                "set enable_" + family.toLowerCase(Locale.ROOT) + ": true or remove the subnet");
        }
        for (final IpamPool pool : earlier)
        {
            if (pool.subnet().isV6() == subnet.isV6())
            {
                node.problem(subnet.toString(), "is a second " + family + " subnet beside " + pool.subnet(),
                    "keep one of each family on a network");
                return;
            }
        }
    }
}
