package io.tulle.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Checks what containers ask of their networks: that they exist, that addresses fit and are taken once. */
final class AttachmentChecks
{
    private final YamlNode root;
    private final Problems problems;
    private final Map<String, NetworkSpec> networks;
    private final Map<String, String> ownerByAddress = new HashMap<>();

    AttachmentChecks(final YamlNode root, final Problems problems, final Map<String, NetworkSpec> networks)
    {
        this.root = root;
        this.problems = problems;
        this.networks = networks;
    }

    void check(final ContainerSpec container)
    {
        final YamlNode section = root.nearest("containers", container.name(), "networks");
        final Set<String> interfaceNames = new HashSet<>();
        for (final Attachment attachment : container.networks().values())
        {
            final YamlNode node = section.nearest(attachment.network());
            final NetworkSpec network = networks.get(attachment.network());
            if (null == network)
            {
                missing(section, node, attachment.network());
            }
            else
            {
                checkMtu(node, attachment, network);
                checkAddress(node.nearest("ipv4_address"), container, attachment.ipv4(), network);
                checkAddress(node.nearest("ipv6_address"), container, attachment.ipv6(), network);
                checkMac(node, container, attachment);
            }
            if (null != attachment.interfaceName() && !interfaceNames.add(attachment.interfaceName()))
            {
                node.nearest("interface_name").problem(attachment.interfaceName(),
                    "names another interface of this container", "choose another name");
            }
        }
    }

    private void missing(final YamlNode section, final YamlNode node, final String name)
    {
        final String remedy = networks.isEmpty() ? "add it under networks" :
            Nearest.remedy(name, networks.keySet().stream().limit(20).toList());
        if (YamlNode.Kind.LIST == section.kind())
        {
            node.problem(name, "is not a network of the file", remedy);
        }
        else
        {
            node.keyProblem(section.path(), name, "is not a network of the file", remedy);
        }
    }

    private void checkMtu(final YamlNode node, final Attachment attachment, final NetworkSpec network)
    {
        if (network.enableIpv6() && null != attachment.mtu() && attachment.mtu() < NetworkOptions.MIN_MTU_V6)
        {
            node.nearest("driver_opts", NetworkOptions.MTU).problem(attachment.mtu().toString(),
                "is below what IPv6 needs", "set it to at least " + NetworkOptions.MIN_MTU_V6);
        }
    }

    private void checkAddress(final YamlNode node, final ContainerSpec container, final IpAddress address,
        final NetworkSpec network)
    {
        final IpamPool pool = null == address ? null : network.pool(address.isV6());
        if (null == address || null == pool && problems.touches(root.nearest("networks", network.name()).path()))
        {
            return; // nothing to check, or its subnet was refused and said so
        }
        if (null == pool)
        {
            // Docker's rule: an address can only be asked of a subnet that the user chose
            node.problem(address.toString(), "is asked of a network without a subnet of that family in the file",
                "add one under networks." + network.name() + ".ipam.config");
        }
        else if (PoolChecks.checkHost(node, address, pool.subnet()))
        {
            checkTaken(node, container, address, network.name(), pool);
        }
    }

    private void checkTaken(final YamlNode node, final ContainerSpec container, final IpAddress address,
        final String network, final IpamPool pool)
    {
        final String owner = ownerByAddress.putIfAbsent(network + '/' + address, container.name());
        if (address.equals(pool.gatewayOrLowest()))
        {
            node.problem(address.toString(), "is the gateway of network " + network +
                (null == pool.gateway() ? ", the lowest address since none is given" : ""), "choose another address");
        }
        else if (pool.auxAddresses().containsValue(address))
        {
            node.problem(address.toString(), "is kept by aux_addresses of network " + network,
                "choose another address");
        }
        else if (null != owner)
        {
            node.problem(address.toString(), "is taken by container " + owner, "choose another address");
        }
    }

    private void checkMac(final YamlNode node, final ContainerSpec container, final Attachment attachment)
    {
        final MacAddr mac = attachment.mac();
        final String owner = null == mac ? null :
            ownerByAddress.putIfAbsent(attachment.network() + '/' + mac, container.name());
        if (null != owner)
        {
            node.nearest("mac_address").problem(mac.toString(), "is taken by container " + owner,
                "choose another address");
        }
    }
}
