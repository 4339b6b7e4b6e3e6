package io.tulle.control;

import io.tulle.config.PortMapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Publishes the ports of a sandbox of Docker by the endpoint that has its default route, all or none, and takes them
 * back. The caller saves what revoke did. Called by the control thread.
 */
final class EnginePorts
{
    private final State state;
    private final Fabric fabric;

    EnginePorts(final State state, final Fabric fabric)
    {
        this.state = state;
        this.fabric = fabric;
    }

    /** What is served already stays as it is. */
    void program(final StateStore store, final EngineEndpoint reserved, final List<PortMapping> asked)
    {
        final Endpoint endpoint = joined(reserved);
        final Sandbox sandbox = state.sandbox(endpoint.sandboxId());
        final List<PortMapping> wanted = PortMerger.merge(asked);
        if (reserved.isGateway() && isServed(endpoint, wanted))
        {
            return;
        }
        revokeAll(sandbox);
        try
        {
            state.put(reserved.gateway(true));
            final List<PublishedPort> ports = put(sandbox, wanted, new Publisher(state, store, fabric));
            if (!ports.isEmpty())
            {
                store.save(state); // before they are served
                fabric.together(() -> ports.forEach(port -> serve(sandbox, endpoint, port)));
            }
            new Ports(state, fabric).settle(new ArrayList<>()); // what was published live follows
            store.save(state);
        }
        catch (final RuntimeException e)
        {
            revoke(state.engineEndpoint(reserved.id()), new ArrayList<>());
            store.saveIfPossible(state);
            throw e instanceof FabricException ? ControlException.conflict(e.getMessage()) : e;
        }
    }

    /** Its ports are served no more; those that were published live wait for the next default route. */
    void revoke(final EngineEndpoint reserved, final List<String> failures)
    {
        final Endpoint endpoint = state.endpoint(reserved.id());
        if (null == endpoint)
        {
            return;
        }
        final Sandbox sandbox = state.sandbox(endpoint.sandboxId());
        fabric.together(() -> ofEngine(sandbox.id()).stream()
            .filter(port -> endpoint.id().equals(port.endpointId()) || !port.isServed() && reserved.isGateway())
            .forEach(port -> unpublish(sandbox, port, failures)));
        new Ports(state, fabric).withdraw(endpoint, failures);
        state.put(reserved.gateway(false));
    }

    /** The endpoint whose sandbox is to have ports, or a refusal. */
    private Endpoint joined(final EngineEndpoint reserved)
    {
        final Endpoint endpoint = state.endpoint(reserved.id());
        if (null == endpoint)
        {
            throw ControlException.conflict("endpoint " + reserved.id() + " has joined no sandbox");
        }
        final Network network = state.network(endpoint.networkId());
        if (network.internal())
        {
            throw ControlException.conflict(
                "network " + network.name() + " is internal: there is no way in to published ports");
        }
        return endpoint;
    }

    private boolean isServed(final Endpoint endpoint, final List<PortMapping> wanted)
    {
        final Set<PortMapping> served = ofEngine(endpoint.sandboxId()).stream()
            .filter(port -> endpoint.id().equals(port.endpointId())).map(PublishedPort::asked)
            .collect(Collectors.toUnmodifiableSet());
        return served.equals(new HashSet<>(wanted));
    }

    /** A sandbox has one default route. */
    private void revokeAll(final Sandbox sandbox)
    {
        for (final Endpoint endpoint : state.endpointsOf(sandbox))
        {
            revoke(state.engineEndpoint(endpoint.id()), new ArrayList<>());
        }
    }

    private List<PublishedPort> put(
        final Sandbox sandbox, final List<PortMapping> wanted, final Publisher publisher)
    {
        final List<PublishedPort> ports = wanted.stream()
            .map(mapping -> PublishedPort.of(sandbox, mapping, Origin.DOCKER)).sorted(PublishedPort.ORDER).toList();
        ports.forEach(port -> publisher.check(sandbox, port));
        ports.forEach(state::put);
        return ports;
    }

    private void serve(final Sandbox sandbox, final Endpoint endpoint, final PublishedPort port)
    {
        state.put(new Ports(state, fabric).served(sandbox, endpoint, alike(port)));
    }

    /** As Docker does: mappings that differ in the host's address alone get the same port, if they can. */
    private PublishedPort alike(final PublishedPort port)
    {
        return state.portsOf(port.container()).stream()
            .filter(other -> port.isToChoose() && other.isServed() && isAlike(port.asked(), other.asked()))
            .findFirst().map(other -> port.chosen(other.hostPort())).orElse(port);
    }

    private static boolean isAlike(final PortMapping one, final PortMapping other)
    {
        return one.protocol() == other.protocol() && one.containerPort() == other.containerPort() &&
            one.containerPortEnd() == other.containerPortEnd() && one.hostPort() == other.hostPort() &&
            one.hostPortEnd() == other.hostPortEnd();
    }

    private void unpublish(final Sandbox sandbox, final PublishedPort port, final List<String> failures)
    {
        if (port.isServed())
        {
            Guard.run("container " + port.container() + " port " + port.asked(), failures,
                () -> fabric.unpublish(sandbox, port));
        }
        state.remove(port);
    }

    private List<PublishedPort> ofEngine(final String sandboxId)
    {
        return state.ports().stream()
            .filter(port -> Origin.DOCKER == port.origin() && port.sandboxId().equals(sandboxId)).toList();
    }
}
