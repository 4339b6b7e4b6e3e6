package io.tulle.config;

import java.util.List;
import java.util.Map;

/**
 * One container of the file: a network namespace and the networks it is attached to.
 *
 * @param name     the key in the file.
 * @param mode     how it is connected.
 * @param netns    where its namespace is; null when it has none of its own (host, container:NAME).
 * @param networks by the network's name, in file order.
 * @param ports    to publish.
 * @param labels   as written.
 * @param dns      how it resolves names.
 */
public record ContainerSpec(String name, NetworkMode mode, Netns netns, Map<String, Attachment> networks,
    List<PortMapping> ports, Map<String, String> labels, ContainerDns dns)
{
    public ContainerSpec
    {
        networks = Ordered.copy(networks);
        ports = List.copyOf(ports);
        labels = Ordered.copy(labels);
    }
}
