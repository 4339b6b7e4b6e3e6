package io.tulle.control;

import io.tulle.config.NetworkMode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Shows what exists: rows of networks and containers. Called by the control thread. */
final class Listings
{
    private static final String DRIVER = "tulle";
    private static final String SCOPE = "local";

    private final State state;
    private final Fabric fabric;

    Listings(final State state, final Fabric fabric)
    {
        this.state = state;
        this.fabric = fabric;
    }

    List<NetworkRow> networks()
    {
        final List<NetworkRow> rows = new ArrayList<>();
        for (final Network network : state.networks())
        {
            rows.add(new NetworkRow(network.id(), network.name(), DRIVER, SCOPE,
                network.pools().stream().map(pool -> pool.subnet().toString()).toList(),
                network.internal(), state.endpointsOf(network).size()));
        }
        return rows;
    }

    List<ContainerRow> containers()
    {
        final List<ContainerRow> rows = new ArrayList<>();
        for (final Sandbox sandbox : state.sandboxes())
        {
            final String path = path(sandbox);
            rows.add(new ContainerRow(sandbox.container(), sandbox.id(), sandbox.mode().toString(),
                null == sandbox.netns() ? null : sandbox.netns().toString(), path, joined(sandbox),
                state.portsOf(sandbox.container()).stream().filter(PublishedPort::isServed)
                    .sorted(PublishedPort.BY_HOST_PORT).map(PublishedPort::toString).toList(), sandbox.engine()));
        }
        return rows;
    }

    private List<ContainerRow.Joined> joined(final Sandbox sandbox)
    {
        final Endpoint owner = GatewayChoice.of(sandbox, state);
        return state.endpointsOf(sandbox).stream()
            .sorted(Comparator.comparing(fabric::interfaceName))
            .map(endpoint -> joined(endpoint, null != owner && owner.id().equals(endpoint.id())))
            .toList();
    }

    private ContainerRow.Joined joined(final Endpoint endpoint, final boolean isDefaultGateway)
    {
        return new ContainerRow.Joined(state.network(endpoint.networkId()).name(), endpoint.id(),
            fabric.interfaceName(endpoint), endpoint.mac().toString(), text(endpoint.ipv4()), text(endpoint.ipv6()),
            endpoint.mtu(), isDefaultGateway, fabric.sessions(endpoint.id()));
    }

    /**
     * Where the namespace is; of container:NAME, where that container's is. The host is where this daemon runs, which
     * in a container of its own, or in a test, is not where process 1 is.
     */
    private String path(final Sandbox sandbox)
    {
        if (sandbox.mode() instanceof NetworkMode.Host)
        {
            return "/proc/" + ProcessHandle.current().pid() + "/ns/net";
        }
        final Sandbox owner = sandbox.mode() instanceof final NetworkMode.Container shared ?
            state.sandboxOf(shared.name()) : sandbox;
        return null == owner || null == owner.path() ? null : owner.path().toString();
    }

    private static String text(final InterfaceAddress address)
    {
        return null == address ? null : address.toString();
    }
}
