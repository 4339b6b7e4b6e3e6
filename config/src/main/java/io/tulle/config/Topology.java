package io.tulle.config;

import java.util.List;
import java.util.Map;

/**
 * What one YAML file describes: networks, and the containers that are attached to them.
 *
 * @param name       of the project; the file's folder when the file names none.
 * @param workers    the threads that move frames.
 * @param uplinks    ways out of the host by name, in file order.
 * @param nat        how addresses are translated.
 * @param dns        how names are resolved.
 * @param docker     how Docker uses Tulle as its driver, or null: it does not.
 * @param networks   by name, in file order; {@code default} is last when containers made it implicitly.
 * @param containers by name, in file order.
 * @param warnings   what is accepted but has no effect, in file order.
 */
public record Topology(String name, Workers workers, Map<String, UplinkSpec> uplinks, NatSpec nat,
    DnsSpec dns, DockerSpec docker, Map<String, NetworkSpec> networks, Map<String, ContainerSpec> containers,
    List<Warning> warnings)
{
    public Topology
    {
        uplinks = Ordered.copy(uplinks);
        networks = Ordered.copy(networks);
        containers = Ordered.copy(containers);
        warnings = List.copyOf(warnings);
    }
}
