package io.tulle.control;

import io.tulle.config.ContainerSpec;
import io.tulle.config.Protocol;
import io.tulle.config.Topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Plans what becomes of published ports, after containers. Called by the control thread. */
final class PortPlanner
{
    private final State state;
    private final State draft;
    private final Map<String, PublishedPort> wanted = new HashMap<>(); // by key
    private final List<PortChange> removals = new ArrayList<>();
    private final List<PortChange> changes = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** @param draft with the sandboxes that there will be */
    PortPlanner(final State state, final State draft)
    {
        this.state = state;
        this.draft = draft;
    }

    void plan(final Topology topology)
    {
        for (final ContainerSpec container : topology.containers().values())
        {
            final Sandbox sandbox = draft.sandboxOf(container.name());
            if (null != sandbox)
            {
                container.ports().forEach(mapping -> want(PublishedPort.of(sandbox, mapping, Origin.FILE)));
            }
        }
        state.ports().forEach(this::planUndeclared);
        wanted.values().stream().sorted(PublishedPort.ORDER).forEach(this::planDeclared);
    }

    private void want(final PublishedPort port)
    {
        if (Protocol.SCTP != port.protocol()) // a file that has one gets a warning
        {
            wanted.put(State.key(port), port);
        }
    }

    List<PortChange> removals()
    {
        return removals;
    }

    List<PortChange> changes()
    {
        return changes;
    }

    List<String> problems()
    {
        return problems;
    }

    /** What was published live stays for as long as its container does. */
    private void planUndeclared(final PublishedPort port)
    {
        if (wanted.containsKey(State.key(port)))
        {
            return;
        }
        final Sandbox sandbox = draft.sandboxOf(port.container());
        if (Origin.FILE == port.origin() || null == sandbox || !sandbox.ownsNamespace())
        {
            removals.add(new PortChange(Action.REMOVE, port, null, List.of()));
        }
        else if (!sandbox.id().equals(port.sandboxId()))
        {
            changes.add(moved(port, port.movedTo(sandbox)));
        }
    }

    private void planDeclared(final PublishedPort fresh)
    {
        final PublishedPort before = state.port(State.key(fresh));
        if (null == before)
        {
            add(fresh);
            return;
        }
        final Differences differences = new Differences()
            .update("allow", before.allow(), fresh.allow())
            .update("origin", before.origin(), fresh.origin());
        final PublishedPort after = before.asked(fresh.asked()).origin(Origin.FILE);
        if (!before.sandboxId().equals(fresh.sandboxId()))
        {
            changes.add(moved(before, after.movedTo(draft.sandboxOf(fresh.container()))));
        }
        else if (!differences.isEmpty())
        {
            changes.add(new PortChange(Action.UPDATE, before, after, differences.found()));
        }
    }

    private void add(final PublishedPort fresh)
    {
        for (final PublishedPort other : state.ports())
        {
            if (Origin.FILE != other.origin() && null != draft.sandboxOf(other.container()) && fresh.collides(other))
            {
                problems.add("container " + fresh.container() + ": " + Ports.refusal(fresh, other));
                return;
            }
        }
        changes.add(new PortChange(Action.ADD, null, fresh, List.of()));
    }

    private static PortChange moved(final PublishedPort before, final PublishedPort after)
    {
        return new PortChange(Action.REPLACE, before, after,
            new Differences().because(true, "namespace", "old", "new").found());
    }
}
