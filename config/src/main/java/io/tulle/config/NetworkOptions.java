package io.tulle.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The driver options of a network, typed; the same whether they come from driver_opts or {@code network create -o}.
 *
 * @param mtu                 largest packet of the network's interfaces.
 * @param icc                 containers of the network may talk to each other.
 * @param ifacePrefix         of interface names inside containers.
 * @param sourceGuard         a container sends only from its own MAC and IP addresses.
 * @param neighborSuppression the switch answers ARP and NDP for endpoints that it knows.
 * @param fdbAgeing           a silent station is forgotten after this time.
 * @param fdbMaxEntries       stations that the network can learn.
 * @param masquerade          packets leave with the uplink's address; else they are routed as they are.
 * @param hostBinding         address of the host that ports are published on which name none, or null: every one.
 * @param defaultBridge       its containers do not find each other by name, as on Docker's network bridge.
 * @param routing             how its packets come and go.
 */
public record NetworkOptions(int mtu, boolean icc, String ifacePrefix, boolean sourceGuard, boolean neighborSuppression,
    Duration fdbAgeing, int fdbMaxEntries, boolean masquerade, IpAddress hostBinding,
    boolean defaultBridge, RoutingOptions routing)
{
    public static final String MTU = "com.docker.network.driver.mtu";
    public static final String ICC = "com.docker.network.bridge.enable_icc";
    public static final String MASQUERADE = "com.docker.network.bridge.enable_ip_masquerade";
    public static final String HOST_BINDING = "com.docker.network.bridge.host_binding_ipv4";
    public static final String DEFAULT_BRIDGE = "com.docker.network.bridge.default_bridge";
    public static final String IFACE_PREFIX = "com.docker.network.container_iface_prefix";
    public static final String GATEWAY_MODE_IPV4 = "com.docker.network.bridge.gateway_mode_ipv4";
    public static final String GATEWAY_MODE_IPV6 = "com.docker.network.bridge.gateway_mode_ipv6";
    public static final String HOST_IPV4 = "com.docker.network.host_ipv4";
    public static final String HOST_IPV6 = "com.docker.network.host_ipv6";
    public static final String HOST_ACCESS = "tulle.host_access";
    public static final String UPLINK = "tulle.uplink";
    public static final String SOURCE_GUARD = "tulle.source_guard";
    public static final String NEIGHBOR_SUPPRESSION = "tulle.neighbor_suppression";
    public static final String FDB_AGEING = "tulle.fdb.ageing";
    public static final String FDB_MAX_ENTRIES = "tulle.fdb.max_entries";

    public static final int MIN_MTU = 68; // RFC 791: every host must take a datagram of 68 octets
    public static final int MIN_MTU_V6 = 1280; // RFC 8200 section 5
    public static final int MAX_MTU = 65521; // the kernel's limit of a TAP: 65535 less 14 octets of Ethernet header

    public static final NetworkOptions DEFAULTS = new NetworkOptions(
        1500, // Ethernet, and Docker's default
        true, // Docker's default
        "eth", // Docker's default
        true, // unlike Docker: containers with CAP_NET_RAW could take each other's traffic
        true, // keeps broadcasts from waking every container
        Duration.ofSeconds(300), // IEEE 802.1D-2004 table 7-5
        16_384, // a /18 of containers, in under 1 MiB
        true, // Docker's default
        null, // Docker's default
        false,
        RoutingOptions.DEFAULTS);

    /** Reads what is known, tells the sink of all the rest; what is refused has its default in the result. */
    public static NetworkOptions parse(final Map<String, String> options, final OptionSink sink)
    {
        return new NetworkOptionsReader(options, sink).read();
    }

    /** Do packets of a family leave with the uplink's address? */
    public boolean isMasqueraded(final boolean isV6)
    {
        return masquerade && !isRouted(isV6);
    }

    /** Are published ports of a family open at the container's own address? */
    public boolean isRouted(final boolean isV6)
    {
        return GatewayMode.ROUTED == routing.gatewayMode(isV6);
    }

    /** Are published ports of an endpoint with these families ports of the host, too? */
    public boolean isOnHost(final boolean hasIpv4, final boolean hasIpv6)
    {
        return hasIpv4 && !isRouted(false) || hasIpv6 && !isRouted(true);
    }

    /** As above for callers without places: IllegalArgumentException with every mistake, a line each. */
    public static NetworkOptions parse(final Map<String, String> options)
    {
        final List<String> errors = new ArrayList<>();
        final NetworkOptions parsed = parse(options, new OptionSink()
        {
            @Override
            public void error(final String key, final String value, final String message, final String remedy)
            {
                errors.add(null == value ? Problem.sentence(key, message, remedy) :
                    key + ": " + Problem.sentence(value, message, remedy));
            }

            @Override
            public void warning(final String key, final String message)
            {
                // nobody to tell: the caller chose the form without a sink
            }
        });
        if (!errors.isEmpty())
        {
            throw new IllegalArgumentException(String.join("\n", errors));
        }
        return parsed;
    }
}
