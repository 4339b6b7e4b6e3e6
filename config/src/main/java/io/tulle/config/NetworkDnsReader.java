package io.tulle.config;

import java.util.Map;

/** Reads the key {@code dns} of a network: servers, a map with servers and domains, or false. */
final class NetworkDnsReader
{
    private static final Keys KEYS = Keys.of("a network's dns", "servers", "domains");

    private NetworkDnsReader()
    {
    }

    static NetworkDns read(final YamlNode node)
    {
        if (null == node || YamlNode.Kind.NULL == node.kind())
        {
            return NetworkDns.DEFAULTS;
        }
        if (YamlNode.Kind.MAP == node.kind())
        {
            KEYS.check(node);
            return new NetworkDns(true, DnsServersReader.read(node.child("servers")),
                DnsServersReader.readDomains(node.child("domains")));
        }
        if (YamlNode.Kind.SCALAR == node.kind() && node.text().matches("true|True|TRUE|false|False|FALSE"))
        {
            return node.parse(Scalars::bool, true) ? NetworkDns.DEFAULTS : NetworkDns.OFF;
        }
        return new NetworkDns(true, DnsServersReader.read(node), Map.of());
    }
}
