package io.tulle.config;

import java.util.HashMap;
import java.util.Map;

/** Finds the uplink of each network, the one it names, else the default one; and addresses that two would have. */
final class UplinkChecks
{
    private final YamlNode root;
    private final Map<String, UplinkSpec> uplinks;

    UplinkChecks(final YamlNode root, final Map<String, UplinkSpec> uplinks)
    {
        this.root = root;
        this.uplinks = uplinks;
    }

    /** Replaces each network by one that knows its uplink. */
    void resolve(final Map<String, NetworkSpec> networks)
    {
        networks.replaceAll((name, network) -> network.uplink(resolved(network)));
    }

    /** An address that an uplink has beside its subnet is one that no network may have, and no other uplink. */
    void checkAddresses(final Map<String, NetworkSpec> networks)
    {
        final Map<IpAddress, String> owners = new HashMap<>();
        for (final UplinkSpec uplink : uplinks.values())
        {
            final YamlNode written = root.has("uplink") ? root.nearest("uplink", "address") :
                root.nearest("uplinks", uplink.name(), "address");
            for (final UplinkSpec.Address address : uplink.addresses())
            {
                final YamlNode node = written.nearest(address.toString());
                final String owner = owners.putIfAbsent(address.address(), uplink.name());
                if (null != owner && !owner.equals(uplink.name()))
                {
                    node.problem(address.toString(), "is an address of uplink " + owner, "choose another address");
                }
                checkSubnets(node, address, networks);
            }
        }
    }

    private static void checkSubnets(final YamlNode node, final UplinkSpec.Address address,
        final Map<String, NetworkSpec> networks)
    {
        for (final NetworkSpec network : networks.values())
        {
            for (final IpamPool pool : network.ipam())
            {
                if (pool.subnet().contains(address.address()))
                {
                    node.problem(address.toString(), "is in " + pool.subnet() + " of network " + network.name(),
                        "give the network another subnet");
                }
            }
        }
    }

    private String resolved(final NetworkSpec network)
    {
        final YamlNode node = root.nearest("networks", network.name());
        final boolean isWritten = YamlNode.Kind.MAP == node.kind() && node.has("uplink");
        final String word = isWritten ? node.child("uplink").text() : null;
        if (null == word)
        {
            return network.internal() ? null : unnamed(network, node);
        }
        return UplinkSpec.NONE.equals(word) ? null : named(network, node.child("uplink"), word);
    }

    private String named(final NetworkSpec network, final YamlNode node, final String word)
    {
        if (network.internal())
        {
            node.problem(word, "stands beside internal: true, which means no way out", "remove one of them");
        }
        else if (!uplinks.containsKey(word))
        {
            node.problem(word, "is not an uplink of the file", uplinks.isEmpty() ?
                "add it under uplinks, or write none" : Nearest.remedy(word, uplinks.keySet().stream().toList()));
        }
        return word;
    }

    private String unnamed(final NetworkSpec network, final YamlNode node)
    {
        final boolean isClear = uplinks.size() < 2 || uplinks.containsKey(UplinkSpec.DEFAULT_NAME);
        if (!isClear)
        {
            node.problem(null, "network " + network.name() + " must say which uplink it has: none is called default",
                "add uplink: " + uplinks.keySet().iterator().next() + ", or uplink: none");
            return null;
        }
        return UplinkSpec.defaultOf(uplinks);
    }
}
