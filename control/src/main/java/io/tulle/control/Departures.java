package io.tulle.control;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes endpoints of Docker off their networks with all that belongs to them: published ports, device, and the sandbox
 * after its last endpoint. The caller saves. Called by the control thread.
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

    /** Every endpoint of Docker that is dead goes. */
    void evictDead(final List<String> failures)
    {
        state.engineEndpoints().stream().filter(this::isDead).forEach(reserved -> evict(reserved, failures));
    }

    /** Nothing of it stays, whatever fails. */
    void evict(final EngineEndpoint reserved, final List<String> failures)
    {
        final Endpoint endpoint = state.endpoint(reserved.id());
        if (null != endpoint && !leave(reserved, failures))
        {
            forget(endpoint);
        }
        state.remove(reserved);
    }

    /** The endpoint leaves its sandbox and stays reserved; false if its device could not be removed. */
    boolean leave(final EngineEndpoint reserved, final List<String> failures)
    {
        final Endpoint endpoint = state.endpoint(reserved.id());
        final Network network = state.network(endpoint.networkId());
        final Sandbox sandbox = state.sandbox(endpoint.sandboxId());
        new EnginePorts(state, fabric).revoke(reserved, failures);
        final boolean isDone = Guard.run("container " + sandbox.container() + " on " + network.name(), failures,
            () -> fabric.detach(network, sandbox, endpoint));
        if (isDone)
        {
            forget(endpoint);
        }
        return isDone;
    }

    /** After the device is gone, or never came to be. */
    void forget(final Endpoint endpoint)
    {
        final Sandbox sandbox = state.sandbox(endpoint.sandboxId());
        state.remove(endpoint);
        final EngineEndpoint reserved = state.engineEndpoint(endpoint.id());
        if (null != reserved)
        {
            state.put(reserved.joined(null));
        }
        closeIfEmpty(sandbox);
    }

    private void closeIfEmpty(final Sandbox sandbox)
    {
        if (state.endpointsOf(sandbox).isEmpty())
        {
            state.ports().stream().filter(port -> port.sandboxId().equals(sandbox.id())).forEach(state::remove);
            Guard.run("", new ArrayList<>(), () -> fabric.closeSandbox(sandbox)); // it is Docker's anyway
            state.remove(sandbox);
        }
    }
}
