package io.tulle.config;

import java.util.Map;

/** Finds the uplink of each network: the one it names, else the one called default, else the only one. */
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
