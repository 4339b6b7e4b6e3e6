package io.tulle.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Finds published ports that two want, that translation needs for itself, or that no network can serve. */
final class PortChecks
{
    /**
     * A published port, whose it is and where it is written.
     *
     * @param container its name.
     * @param mapping   of it.
     * @param node      of the entry.
     */
    private record Owned(String container, PortMapping mapping, YamlNode node)
    {
        boolean collides(final Owned other)
        {
            return mapping.hostPort() <= other.mapping.hostPortEnd() &&
                other.mapping.hostPort() <= mapping.hostPortEnd() &&
                PortMapping.isSameHost(mapping.hostIp(), other.mapping.hostIp());
        }
    }

    private final YamlNode root;
    private final Map<String, NetworkSpec> networks;
    private final Map<String, UplinkSpec> uplinks;
    private final List<Owned> fixed = new ArrayList<>();

    PortChecks(final YamlNode root, final Map<String, NetworkSpec> networks, final Map<String, UplinkSpec> uplinks)
    {
        this.root = root;
        this.networks = networks;
        this.uplinks = uplinks;
    }

    void check(final Map<String, ContainerSpec> containers)
    {
        containers.values().forEach(this::checkNetworks);
        containers.values().forEach(this::checkPorts);
        for (final Protocol protocol : Protocol.values())
        {
            sweep(fixed.stream().filter(owned -> protocol == owned.mapping.protocol())
                .sorted(Comparator.comparing(owned -> owned.mapping.hostPort())).toList());
        }
    }

    private void checkNetworks(final ContainerSpec container)
    {
        final boolean isInternal = !container.networks().isEmpty() && container.networks().keySet().stream()
            .allMatch(name -> networks.containsKey(name) && networks.get(name).internal());
        if (isInternal && !container.ports().isEmpty())
        {
            root.nearest("containers", container.name(), "ports")
                .warn("has no effect: all networks of the container are internal");
        }
    }

    private void checkPorts(final ContainerSpec container)
    {
        final YamlNode section = root.nearest("containers", container.name(), "ports");
        final List<YamlNode> nodes = section.items();
        if (nodes.size() != container.ports().size())
        {
            return; // some are refused, and said so
        }
        final boolean isBound = container.networks().keySet().stream().noneMatch(this::hasBinding);
        for (int i = 0; i < nodes.size(); i++)
        {
            final PortMapping mapping = container.ports().get(i);
            if (container.ports().subList(0, i).contains(mapping))
            {
                nodes.get(i).problem(mapping.toString(), "is written twice", "remove one of them");
            }
            else
            {
                checkRange(mapping, nodes.get(i));
                addFixed(new Owned(container.name(), mapping, nodes.get(i)), isBound);
            }
        }
    }

    /** Which address such a network binds to shows when the default route is known: the daemon checks it. */
    private boolean hasBinding(final String network)
    {
        return networks.containsKey(network) && null != networks.get(network).options().hostBinding();
    }

    private void addFixed(final Owned owned, final boolean isBound)
    {
        if (!owned.mapping.hasChoice() && (isBound || null != owned.mapping.hostIp()))
        {
            fixed.add(owned);
        }
    }

    /** A port of the host alone is never seen by an uplink. */
    private void checkRange(final PortMapping mapping, final YamlNode node)
    {
        if (0 == mapping.hostPort() || null != mapping.hostIp() && mapping.hostIp().isLoopback())
        {
            return;
        }
        for (final UplinkSpec uplink : uplinks.values())
        {
            final PortRange range = uplink.ports();
            if (uplink.isShared() && mapping.hostPort() <= range.end() && range.start() <= mapping.hostPortEnd())
            {
                node.problem(mapping.toString(), "is in the ports " + range + " that uplink " + uplink.name() +
                    " has for translation", "choose a port outside of them, or give the uplink other ports");
            }
        }
    }

    /** In the order of their first ports, so that only those that reach this far are looked at. */
    private static void sweep(final List<Owned> sorted)
    {
        final List<Owned> open = new ArrayList<>();
        for (final Owned owned : sorted)
        {
            open.removeIf(other -> other.mapping.hostPortEnd() < owned.mapping.hostPort());
            for (final Owned other : open)
            {
                if (owned.collides(other))
                {
                    owned.node.problem(owned.mapping.toString(), "is taken by container " + other.container + " (" +
                        other.mapping + ")", "choose another host port, or leave it out to get a free one");
                    break;
                }
            }
            open.add(owned);
        }
    }
}
