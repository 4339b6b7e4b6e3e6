package io.tulle.control;

import io.tulle.config.Topology;

import java.util.ArrayList;
import java.util.List;

/**
 * Compares what a file declares with what exists, down to the last address: apply does exactly what a plan says. What
 * container engines asked for is theirs, and is never in a plan. Only reads the Fabric. Called by the control thread.
 */
final class Planner
{
    private final State state;
    private final Fabric fabric;

    Planner(final State state, final Fabric fabric)
    {
        this.state = state;
        this.fabric = fabric;
    }

    Plan plan(final Topology topology, final NetworkResolver resolver)
    {
        final State current = state.copy();
        EngineNames.yield(current, topology);
        return plan(topology, resolver, current);
    }

    /** @param current where no name of the file is a container engine's */
    private Plan plan(final Topology topology, final NetworkResolver resolver, final State current)
    {
        final State draft = current.copy();
        final NetworkPlanner networks = new NetworkPlanner(draft, topology, resolver);
        networks.plan();
        final SandboxPlanner sandboxes = new SandboxPlanner(draft, topology, fabric::isOpen);
        sandboxes.plan();
        final EndpointPlanner endpoints = new EndpointPlanner(current, draft, fabric::isAttached);
        endpoints.plan(topology);

        final PortPlanner ports = new PortPlanner(current, draft);
        ports.plan(topology);
        final EdgePlanner edges = new EdgePlanner(current, topology);

        final List<Change> changes = new ArrayList<>(ports.removals());
        changes.addAll(endpoints.removals());
        changes.addAll(sandboxes.removals());
        changes.addAll(networks.removals());
        changes.addAll(edges.removals());
        changes.addAll(edges.changes());
        networks.changes().forEach(change -> changes.add(marked(change, endpoints.changes())));
        changes.addAll(sandboxes.changes());
        changes.addAll(endpoints.changes());
        changes.addAll(ports.changes());
        final List<String> problems = new ArrayList<>(networks.problems());
        problems.addAll(endpoints.problems());
        problems.addAll(ports.problems());
        return new Plan(changes, problems);
    }

    /** An update of a network says so if it is the reason why endpoints are made anew. */
    private static NetworkChange marked(final NetworkChange change, final List<EndpointChange> endpoints)
    {
        final boolean reachesDevices = change.differences().stream()
            .anyMatch(difference -> List.of("mtu", "iface_prefix").contains(difference.property()));
        final boolean recreates = Action.UPDATE == change.action() && reachesDevices && endpoints.stream()
            .anyMatch(endpoint -> Action.REPLACE == endpoint.action() && endpoint.network().equals(change.name()));
        return recreates ? change.recreatingEndpoints() : change;
    }
}
