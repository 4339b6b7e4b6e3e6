package io.tulle.config;

import io.tulle.config.ContainerDns.ExtraHost;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the section {@code extra_hosts} of a container: a list of NAME=ADDRESS or NAME:ADDRESS, or a map. */
final class ExtraHostReader
{
    private static final String REMEDY = "write NAME=ADDRESS, or NAME=" + ExtraHost.HOST_GATEWAY;
    private static final int MAX_HOSTS = 10_000;

    private ExtraHostReader()
    {
    }

    static List<ExtraHost> read(final YamlNode node)
    {
        final Set<ExtraHost> hosts = new LinkedHashSet<>();
        if (null != node && YamlNode.Kind.LIST == node.kind())
        {
            node.items().forEach(item -> add(hosts, item, item.parse(ExtraHostReader::parse, null)));
        }
        else if (null != node)
        {
            node.mapOrReport().forEach((name, value) -> readEntry(node, name, value, hosts));
        }
        DnsServersReader.checkCount(node, hosts.size(), MAX_HOSTS);
        return List.copyOf(hosts);
    }

    private static void readEntry(
        final YamlNode section, final String name, final YamlNode value, final Set<ExtraHost> hosts)
    {
        try
        {
            final String parsed = DomainNames.parse(name);
            final List<YamlNode> items = YamlNode.Kind.LIST == value.kind() ? value.items() : List.of(value);
            items.forEach(item -> add(hosts, item, item.parse(text -> host(parsed, text), null)));
        }
        catch (final BadValueException e)
        {
            value.keyProblem(section.path(), name, e.reason(), e.remedy());
        }
    }

    private static void add(final Set<ExtraHost> hosts, final YamlNode item, final ExtraHost host)
    {
        if (null != host && !hosts.add(host))
        {
            item.problem(item.text(), "is written twice", "remove one of them");
        }
    }

    /** The first of the two signs parts it: further colons are of an IPv6 address. */
    static ExtraHost parse(final String text)
    {
        final int colon = text.indexOf(':');
        final int equal = text.indexOf('=');
        final int end = colon < 0 || equal >= 0 && equal < colon ? equal : colon;
        if (end < 0)
        {
            throw new BadValueException(text, "has no address", REMEDY);
        }
        return host(DomainNames.parse(text.substring(0, end)), text.substring(end + 1));
    }

    private static ExtraHost host(final String name, final String text)
    {
        if (!ExtraHost.HOST_GATEWAY.equals(text) && text.matches("[^.:]*"))
        {
            throw new BadValueException(text, "is not an IP address", "write one, or " + ExtraHost.HOST_GATEWAY);
        }
        final boolean isBracketed = text.startsWith("[") && text.endsWith("]");
        return new ExtraHost(name, ExtraHost.HOST_GATEWAY.equals(text) ? null :
            IpAddress.parse(isBracketed ? text.substring(1, text.length() - 1) : text));
    }
}
