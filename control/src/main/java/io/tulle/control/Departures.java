package io.tulle.control;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes endpoints of container engines off their networks with all that belongs to them: published ports, device, and
 * the sandbox after its last endpoint. The caller saves. Called by the control thread.
 */
final class Departures
{
    private final State state;
    private final Fabric fabric;

    Departures(final State state, final Fabric fabric)
    {
        this.state = state;
        this.fabric = fabric;
    }

    /** True if no container can use it any more, or none ever did: device or namespace are gone, or it never joined. */
    boolean isDead(final EngineEndpoint reserved)
    {
        final Endpoint endpoint = state.endpoint(reserved.id());
        return null == endpoint || !fabric.isAttached(endpoint.id()) ||
            !fabric.isOpen(state.sandbox(endpoint.sandboxId()));
    }

    /** Every endpoint of Docker that is dead goes. @return whether there was one */
    boolean evictDead()
    {
        final List<EngineEndpoint> dead = state.engineEndpoints().stream().filter(this::isDead).toList();
        dead.forEach(reserved -> evict(reserved, new ArrayList<>()));
        return !dead.isEmpty();
    }

    /** Nothing of it stays, whatever fails. */
    void evict(final EngineEndpoint reserved, final List<String> failures)
    {
        final Endpoint endpoint = state.endpoint(reserved.id());
        if (null != endpoint)
        {
            drop(endpoint, failures);
        }
        state.remove(reserved);
    }

    /** The endpoint leaves its sandbox, whatever fails; if it is reserved, it stays so. */
    void drop(final Endpoint endpoint, final List<String> failures)
    {
        if (!leave(endpoint, failures))
        {
            forget(endpoint);
        }
    }

    /** The endpoint leaves its sandbox; false, and it is as before but for its ports, if its device stays. */
    boolean leave(final Endpoint endpoint, final List<String> failures)
    {
        final Network network = state.network(endpoint.networkId());
        final Sandbox sandbox = state.sandbox(endpoint.sandboxId());
        final EngineEndpoint reserved = state.engineEndpoint(endpoint.id());
        if (null == reserved)
        {
            new Ports(state, fabric).withdraw(endpoint, failures);
        }
        else
        {
            new EnginePorts(state, fabric).revoke(reserved, failures);
        }
        final boolean isDone = Guard.run("container " + sandbox.container() + " on " + network.name(), failures,
            () -> fabric.detach(network, sandbox, endpoint));
        if (isDone)
        {
            forget(endpoint);
        }
        return isDone;
    }

    /** A sandbox that nothing joined is nobody's; one that is not there any more is closed already. */
    void closeIfEmpty(final Sandbox sandbox)
    {
        if (null != state.sandbox(sandbox.id()) && state.endpointsOf(sandbox).isEmpty())
        {
            state.ports().stream().filter(port -> port.sandboxId().equals(sandbox.id())).forEach(state::remove);
            Guard.run("", new ArrayList<>(), () -> fabric.closeSandbox(sandbox)); // the namespace is its engine's
            state.remove(sandbox);
        }
    }

    private void forget(final Endpoint endpoint)
    {
        final EngineEndpoint reserved = state.engineEndpoint(endpoint.id());
        state.remove(endpoint);
        if (null != reserved)
        {
            state.put(reserved.joined(null));
        }
        closeIfEmpty(state.sandbox(endpoint.sandboxId()));
    }
}
