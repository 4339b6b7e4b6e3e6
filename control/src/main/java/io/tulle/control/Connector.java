package io.tulle.control;

import io.tulle.config.Attachment;
import io.tulle.config.IpAddress;
import io.tulle.config.MacAddr;
import io.tulle.config.NetworkMode;

import java.util.ArrayList;
import java.util.List;

/** Joins running containers to networks and takes them off, live. Called by the control thread. */
final class Connector
{
    private static final String IFNAME = "com.docker.network.endpoint.ifname";

    private final State state;
    private final StateStore store;
    private final Fabric fabric;

    Connector(final State state, final StateStore store, final Fabric fabric)
    {
        this.state = state;
        this.store = store;
        this.fabric = fabric;
    }

    Endpoint connect(final Network network, final Sandbox sandbox, final Connect request)
    {
        checkMode(sandbox);
        checkEngine(network, sandbox);
        if (null != state.endpointOf(network, sandbox))
        {
            throw ControlException.conflict("endpoint with name " + sandbox.container() +
                " already exists in network " + network.name());
        }
        final Endpoint endpoint = endpoint(network, sandbox, attachment(network, request));
        final Gateways gateways = new Gateways(state, fabric);
        state.put(endpoint);
        store.save(state);
        attach(endpoint);
        settle(gateways);
        return endpoint;
    }

    void disconnect(final Network network, final Sandbox sandbox, final boolean force)
    {
        final Endpoint endpoint = state.endpointOf(network, sandbox);
        if (null == endpoint)
        {
            throw ControlException.conflict(
                "container " + sandbox.container() + " is not connected to network " + network.name());
        }
        checkEngine(network, sandbox);
        final Gateways gateways = new Gateways(state, fabric);
        final List<String> failures = new ArrayList<>();
        new Ports(state, fabric).withdraw(endpoint, new ArrayList<>());
        if (!Guard.run("endpoint " + sandbox.container() + " on " + network.name(), failures,
            () -> fabric.detach(network, sandbox, endpoint)) && !force)
        {
            new Ports(state, fabric).settle(new ArrayList<>());
            throw ControlException.failed(failures.get(0) + "; --force forgets the endpoint all the same");
        }
        state.remove(endpoint);
        store.save(state);
        settle(gateways);
    }

    private static void checkMode(final Sandbox sandbox)
    {
        if (!sandbox.ownsNamespace())
        {
            throw ControlException.conflict("container sharing network namespace with another container or host " +
                "cannot be connected to any other network");
        }
        if (sandbox.mode() instanceof NetworkMode.None)
        {
            throw ControlException.conflict("container cannot be connected to multiple networks with one of the " +
                "networks in private (none) mode");
        }
    }

    /** An engine has its own books of addresses and interfaces. */
    private void checkEngine(final Network network, final Sandbox sandbox)
    {
        if (network.origin().isOfEngine() || state.isOfEngine(sandbox))
        {
            throw ControlException.conflict((network.origin().isOfEngine() ? "network " + network.name() :
                "container " + sandbox.container()) + " is a container engine's; connect and disconnect it there " +
                "(docker network connect)");
        }
    }

    private static Attachment attachment(final Network network, final Connect request)
    {
        try
        {
            return new Attachment(
                network.name(),
                null == request.ipv4() ? null : IpAddress.parse(request.ipv4()),
                null == request.ipv6() ? null : IpAddress.parse(request.ipv6()),
                null == request.mac() ? null : MacAddr.parse(request.mac()),
                request.aliases(), 0, request.gwPriority(), request.driverOpts(), null,
                request.driverOpts().get(IFNAME));
        }
        catch (final IllegalArgumentException e)
        {
            throw ControlException.invalid("invalid endpoint settings: " + e.getMessage());
        }
    }

    private Endpoint endpoint(final Network network, final Sandbox sandbox, final Attachment attachment)
    {
        final NetworkAddresses addresses = new NetworkAddresses(network);
        state.endpointsOf(network).forEach(addresses::take);
        final InterfaceNames names = new InterfaceNames();
        state.endpointsOf(sandbox).forEach(other -> names.take(other.interfaceName()));
        final WantedEndpoint wanted = new WantedEndpoint(sandbox, network, attachment, null, Origin.API);
        wanted.takeRequested(addresses, names);
        wanted.takeLowest(addresses, names);
        return wanted.endpoint(Ids.next());
    }

    private void attach(final Endpoint endpoint)
    {
        final List<String> failures = new ArrayList<>();
        new Maker(state, fabric, failures).make(endpoint);
        if (!failures.isEmpty())
        {
            store.save(state);
            throw ControlException.failed(failures.get(0));
        }
    }

    private void settle(final Gateways gateways)
    {
        final List<String> failures = new ArrayList<>();
        gateways.settle(failures);
        new Ports(state, fabric).settle(failures);
        if (!state.ports().isEmpty())
        {
            store.save(state); // where ports lead to now
        }
        if (!failures.isEmpty())
        {
            throw ControlException.failed(failures.get(0));
        }
    }
}
