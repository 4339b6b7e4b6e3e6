package io.tulle.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one entry of {@code containers}. */
final class ContainerReader
{
    private static final Keys KEYS =
        Keys.of("a container", "netns", "network_mode", "networks", "ports", "expose", "labels",
            "dns", "dns_search", "dns_opt", "dns_options", "extra_hosts")
        .advising("mac_address", "write it under networks.NAME.mac_address")
        .advising("container_name", "remove it: the key is the name")
        .refusing("image", "build", "command", "entrypoint", "environment", "env_file", "volumes", "depends_on",
            "restart", "hostname", "domainname", "links", "sysctls", "cap_add", "privileged", "healthcheck", "deploy",
            "profiles", "user", "working_dir", "tty", "uplink", "policies");

    private ContainerReader()
    {
    }

    static ContainerSpec read(final String name, final YamlNode node)
    {
        node.mapOrReport();
        KEYS.check(node);
        final NetworkMode mode = node.parse("network_mode", NetworkMode::parse, new NetworkMode.Bridge());
        final List<PortMapping> ports = ports(node, mode);
        return new ContainerSpec(name, mode, netns(node, mode), networks(node, mode), ports,
            StringMapReader.readLabels(node), ContainerDnsReader.read(node, mode));
    }

    /** Docker's rules: without a network of its own nothing is published, and a shared namespace's owner publishes. */
    private static List<PortMapping> ports(final YamlNode node, final NetworkMode mode)
    {
        final List<PortMapping> ports = PortReader.read(node);
        if (ports.isEmpty() || mode instanceof NetworkMode.Bridge)
        {
            return ports;
        }
        if (mode instanceof final NetworkMode.Container shared)
        {
            node.child("ports").problem(null, "cannot stand beside network_mode: " + mode,
                "publish the ports of container " + shared.name() + " instead");
        }
        else
        {
            node.child("ports").warn("is discarded beside network_mode: " + mode +
                (mode instanceof NetworkMode.Host ? ": the container has the host's ports already" : ""));
        }
        return List.of();
    }

    private static Netns netns(final YamlNode node, final NetworkMode mode)
    {
        final boolean hasOwn = mode instanceof NetworkMode.Bridge || mode instanceof NetworkMode.None;
        final Netns netns = node.parse("netns", Netns::parse, new Netns.Create());
        if (!hasOwn && node.has("netns"))
        {
            node.child("netns").problem(netns.toString(), "is given beside network_mode: " + mode +
                ", which has the namespace already", "remove one of them");
        }
        return hasOwn ? netns : null;
    }

    private static Map<String, Attachment> networks(final YamlNode node, final NetworkMode mode)
    {
        final Map<String, Attachment> networks = new LinkedHashMap<>();
        final YamlNode section = node.child("networks");
        if (null != section)
        {
            AttachmentReader.readAll(section).forEach(attachment -> networks.put(attachment.network(), attachment));
        }
        if (!networks.isEmpty() && !(mode instanceof NetworkMode.Bridge))
        {
            section.problem(null, "cannot stand beside network_mode: " + mode, "remove one of them");
        }
        if (networks.isEmpty() && mode instanceof NetworkMode.Bridge)
        {
            networks.put(NetworkSpec.DEFAULT_NAME, Attachment.ofDefaults(NetworkSpec.DEFAULT_NAME));
        }
        return networks;
    }
}
