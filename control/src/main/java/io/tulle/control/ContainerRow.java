package io.tulle.control;

import java.util.List;

/**
 * One container as {@code tulle ps} shows it.
 *
 * @param mode  bridge, none, host or container:NAME
 * @param netns what the file says: a name, a path, pid:N or create; null for host and container:NAME
 * @param path  where the namespace is; null if unknown
 * @param ports what is published, as docker ps shows it
 * @param engine what its container engine told of it, or null
 */
public record ContainerRow(String name, String sandboxId, String mode, String netns, String path, List<Joined> networks,
    List<String> ports, EngineContainer engine)
{
    /**
     * One network of the container; ipv4 and ipv6 have their prefix length, null if the network has no such family.
     *
     * @param sessions how many sessions of the translation count for it now
     */
    public record Joined(
        String network,
        String endpointId,
        String interfaceName,
        String mac,
        String ipv4,
        String ipv6,
        int mtu,
        boolean defaultGateway,
        int sessions)
    {
    }
}
