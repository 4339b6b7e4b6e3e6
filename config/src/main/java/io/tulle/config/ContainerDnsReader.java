package io.tulle.config;

import java.util.ArrayList;
import java.util.List;

/** Reads the keys of a container that say how it resolves names. */
final class ContainerDnsReader
{
    private static final List<String> KEYS = List.of("dns", "dns_search", "dns_opt", "dns_options", "extra_hosts");

    private static final int MAX_SEARCH = 32; // resolv.conf(5) had six for long; each one more slows every miss
    private static final String NO_SEARCH = ".";

    private ContainerDnsReader()
    {
    }

    /** Docker's rules: who shares a namespace has its owner's resolver, and who has the host's has the host's. */
    static ContainerDns read(final YamlNode container, final NetworkMode mode)
    {
        final ContainerDns dns = new ContainerDns(DnsServersReader.read(container.child("dns")),
            search(container.child("dns_search")), ResolvOptionReader.read(options(container)),
            ExtraHostReader.read(container.child("extra_hosts")));
        if (!(mode instanceof NetworkMode.Host) && !(mode instanceof NetworkMode.Container))
        {
            return dns;
        }
        for (final String key : KEYS)
        {
            if (container.has(key))
            {
                refuse(container.child(key), mode);
            }
        }
        return ContainerDns.DEFAULTS;
    }

    private static void refuse(final YamlNode node, final NetworkMode mode)
    {
        if (mode instanceof final NetworkMode.Container shared)
        {
            node.problem(null, "cannot stand beside network_mode: " + mode,
                "write it at container " + shared.name() + " instead");
        }
        else
        {
            node.warn("is discarded beside network_mode: " + mode + ": the container has the host's resolver");
        }
    }

    private static List<String> search(final YamlNode node)
    {
        final List<String> domains = new ArrayList<>();
        for (final YamlNode item : DnsServersReader.itemsOf(node))
        {
            final String domain =
                item.parse(text -> NO_SEARCH.equals(text) ? text : DomainNames.parse(text), null);
            if (null != domain && domains.contains(domain))
            {
                item.problem(domain, "is written twice", "remove one of them");
            }
            else if (null != domain)
            {
                domains.add(domain);
            }
        }
        if (domains.size() > 1 && domains.contains(NO_SEARCH))
        {
            node.problem(null, "has a dot, which is no domain, beside others", "write the dot alone, or remove it");
        }
        DnsServersReader.checkCount(node, domains.size(), MAX_SEARCH);
        return domains;
    }

    /** Compose's word, or that of docker run. */
    private static YamlNode options(final YamlNode container)
    {
        if (container.has("dns_opt") && container.has("dns_options"))
        {
            container.child("dns_options").keyProblem(container.path(), "dns_options", "stands beside dns_opt",
                "write all of them under dns_opt");
        }
        return container.has("dns_opt") ? container.child("dns_opt") : container.child("dns_options");
    }
}
