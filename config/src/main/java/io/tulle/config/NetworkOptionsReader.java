package io.tulle.config;

import static io.tulle.config.NetworkOptions.DEFAULTS;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Turns plain keys and values into NetworkOptions, once. */
final class NetworkOptionsReader
{
    private static final int IFACE_PREFIX_LENGTH = 11; // IFNAMSIZ leaves 15: four digits for the number
    private static final long MIN_AGEING_S = 10; // IEEE 802.1D-2004 table 7-5
    private static final long MAX_AGEING_S = 1_000_000; // the same table

    private static final List<String> KNOWN = List.of(NetworkOptions.MTU, NetworkOptions.ICC,
        NetworkOptions.IFACE_PREFIX, NetworkOptions.SOURCE_GUARD, NetworkOptions.NEIGHBOR_SUPPRESSION,
        NetworkOptions.FDB_AGEING, NetworkOptions.FDB_MAX_ENTRIES, NetworkOptions.MASQUERADE,
        NetworkOptions.HOST_BINDING, NetworkOptions.DEFAULT_BRIDGE, NetworkOptions.GATEWAY_MODE_IPV4,
        NetworkOptions.GATEWAY_MODE_IPV6, NetworkOptions.HOST_IPV4, NetworkOptions.HOST_IPV6,
        NetworkOptions.HOST_ACCESS, NetworkOptions.UPLINK);

    /** Options of Docker's own bridge driver that ask for parts which Tulle does not have yet. */
    private static final List<String> WITHOUT_EFFECT = List.of(
        "com.docker.network.bridge.name",
        "com.docker.network.bridge.inhibit_ipv4",
        "com.docker.network.bridge.trusted_host_interfaces",
        "com.docker.network.advertise_addr_nmsgs",
        "com.docker.network.advertise_addr_ms");

    private final Map<String, String> options;
    private final OptionSink sink;

    NetworkOptionsReader(final Map<String, String> options, final OptionSink sink)
    {
        this.options = options;
        this.sink = sink;
    }

    NetworkOptions read()
    {
        options.keySet().forEach(this::checkKey);
        return new NetworkOptions(
            value(NetworkOptions.MTU, Scalars.integer(NetworkOptions.MIN_MTU, NetworkOptions.MAX_MTU), DEFAULTS.mtu()),
            value(NetworkOptions.ICC, Scalars::goBool, DEFAULTS.icc()),
            value(NetworkOptions.IFACE_PREFIX, NetworkOptionsReader::prefix, DEFAULTS.ifacePrefix()),
            value(NetworkOptions.SOURCE_GUARD, Scalars::goBool, DEFAULTS.sourceGuard()),
            value(NetworkOptions.NEIGHBOR_SUPPRESSION, Scalars::goBool, DEFAULTS.neighborSuppression()),
            value(NetworkOptions.FDB_AGEING, Scalars.duration(MIN_AGEING_S, MAX_AGEING_S), DEFAULTS.fdbAgeing()),
            value(NetworkOptions.FDB_MAX_ENTRIES, Scalars.integer(64, 1 << 20), DEFAULTS.fdbMaxEntries()),
            value(NetworkOptions.MASQUERADE, Scalars::goBool, DEFAULTS.masquerade()),
            value(NetworkOptions.HOST_BINDING, NetworkOptionsReader::hostBinding, DEFAULTS.hostBinding()),
            value(NetworkOptions.DEFAULT_BRIDGE, Scalars::goBool, DEFAULTS.defaultBridge()),
            routing());
    }

    private RoutingOptions routing()
    {
        final RoutingOptions defaults = RoutingOptions.DEFAULTS;
        return new RoutingOptions(
            value(NetworkOptions.GATEWAY_MODE_IPV4, GatewayMode::parse, defaults.gatewayModeIpv4()),
            value(NetworkOptions.GATEWAY_MODE_IPV6, GatewayMode::parse, defaults.gatewayModeIpv6()),
            value(NetworkOptions.HOST_IPV4, text -> address(text, false), defaults.hostIpv4()),
            value(NetworkOptions.HOST_IPV6, text -> address(text, true), defaults.hostIpv6()),
            value(NetworkOptions.HOST_ACCESS, Scalars::goBool, defaults.hostAccess()),
            value(NetworkOptions.UPLINK, Names::parse, defaults.uplink()));
    }

    private static IpAddress address(final String text, final boolean isV6)
    {
        final IpAddress address = IpAddress.parse(text);
        if (address.isV6() != isV6 || address.isUnspecified())
        {
            throw new BadValueException(text, "is no " + (isV6 ? "IPv6" : "IPv4") + " address of an uplink",
                "write the address that packets are to leave with");
        }
        return address;
    }

    private void checkKey(final String key)
    {
        if (WITHOUT_EFFECT.contains(key))
        {
            sink.warning(key, "has no effect yet");
        }
        else if (!KNOWN.contains(key))
        {
            sink.error(key, null, "is not an option of a network", Nearest.remedy(key, KNOWN));
        }
    }

    private <T> T value(final String key, final Function<String, T> parser, final T fallback)
    {
        final String text = options.get(key);
        try
        {
            return null == text ? fallback : parser.apply(text);
        }
        catch (final BadValueException e)
        {
            sink.error(key, e.value(), e.reason(), e.remedy());
            return fallback;
        }
    }

    /** The unspecified IPv4 address is Docker's word for every address, of either family. */
    private static IpAddress hostBinding(final String text)
    {
        return "0.0.0.0".equals(text) ? null : IpAddress.parse(text);
    }

    private static String prefix(final String text)
    {
        return Scalars.interfaceName(text, IFACE_PREFIX_LENGTH);
    }
}
