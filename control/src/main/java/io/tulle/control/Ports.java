package io.tulle.control;

import io.tulle.config.IpAddress;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Lets the host serve published ports, by Docker's rule: each leads to the endpoint that owns its container's default
 * route, and follows when that becomes another one. Called by the control thread.
 */
final class Ports
{
    private final State state;
    private final Fabric fabric;

    Ports(final State state, final Fabric fabric)
    {
        this.state = state;
        this.fabric = fabric;
    }

    /** Docker's words for the first port that both want, and who has it. */
    static String refusal(final PublishedPort port, final PublishedPort other)
    {
        final String ip = null == port.hostIp() ? "0.0.0.0" : port.hostIp().isV6() ?
            "[" + port.hostIp() + "]" : port.hostIp().toString();
        final String first = port.isToChoose() ? port.hostPorts() :
            String.valueOf(Math.max(port.hostPort(), other.hostPort()));
        return "Bind for " + ip + ":" + first + " failed: port is already allocated: container " +
            other.container() + " publishes " + other;
    }

    /** Before the endpoint goes: what leads to it is served no more, until it leads to another. */
    void withdraw(final Endpoint endpoint, final List<String> failures)
    {
        for (final PublishedPort port : state.ports())
        {
            if (endpoint.id().equals(port.endpointId()))
            {
                withdraw(port, failures);
            }
        }
    }

    /** After the model has changed; one line to failures for each port that cannot be had: it leaves the state. */
    void settle(final List<String> failures)
    {
        fabric.together(() -> settleEach(failures));
    }

    private void settleEach(final List<String> failures)
    {
        state.ports().stream().filter(port -> port.isServed() && isAstray(port))
            .forEach(port -> withdraw(port, failures));
        for (final PublishedPort port : state.ports().stream().sorted(PublishedPort.ORDER).toList())
        {
            final Sandbox sandbox = state.sandbox(port.sandboxId());
            final Endpoint owner = null == sandbox || port.isServed() ? null : GatewayChoice.of(sandbox, state);
            if (null != owner && !Guard.run("container " + port.container() + " port " + port.asked(), failures,
                () -> state.put(served(sandbox, owner, port))))
            {
                state.remove(port);
            }
        }
    }

    /** Serves a port for other sources, in place; without them it is served no more. */
    void renew(final PublishedPort port, final List<String> failures)
    {
        if (!port.isServed() || isAstray(port))
        {
            return; // settle does it
        }
        final Sandbox sandbox = state.sandbox(port.sandboxId());
        final Endpoint owner = state.endpoint(port.endpointId());
        if (!Guard.run("container " + port.container() + " port " + port.asked(), failures,
            () -> state.put(served(sandbox, owner, port))))
        {
            Guard.run("", new ArrayList<>(), () -> fabric.unpublish(sandbox, port)); // the failure is told already
            state.remove(port);
        }
    }

    private boolean isAstray(final PublishedPort port)
    {
        final Sandbox sandbox = state.sandbox(port.sandboxId());
        final Endpoint owner = null == sandbox ? null : GatewayChoice.of(sandbox, state);
        return null == owner || !owner.id().equals(port.endpointId()) ||
            !Objects.equals(port.hostIp(), hostIp(port, state.network(owner.networkId()), owner));
    }

    private void withdraw(final PublishedPort port, final List<String> failures)
    {
        final Sandbox sandbox = state.sandbox(port.sandboxId());
        Guard.run("container " + port.container() + " port " + port.asked(), failures,
            () -> fabric.unpublish(sandbox, port));
        state.put(port.ledTo(null, port.hostIp()));
    }

    /** Where it is published: at the container's own address if the network is routed. */
    private static IpAddress hostIp(final PublishedPort port, final Network network, final Endpoint owner)
    {
        if (!network.options().isOnHost(null != owner.ipv4(), null != owner.ipv6()))
        {
            return (null == owner.ipv4() ? owner.ipv6() : owner.ipv4()).address();
        }
        return null == port.asked().hostIp() ? network.options().hostBinding() : port.asked().hostIp();
    }

    /** Serves a port by the owner of the default route; what cannot be had is thrown. */
    PublishedPort served(final Sandbox sandbox, final Endpoint owner, final PublishedPort port)
    {
        final Network network = state.network(owner.networkId());
        final PublishedPort wanted = port.ledTo(owner.id(), hostIp(port, network, owner));
        if (!port.asked().hasChoice())
        {
            return publish(network, sandbox, owner, wanted);
        }
        try
        {
            return publish(network, sandbox, owner, wanted); // the host port that it had, if it ever had one
        }
        catch (final FabricException | ControlException e)
        {
            if (wanted.isToChoose())
            {
                throw e;
            }
            return publish(network, sandbox, owner, wanted.unchosen());
        }
    }

    private PublishedPort publish(
        final Network network, final Sandbox sandbox, final Endpoint owner, final PublishedPort port)
    {
        for (final PublishedPort other : state.ports())
        {
            if (other.isServed() && port.collides(other) && !State.key(other).equals(State.key(port)))
            {
                throw ControlException.conflict(refusal(port, other));
            }
        }
        return fabric.publish(network, sandbox, owner, port);
    }
}
