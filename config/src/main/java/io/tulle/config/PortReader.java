package io.tulle.config;

import java.util.ArrayList;
import java.util.List;

/** Reads the sections {@code ports} and {@code expose} of a container. */
final class PortReader
{
    private static final Keys KEYS = Keys.of("a port", "target", "published", "host_ip", "protocol", "mode", "allow")
        .refusing("name", "app_protocol");

    private PortReader()
    {
    }

    static List<PortMapping> read(final YamlNode container)
    {
        final List<PortMapping> mappings = new ArrayList<>();
        readExposed(container);
        final YamlNode ports = container.child("ports");
        if (null == ports)
        {
            return mappings;
        }
        for (final YamlNode item : ports.listOrReport())
        {
            final PortMapping mapping =
                YamlNode.Kind.MAP == item.kind() ? longForm(item) : item.parse(PortMapping::parse, null);
            if (null != mapping && Protocol.SCTP == mapping.protocol())
            {
                item.warn("is not served: publish tcp and udp ports");
            }
            if (null != mapping)
            {
                mappings.add(mapping);
            }
        }
        return mappings;
    }

    private static PortMapping longForm(final YamlNode item)
    {
        KEYS.check(item);
        final PortRange target = item.parse("target", PortReader::single, null);
        final PortRange published = item.parse("published", PortReader::published, PortRange.EPHEMERAL);
        final IpAddress hostIp = item.parse("host_ip", IpAddress::parse, null);
        final Protocol protocol = item.parse("protocol", Protocol::parse, Protocol.TCP);
        item.parse("mode", PortReader::mode, null);
        if (!item.has("target"))
        {
            item.problem(null, "has no target", "add the port inside the container: target: 80");
        }
        final List<Cidr> allow = item.has("allow") ? allow(item.child("allow"), hostIp) : List.of();
        return null == target ? null :
            PortMapping.of(item.path(), hostIp, published, target, protocol).allow(allow);
    }

    private static List<Cidr> allow(final YamlNode node, final IpAddress hostIp)
    {
        final List<Cidr> prefixes = new ArrayList<>();
        for (final YamlNode item : node.listOrReport())
        {
            final Cidr prefix = item.parse(Cidr::parse, null);
            if (null != prefix && null != hostIp && prefix.isV6() != hostIp.isV6())
            {
                item.problem(prefix.toString(), "is of another family than host_ip: " + hostIp,
                    "remove it, or publish the port on an address of that family too");
            }
            else if (null != prefix)
            {
                prefixes.add(prefix);
            }
        }
        if (node.items().isEmpty() && YamlNode.Kind.LIST == node.kind())
        {
            node.problem(null, "is empty, which allows nobody", "remove it to allow everyone");
        }
        return prefixes;
    }

    private static PortRange single(final String text)
    {
        final PortRange range = PortRange.parse(text);
        if (1 != range.size())
        {
            throw new BadValueException(text, "is a range where one port is wanted", "use the short form for ranges");
        }
        return range;
    }

    private static PortRange published(final String text)
    {
        return "0".equals(text) ? PortRange.EPHEMERAL : PortRange.parse(text);
    }

    private static String mode(final String text)
    {
        if (!"host".equals(text) && !"ingress".equals(text))
        {
            throw new BadValueException(text, "is not a mode of a port", "write host or remove it");
        }
        return text;
    }

    /** Only documentation, as in Compose; checked so that a slip shows. */
    private static void readExposed(final YamlNode container)
    {
        for (final YamlNode item :
            container.has("expose") ? container.child("expose").listOrReport() : List.<YamlNode>of())
        {
            item.parse(text ->
            {
                final int slash = text.indexOf('/');
                Protocol.parse(slash < 0 ? "tcp" : text.substring(slash + 1));
                return PortRange.parse(slash < 0 ? text : text.substring(0, slash));
            }, null);
        }
    }
}
