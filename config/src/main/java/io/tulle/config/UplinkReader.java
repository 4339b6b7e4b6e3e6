package io.tulle.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the sections {@code uplink} and {@code uplinks}. */
final class UplinkReader
{
    private static final Keys KEYS = Keys.of("an uplink", "interface", "address", "ports")
        .advising("addresses", "write them as a list under address")
        .refusing("mac_address", "gateway");
    private static final String FORM = "write an address with its prefix length, such as 192.0.2.10/24";

    private UplinkReader()
    {
    }

    static Map<String, UplinkSpec> readAll(final YamlNode root)
    {
        final Map<String, UplinkSpec> uplinks = new LinkedHashMap<>();
        if (root.has("uplink") && root.has("uplinks"))
        {
            root.child("uplinks").keyProblem(root.path(), "uplinks", "stands beside uplink",
                "write the one of uplink as uplinks." + UplinkSpec.DEFAULT_NAME);
        }
        if (root.has("uplink"))
        {
            uplinks.put(UplinkSpec.DEFAULT_NAME, read(UplinkSpec.DEFAULT_NAME, root.child("uplink")));
        }
        else if (root.has("uplinks"))
        {
            root.child("uplinks").mapOrReport().forEach((key, node) ->
            {
                checkName(root.child("uplinks"), key, node);
                uplinks.put(key, read(key, node));
            });
            checkInterfaces(root.child("uplinks"), uplinks);
        }
        return uplinks;
    }

    private static void checkName(final YamlNode section, final String key, final YamlNode node)
    {
        try
        {
            Names.parse(key);
            if (UplinkSpec.NONE.equals(key))
            {
                node.keyProblem(section.path(), key, "is the word for no uplink", "choose another name");
            }
        }
        catch (final BadValueException e)
        {
            node.keyProblem(section.path(), key, e.reason(), e.remedy());
        }
    }

    private static UplinkSpec read(final String name, final YamlNode node)
    {
        node.mapOrReport();
        KEYS.check(node);
        final String interfaceName = node.parse("interface", Scalars::interfaceName, UplinkSpec.AUTO);
        if (!node.has("interface") && YamlNode.Kind.MAP == node.kind())
        {
            node.problem(null, "has no interface", "add the host's interface: interface: eth0, or interface: auto");
        }
        final List<UplinkSpec.Address> addresses = node.has("address") ? addresses(node.child("address")) : List.of();
        final PortRange ports = node.parse("ports", UplinkReader::ports,
            addresses.isEmpty() ? UplinkSpec.SHARED_PORTS : UplinkSpec.OWN_PORTS);
        return new UplinkSpec(name, interfaceName, addresses, ports);
    }

    private static List<UplinkSpec.Address> addresses(final YamlNode node)
    {
        final List<YamlNode> items = YamlNode.Kind.LIST == node.kind() ? node.items() : List.of(node);
        final List<UplinkSpec.Address> addresses = new ArrayList<>();
        for (final YamlNode item : items)
        {
            final UplinkSpec.Address address = item.parse(UplinkReader::address, null);
            if (null != address && addresses.stream().anyMatch(other -> other.address().equals(address.address())))
            {
                item.problem(address.toString(), "is written twice", "remove one of them");
            }
            else if (null != address)
            {
                addresses.add(address);
            }
        }
        return addresses;
    }

    static UplinkSpec.Address address(final String text)
    {
        final int slash = text.indexOf('/');
        if (slash < 0)
        {
            throw new BadValueException(text, "has no prefix length", FORM);
        }
        final IpAddress address = IpAddress.parse(text.substring(0, slash));
        final String digits = text.substring(slash + 1);
        if (!digits.matches("[0-9]{1,3}") || 0 == Integer.parseInt(digits) ||
            Integer.parseInt(digits) > address.lengthBits())
        {
            throw new BadValueException(text, "has a prefix length that is not 1 to " + address.lengthBits(), FORM);
        }
        final UplinkSpec.Address parsed = new UplinkSpec.Address(address, Integer.parseInt(digits));
        final Cidr subnet = parsed.subnet();
        if (address.compareTo(subnet.firstHost()) < 0 || address.compareTo(subnet.lastHost()) > 0)
        {
            throw new BadValueException(text, "is not an address that a host may have",
                "take one of " + subnet.firstHost() + " to " + subnet.lastHost());
        }
        return parsed;
    }

    private static PortRange ports(final String text)
    {
        final PortRange range = PortRange.parse(text);
        if (range.start() < UplinkSpec.OWN_PORTS.start())
        {
            throw new BadValueException(text, "has well-known ports (RFC 4787 REQ-3)", "begin at 1024 or above");
        }
        if (range.size() < 2)
        {
            throw new BadValueException(text, "is one port", "write a range such as " + UplinkSpec.SHARED_PORTS);
        }
        return range;
    }

    /** Two uplinks that share the host's addresses on one interface would take each other's answers. */
    private static void checkInterfaces(final YamlNode section, final Map<String, UplinkSpec> uplinks)
    {
        final Map<String, String> owners = new LinkedHashMap<>();
        uplinks.forEach((name, uplink) ->
        {
            final String owner = owners.putIfAbsent(uplink.interfaceName(), name);
            if (null != owner)
            {
                section.nearest(name, "interface").problem(uplink.interfaceName(),
                    "is the interface of uplink " + owner, "give each uplink an interface of its own");
            }
        });
    }
}
