package io.tulle.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads lists of servers, and which domains have servers of their own. */
final class DnsServersReader
{
    private static final int MAX_DOMAINS = 1_000;

    private DnsServersReader()
    {
    }

    /** One server, or a list of them; nothing for an absent node. */
    static List<DnsServer> read(final YamlNode node)
    {
        final List<DnsServer> servers = new ArrayList<>();
        for (final YamlNode item : itemsOf(node))
        {
            final DnsServer server = item.parse(DnsServer::parse, null);
            if (null != server && servers.contains(server))
            {
                item.problem(server.toString(), "is written twice", "remove one of them");
            }
            else if (null != server)
            {
                servers.add(server);
            }
        }
        checkCount(node, servers.size(), DnsServer.MAX_IN_LIST);
        return servers;
    }

    /** By domain, in lower case. */
    static Map<String, List<DnsServer>> readDomains(final YamlNode section)
    {
        final Map<String, List<DnsServer>> domains = new LinkedHashMap<>();
        final Map<String, YamlNode> entries = null == section ? Map.of() : section.mapOrReport();
        entries.forEach((key, node) ->
        {
            final String domain = domain(section, key, node);
            if (null != domain && null != domains.put(domain, read(node)))
            {
                node.keyProblem(section.path(), key, "is the domain of another entry", "remove one of them");
            }
        });
        checkCount(section, domains.size(), MAX_DOMAINS);
        return domains;
    }

    /** A single value stands for a list of one, as Compose has it in many places. */
    static List<YamlNode> itemsOf(final YamlNode node)
    {
        return null == node ? List.of() : YamlNode.Kind.SCALAR == node.kind() ? List.of(node) : node.listOrReport();
    }

    static void checkCount(final YamlNode node, final int count, final int max)
    {
        if (count > max)
        {
            node.problem(null, "has " + count + " entries", "use at most " + max);
        }
    }

    private static String domain(final YamlNode section, final String key, final YamlNode node)
    {
        try
        {
            return DomainNames.parse(key);
        }
        catch (final BadValueException e)
        {
            node.keyProblem(section.path(), key, e.reason(), e.remedy());
            return null;
        }
    }
}
