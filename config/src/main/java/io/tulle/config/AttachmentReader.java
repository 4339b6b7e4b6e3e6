package io.tulle.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the section {@code networks} of a container: a list of names, or a map with what is special. */
final class AttachmentReader
{
    private static final Keys KEYS = Keys.of("a container's network", "aliases", "ipv4_address", "ipv6_address",
        "mac_address", "interface_name", "priority", "gw_priority", "driver_opts")
        .refusing("link_local_ips");

    private AttachmentReader()
    {
    }

    static List<Attachment> readAll(final YamlNode section)
    {
        final List<Attachment> attachments = new ArrayList<>();
        if (YamlNode.Kind.LIST == section.kind())
        {
            readNames(section, attachments);
        }
        else
        {
            section.mapOrReport().forEach((network, node) -> attachments.add(read(network, node)));
        }
        return attachments;
    }

    private static void readNames(final YamlNode section, final List<Attachment> attachments)
    {
        final Set<String> seen = new HashSet<>();
        for (final YamlNode item : section.items())
        {
            final String network = item.parse(Names::parse, null);
            if (null != network && !seen.add(network))
            {
                item.problem(network, "is named twice", "remove one of them");
            }
            else if (null != network)
            {
                attachments.add(Attachment.ofDefaults(network));
            }
        }
    }

    private static Attachment read(final String network, final YamlNode node)
    {
        node.mapOrReport();
        KEYS.check(node);
        final Map<String, String> driverOpts = StringMapReader.read(node, "driver_opts");
        final AttachmentOptions options =
            AttachmentOptions.parse(driverOpts, new YamlOptionSink(node.nearest("driver_opts")));
        return new Attachment(network,
            node.parse("ipv4_address", text -> address(text, false), null),
            node.parse("ipv6_address", text -> address(text, true), null),
            node.parse("mac_address", MacAddr::parse, null),
            aliases(node.child("aliases")),
            node.parse("priority", Scalars.integer(Integer.MIN_VALUE, Integer.MAX_VALUE), 0),
            node.parse("gw_priority", Scalars.integer(Integer.MIN_VALUE, Integer.MAX_VALUE), 0),
            driverOpts,
            options.mtu(),
            node.parse("interface_name", Scalars::interfaceName, options.interfaceName()));
    }

    private static IpAddress address(final String text, final boolean isV6)
    {
        final IpAddress address = IpAddress.parse(text);
        if (address.isV6() != isV6)
        {
            throw new BadValueException(text, "is an " + (isV6 ? "IPv4" : "IPv6") + " address",
                "write it under " + (isV6 ? "ipv4_address" : "ipv6_address"));
        }
        return address;
    }

    private static List<String> aliases(final YamlNode node)
    {
        final List<String> aliases = new ArrayList<>();
        for (final YamlNode item : null == node ? List.<YamlNode>of() : node.listOrReport())
        {
            final String alias = item.parse(Names::parse, null);
            if (null != alias && aliases.contains(alias))
            {
                item.problem(alias, "is named twice", "remove one of them");
            }
            else if (null != alias)
            {
                aliases.add(alias);
            }
        }
        return aliases;
    }
}
