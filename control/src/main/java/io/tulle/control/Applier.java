package io.tulle.control;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Carries a plan out: takes down what goes, saves what is to be, then makes it. A kill at any point leaves a state that
 * names all that may exist. What fails is one line and is not in the state afterwards, so that the next apply tries
 * again; what could not be removed stays in it for the same reason. Called by the control thread.
 */
final class Applier
{
    private final State state;
    private final StateStore store;
    private final Fabric fabric;
    private final List<String> failures = new ArrayList<>();
    private final Set<String> stuck = new HashSet<>(); // ids of what could not be removed

    Applier(final State state, final StateStore store, final Fabric fabric)
    {
        this.state = state;
        this.store = store;
        this.fabric = fabric;
    }

    ApplyReport apply(final Plan plan)
    {
        failures.addAll(plan.problems());
        if (!plan.isEmpty())
        {
            final Gateways gateways = new Gateways(state, fabric);
            plan.ports().forEach(this::takeDown);
            plan.endpoints().forEach(this::takeDown);
            plan.sandboxes().forEach(this::takeDown);
            plan.networks().forEach(this::takeDown);
            plan.uplinks().forEach(this::takeDown);
            plan.uplinks().forEach(this::record);
            plan.nat().forEach(change -> state.nat(change.after()));
            plan.dns().forEach(change -> state.dns(change.after()));
            plan.networks().forEach(this::record);
            plan.sandboxes().forEach(this::record);
            plan.endpoints().forEach(this::record);
            plan.ports().forEach(this::record);
            store.save(state);
            final Maker maker = new Maker(state, fabric, failures);
            plan.uplinks().forEach(maker::make);
            plan.nat().forEach(maker::make);
            plan.dns().forEach(maker::make);
            plan.networks().forEach(maker::make);
            plan.sandboxes().forEach(maker::make);
            plan.endpoints().forEach(maker::make);
            gateways.settle(failures);
            plan.ports().forEach(this::renew);
            new Ports(state, fabric).settle(failures);
            store.save(state);
        }
        return new ApplyReport(plan, failures);
    }

    private void takeDown(final PortChange change)
    {
        if (change.removes())
        {
            final PublishedPort port = change.before();
            final Sandbox sandbox = state.sandbox(port.sandboxId());
            if (!port.isServed() || remove(change, () -> fabric.unpublish(sandbox, port)))
            {
                state.remove(port);
            }
        }
    }

    private void takeDown(final UplinkChange change)
    {
        if (Action.REMOVE == change.action() && remove(change, () -> fabric.removeUplink(change.name())))
        {
            state.remove(change.before());
        }
    }

    private void takeDown(final EndpointChange change)
    {
        if (change.removes())
        {
            final Endpoint endpoint = change.before();
            final Network network = state.network(endpoint.networkId());
            final Sandbox sandbox = state.sandbox(endpoint.sandboxId());
            new Ports(state, fabric).withdraw(endpoint, failures);
            if (remove(change, () -> fabric.detach(network, sandbox, endpoint)))
            {
                state.remove(endpoint);
            }
            else
            {
                stuck.add(network.id());
                stuck.add(sandbox.id());
            }
        }
    }

    private void takeDown(final SandboxChange change)
    {
        if (change.removes() && !stuck.contains(change.before().id()))
        {
            final Sandbox sandbox = change.before();
            if (!sandbox.ownsNamespace() || remove(change, () -> fabric.closeSandbox(sandbox)))
            {
                state.remove(sandbox);
            }
        }
    }

    private void takeDown(final NetworkChange change)
    {
        if (change.removes() && !stuck.contains(change.before().id()) &&
            remove(change, () -> fabric.removeNetwork(change.before())) && !change.keepsRecord())
        {
            state.remove(change.before());
        }
    }

    private boolean remove(final Change change, final Runnable task)
    {
        final boolean done = Guard.run(change.kind() + " " + change.name(), failures, task);
        if (!done)
        {
            stuck.add(change.idBefore());
        }
        return done;
    }

    private void record(final NetworkChange change)
    {
        if (null != change.after() && !isStuck(change))
        {
            state.put(change.after());
        }
    }

    private void record(final UplinkChange change)
    {
        if (null != change.after())
        {
            state.put(change.after());
        }
    }

    private void record(final PortChange change)
    {
        if (null != change.after() && !isStuck(change) && null != state.sandbox(change.after().sandboxId()))
        {
            final PublishedPort now = state.port(State.key(change.after()));
            state.put(null == now ? change.after() : change.after().ledTo(now.endpointId(), now.hostIp()));
        }
    }

    private void renew(final PortChange change)
    {
        final PublishedPort now = Action.UPDATE == change.action() ? state.port(State.key(change.after())) : null;
        if (null != now && !now.allow().equals(change.before().allow()))
        {
            new Ports(state, fabric).renew(now, failures);
        }
    }

    private void record(final SandboxChange change)
    {
        if (null != change.after() && !isStuck(change))
        {
            state.put(change.after());
        }
    }

    private void record(final EndpointChange change)
    {
        final Endpoint after = change.after();
        if (null != after && !isStuck(change) &&
            null != state.network(after.networkId()) && null != state.sandbox(after.sandboxId()))
        {
            state.put(after);
        }
    }

    private boolean isStuck(final Change change)
    {
        return change.removes() && stuck.contains(change.idBefore());
    }
}
