package io.tulle.config;

import java.util.Map;

/** Reads one entry of {@code networks}. */
final class NetworkReader
{
    private static final Keys KEYS = Keys.of("a network", "internal", "enable_ipv4", "enable_ipv6", "attachable",
        "ipam", "driver_opts", "labels", "uplink", "host_access", "dns")
        .advising("driver", "remove it: every network here is a switch of Tulle")
        .advising("name", "remove it: the key is the name")
        .refusing("external");

    private NetworkReader()
    {
    }

    static NetworkSpec read(final String name, final YamlNode node)
    {
        node.mapOrReport();
        KEYS.check(node);
        final boolean enableIpv4 = node.parse("enable_ipv4", Scalars::bool, true);
        final boolean enableIpv6 = node.parse("enable_ipv6", Scalars::bool, false);
        if (!enableIpv4 && !enableIpv6)
        {
            node.child("enable_ipv4").problem(null, "leaves the network without addresses", "add enable_ipv6: true");
        }
        final Map<String, String> driverOpts = StringMapReader.read(node, "driver_opts");
        final NetworkOptions options =
            NetworkOptions.parse(driverOpts, new YamlOptionSink(node.nearest("driver_opts")));
        checkMtu(node, enableIpv6, options);
        final boolean isInternal = node.parse("internal", Scalars::bool, false);
        final RoutingOptions routing = options.routing();
        if (null != routing.mistake(isInternal))
        {
            node.nearest("driver_opts").problem(null, routing.mistake(isInternal), "add internal: true");
        }
        final boolean hostAccess = node.parse("host_access", Scalars::bool, routing.hasHostAccess(isInternal));
        // what it means shows when all are read
        final String uplink = node.parse("uplink", Names::parse, routing.uplink());
        return new NetworkSpec(name, isInternal, uplink, hostAccess, enableIpv4, enableIpv6,
            node.parse("attachable", Scalars::bool, false), IpamReader.read(node, enableIpv4, enableIpv6), driverOpts,
            StringMapReader.readLabels(node), options, NetworkDnsReader.read(node.child("dns")));
    }

    private static void checkMtu(final YamlNode node, final boolean enableIpv6, final NetworkOptions options)
    {
        if (enableIpv6 && options.mtu() < NetworkOptions.MIN_MTU_V6)
        {
            node.nearest("driver_opts", NetworkOptions.MTU).problem(String.valueOf(options.mtu()),
                "is below what IPv6 needs", "set it to at least " + NetworkOptions.MIN_MTU_V6 + " or drop enable_ipv6");
        }
    }
}
