package io.tulle.control;

import io.tulle.config.MacAddr;

import java.util.List;
import java.util.Map;

/**
 * A CNM endpoint: one container's interface on one network.
 *
 * @param id            64 hex digits, for life
 * @param container     the container's name
 * @param interfaceName the name inside the sandbox: eth0, eth1, ...
 * @param mac           02:42 and the IPv4 address unless given
 * @param ipv4          null on a network without IPv4
 * @param ipv6          null on a network without IPv6
 * @param priority      Compose's word: the order in which a container is connected to its networks, highest first
 * @param gwPriority    Docker's word: the highest one of a sandbox owns the default route
 */
public record Endpoint(
    String id,
    String networkId,
    String sandboxId,
    String container,
    String interfaceName,
    MacAddr mac,
    InterfaceAddress ipv4,
    InterfaceAddress ipv6,
    int mtu,
    List<String> aliases,
    int priority,
    int gwPriority,
    Map<String, String> driverOpts,
    Origin origin)
{
    /** Freezes the collections. */
    public Endpoint
    {
        aliases = List.copyOf(aliases);
        driverOpts = Sorted.copy(driverOpts);
    }

    /** The same endpoint of a container that is called otherwise. */
    Endpoint renamed(final String name)
    {
        return new Endpoint(id, networkId, sandboxId, name, interfaceName, mac, ipv4, ipv6, mtu, aliases, priority,
            gwPriority, driverOpts, origin);
    }

    /** The same endpoint with other names beside the container's. */
    Endpoint aliases(final List<String> others)
    {
        return new Endpoint(id, networkId, sandboxId, container, interfaceName, mac, ipv4, ipv6, mtu, others, priority,
            gwPriority, driverOpts, origin);
    }

    /** How many address families it speaks: the third rule of Docker's choice of a default gateway. */
    public int families()
    {
        return (null == ipv4 ? 0 : 1) + (null == ipv6 ? 0 : 1);
    }
}
