package io.tulle.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** Reads the whole file: each section by its own reader, then what only shows across sections. */
final class TopologyReader
{
    private static final Keys KEYS = Keys.of("a topology", "name", "workers", "uplink", "uplinks", "nat", "dns",
            "docker", "networks", "containers")
        .advising("services", "call it containers")
        .refusing("version", "volumes", "configs", "secrets", "include", "models", "policies");

    private final Problems problems;

    TopologyReader(final Problems problems)
    {
        this.problems = problems;
    }

    Topology read(final YamlNode root, final String folderName)
    {
        root.mapOrReport();
        KEYS.check(root);
        final String name = root.parse("name", Names::parseProject, folderName);
        final Workers workers = root.has("workers") ? WorkersReader.read(root.child("workers")) : Workers.DEFAULTS;
        final Map<String, UplinkSpec> uplinks = UplinkReader.readAll(root);
        final NatSpec nat = root.has("nat") ? NatReader.read(root.child("nat")) : NatSpec.DEFAULTS;
        final DnsSpec dns = root.has("dns") ? DnsReader.read(root.child("dns")) : DnsSpec.DEFAULTS;
        final DockerSpec docker = root.has("docker") ? DockerReader.read(root.child("docker")) : null;
        final Map<String, NetworkSpec> networks =
            named(root.child("networks"), NetworkReader::read);
        final Map<String, ContainerSpec> containers =
            named(root.child("containers"), ContainerReader::read);
        addDefaultNetwork(networks, containers);
        final UplinkChecks uplinkChecks = new UplinkChecks(root, uplinks);
        uplinkChecks.resolve(networks);
        uplinkChecks.checkAddresses(networks);
        new CrossChecks(root, problems, networks, containers).run();
        new PortChecks(root, networks, uplinks).check(containers);
        return new Topology(name, workers, uplinks, nat, dns, docker, networks, containers,
            problems.warningsInFileOrder());
    }

    private static <T> Map<String, T> named(final YamlNode section, final BiFunction<String, YamlNode, T> reader)
    {
        final Map<String, T> read = new LinkedHashMap<>();
        final Map<String, YamlNode> entries = null == section ? Map.of() : section.mapOrReport();
        entries.forEach((key, node) ->
        {
            try
            {
                Names.parse(key);
            }
            catch (final BadValueException e)
            {
                node.keyProblem(section.path(), key, e.reason(), e.remedy());
            }
            read.put(key, reader.apply(key, node));
        });
        return read;
    }

    /** Compose makes the network {@code default} when a container names no other. */
    private static void addDefaultNetwork(final Map<String, NetworkSpec> networks,
        final Map<String, ContainerSpec> containers)
    {
        final boolean isUsed = containers.values().stream()
            .anyMatch(container -> container.networks().containsKey(NetworkSpec.DEFAULT_NAME));
        if (isUsed)
        {
            networks.computeIfAbsent(NetworkSpec.DEFAULT_NAME, NetworkSpec::ofDefaults);
        }
    }
}
