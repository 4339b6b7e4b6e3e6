package io.tulle.config;

import java.util.Map;

/** Checks what only shows when all sections are read. */
final class CrossChecks
{
    private final YamlNode root;
    private final Problems problems;
    private final Map<String, NetworkSpec> networks;
    private final Map<String, ContainerSpec> containers;

    CrossChecks(final YamlNode root, final Problems problems, final Map<String, NetworkSpec> networks,
        final Map<String, ContainerSpec> containers)
    {
        this.root = root;
        this.problems = problems;
        this.networks = networks;
        this.containers = containers;
    }

    void run()
    {
        SubnetChecks.check(root, networks);
        new NamespaceChecks(root, containers).check();
        final AttachmentChecks attachments = new AttachmentChecks(root, problems, networks);
        containers.values().forEach(attachments::check);
    }
}
