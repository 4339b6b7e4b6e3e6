package io.tulle.daemon.uplink;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.tulle.config.IpAddress;
import io.tulle.config.Protocol;

/**
 * Writes the table that silences the host, in nft's words. Each uplink has a chain at the ingress of its interface, and
 * a set of address and port range for each protocol and family.
 */
final class SilenceRules
{
    private SilenceRules()
    {
    }

    static String of(final String table, final Collection<SilencedUplink> uplinks)
    {
        final StringBuilder sets = new StringBuilder();
        final StringBuilder chains = new StringBuilder();
        int number = 0;
        for (final SilencedUplink uplink : uplinks)
        {
            final StringBuilder rules = new StringBuilder();
            addOwn(rules, uplink.ownAddresses());
            for (final Protocol protocol : Protocol.values())
            {
                addPorts(sets, rules, uplink, protocol, false, "uplink" + number);
                addPorts(sets, rules, uplink, protocol, true, "uplink" + number);
            }
            chains.append(chain(uplink, number, rules));
            number++;
        }
        return "table netdev " + table + " {\n" + sets + chains + "}\n";
    }

    private static String chain(final SilencedUplink uplink, final int number, final StringBuilder rules)
    {
        return "  # interface " + uplink.interfaceIndex() + "\n  chain uplink" + number + " {\n" +
            "    type filter hook ingress device \"" + uplink.interfaceName() + "\" priority filter; policy accept;\n" +
            rules + "  }\n";
    }

    private static void addOwn(final StringBuilder rules, final List<IpAddress> addresses)
    {
        addresses.forEach((address) ->
            rules.append("    ").append(family(address.isV6())).append(" daddr ").append(address).append(" drop\n"));
    }

    private static void addPorts(final StringBuilder sets, final StringBuilder rules, final SilencedUplink uplink,
        final Protocol protocol, final boolean isV6, final String prefix)
    {
        final String elements = elements(uplink, protocol, isV6);
        if (elements.isEmpty())
        {
            return;
        }
        final String name = prefix + "_" + protocol + (isV6 ? "6" : "4");
        sets.append("  set ").append(name).append(" {\n    type ").append(isV6 ? "ipv6_addr" : "ipv4_addr")
            .append(" . inet_service; flags interval\n    elements = { ").append(elements).append(" }\n  }\n");
        rules.append("    ").append(family(isV6)).append(" daddr . ").append(protocol).append(" dport @").append(name)
            .append(" drop\n");
    }

    /** Ranges that overlap are joined first: nft refuses them. */
    private static String elements(final SilencedUplink uplink, final Protocol protocol, final boolean isV6)
    {
        final Map<IpAddress, PortSet> byAddress = new TreeMap<>();
        uplink.ports().stream()
            .filter((entry) -> protocol == entry.protocol() && isV6 == entry.address().isV6())
            .forEach((entry) -> byAddress.merge(entry.address(), entry.ports(), PortSet::plus));
        return byAddress.entrySet().stream()
            .flatMap((entry) -> entry.getValue().ranges().stream().map((range) -> entry.getKey() + " . " +
                (range.start() == range.end() ? "" + range.start() : range.start() + "-" + range.end())))
            .collect(Collectors.joining(", "));
    }

    private static String family(final boolean isV6)
    {
        return isV6 ? "ip6" : "ip";
    }
}
