package io.tulle.control;

import io.tulle.config.ContainerDns;
import io.tulle.config.ContainerSpec;
import io.tulle.config.Netns;
import io.tulle.config.Topology;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** Plans what becomes of containers; leaves the draft with those that there will be. Called by the control thread. */
final class SandboxPlanner
{
    private static final Path NAMED_NAMESPACES = Path.of("/run/netns");

    private final State draft;
    private final Topology topology;
    private final Predicate<Sandbox> isOpen;
    private final List<SandboxChange> removals = new ArrayList<>();
    private final List<SandboxChange> changes = new ArrayList<>();

    SandboxPlanner(final State draft, final Topology topology, final Predicate<Sandbox> isOpen)
    {
        this.draft = draft;
        this.topology = topology;
        this.isOpen = isOpen;
    }

    void plan()
    {
        for (final Sandbox sandbox : draft.sandboxes())
        {
            if (!topology.containers().containsKey(sandbox.container()) && !draft.isOfEngine(sandbox))
            {
                draft.remove(sandbox);
                removals.add(new SandboxChange(Action.REMOVE, sandbox, null, List.of()));
            }
        }
        topology.containers().values().forEach(this::planDeclared);
    }

    List<SandboxChange> removals()
    {
        return removals;
    }

    List<SandboxChange> changes()
    {
        return changes;
    }

    /** Known before the namespace is made, and so saved before: a crash in between leaves nothing that nobody owns. */
    private Path path(final ContainerSpec spec)
    {
        final boolean isCreated = spec.netns() instanceof Netns.Create;
        return isCreated ? NAMED_NAMESPACES.resolve(topology.name() + "-" + spec.name()) : null;
    }

    private void planDeclared(final ContainerSpec spec)
    {
        final Sandbox current = draft.sandboxOf(spec.name());
        final Sandbox fresh = new Sandbox(Ids.next(), spec.name(), spec.mode(), spec.netns(), path(spec), false, null,
            spec.dns());
        if (null == current)
        {
            draft.put(fresh);
            changes.add(new SandboxChange(Action.ADD, null, fresh, List.of()));
            return;
        }
        final Differences differences = differences(current, fresh);
        if (!differences.isEmpty())
        {
            final Sandbox after = Action.REPLACE == differences.action() ? fresh :
                current.mode(spec.mode()).dns(spec.dns());
            draft.put(after);
            changes.add(new SandboxChange(differences.action(), current, after, differences.found()));
        }
    }

    private Differences differences(final Sandbox current, final Sandbox fresh)
    {
        final Differences differences = new Differences();
        if (!current.ownsNamespace() || !fresh.ownsNamespace())
        {
            return differences.replace("network_mode", current.mode(), fresh.mode());
        }
        final boolean isSameNetns = Objects.equals(current.netns(), fresh.netns());
        return names(differences, current.dns(), fresh.dns())
            .update("network_mode", current.mode(), fresh.mode()) // bridge and none: the namespace is the same
            .replace("netns", current.netns(), fresh.netns())
            .because(isSameNetns && !isOpen.test(current), "namespace", "gone", "new");
    }

    private static Differences names(
        final Differences differences, final ContainerDns current, final ContainerDns fresh)
    {
        return differences
            .update("dns", current.servers(), fresh.servers())
            .update("dns_search", current.search(), fresh.search())
            .update("dns_opt", current.options(), fresh.options())
            .update("extra_hosts", current.hosts(), fresh.hosts());
    }
}
