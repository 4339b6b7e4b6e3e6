package io.tulle.control;

import io.tulle.config.ContainerDns;
import io.tulle.config.IpAddress;
import io.tulle.config.IpamPool;
import io.tulle.config.Netns;
import io.tulle.config.NetworkMode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets endpoints of Docker join sandboxes and leave them: makes and removes the device. A join that fails leaves
 * nothing. Called by the control thread.
 */
final class EngineJoins
{
    private static final String GATEWAY_IPV4 = "DefaultGatewayIPv4"; // Docker's name of an aux address
    private static final String GATEWAY_IPV6 = "DefaultGatewayIPv6";

    private static final String KEY_NAME = "[A-Za-z0-9_.-]+"; // the container is called by it until Docker tells more

    private final State state;
    private final StateStore store;
    private final Fabric fabric;
    private final EngineNetworks networks;
    private final Departures departures;

    EngineJoins(final State state, final StateStore store, final Fabric fabric)
    {
        this.state = state;
        this.store = store;
        this.fabric = fabric;
        networks = new EngineNetworks(state, store, fabric);
        departures = new Departures(state, fabric);
    }

    JoinedInterface join(final String networkId, final String endpointId, final Path sandboxKey)
    {
        final Network network = networks.required(networkId);
        final EngineEndpoint reserved = required(network, endpointId);
        checkKey(reserved, sandboxKey);
        final Endpoint present = state.endpoint(endpointId);
        if (null != present && fabric.isAttached(endpointId))
        {
            return joined(network, present);
        }
        if (null != present)
        {
            departures.drop(present, new ArrayList<>()); // its device died, and the note of it is on its way
        }
        return joined(network, make(network, reserved, sandboxKey));
    }

    /** What is not there is no failure. */
    void leave(final String networkId, final String endpointId)
    {
        final EngineEndpoint reserved = state.engineEndpoint(endpointId);
        if (null == reserved || !reserved.networkId().equals(networkId) || null == state.endpoint(endpointId))
        {
            return;
        }
        final List<String> failures = new ArrayList<>();
        departures.leave(state.endpoint(endpointId), failures);
        store.save(state);
        if (!failures.isEmpty())
        {
            throw ControlException.failed(failures.get(0));
        }
    }

    /** The endpoint of this network with this id, or a refusal. */
    EngineEndpoint required(final Network network, final String endpointId)
    {
        final EngineEndpoint reserved = state.engineEndpoint(endpointId);
        if (null == reserved || !reserved.networkId().equals(network.id()))
        {
            throw ControlException.notFound("endpoint " + endpointId + " not found on network " + network.name());
        }
        return reserved;
    }

    private static void checkKey(final EngineEndpoint reserved, final Path sandboxKey)
    {
        if (!sandboxKey.isAbsolute() || null == sandboxKey.getFileName() ||
            !sandboxKey.getFileName().toString().matches(KEY_NAME))
        {
            throw ControlException.invalid("sandbox key \"" + sandboxKey + "\" is not the path of a namespace");
        }
        final NamespaceIdentity identity = NamespaceIdentity.of(sandboxKey);
        if (null != identity && identity.isOwn())
        {
            throw ControlException.invalid(sandboxKey + " is the host's own network namespace");
        }
        if (null != reserved.sandboxKey() && !reserved.sandboxKey().equals(sandboxKey))
        {
            throw ControlException.conflict("endpoint " + reserved.id() + " has joined sandbox " +
                reserved.sandboxKey() + " already; let it leave first");
        }
    }

    private Endpoint make(final Network network, final EngineEndpoint reserved, final Path sandboxKey)
    {
        final Sandbox sandbox = sandboxAt(sandboxKey);
        final Endpoint twin = state.endpointOf(network, sandbox);
        if (null != twin)
        {
            evict(twin);
        }
        final Endpoint endpoint = endpoint(network, sandbox, reserved);
        state.put(sandbox);
        state.put(endpoint);
        state.put(reserved.joined(sandboxKey));
        attach(network, sandbox, endpoint);
        return endpoint;
    }

    /** A container is on a network once: the other one has left, and Tulle was not there to hear it. */
    private void evict(final Endpoint twin)
    {
        final EngineEndpoint reserved = state.engineEndpoint(twin.id());
        if (null == reserved)
        {
            throw ControlException.conflict("endpoint with name " + twin.container() + " already exists in network " +
                state.network(twin.networkId()).name());
        }
        departures.evict(reserved, new ArrayList<>());
    }

    private Sandbox sandboxAt(final Path sandboxKey)
    {
        final Netns netns = new Netns.Engine(sandboxKey);
        return state.sandboxes().stream().filter(sandbox -> netns.equals(sandbox.netns())).findFirst()
            .orElseGet(() -> new Sandbox(Ids.next(), EngineNames.free(sandboxKey, state),
                new NetworkMode.Bridge(), netns, sandboxKey, false, null, ContainerDns.DEFAULTS));
    }

    private Endpoint endpoint(final Network network, final Sandbox sandbox, final EngineEndpoint reserved)
    {
        final Integer mtu = EngineOptions.endpoint(reserved.driverOpts()).mtu();
        return new Endpoint(reserved.id(), network.id(), sandbox.id(), sandbox.container(),
            EngineNames.device(reserved.id(), state), reserved.mac(), reserved.ipv4(), reserved.ipv6(),
            null == mtu ? network.options().mtu() : mtu, List.of(), 0, 0, reserved.driverOpts(), Origin.DOCKER);
    }

    private void attach(final Network network, final Sandbox sandbox, final Endpoint endpoint)
    {
        final List<String> failures = new ArrayList<>();
        final boolean isDone = Guard.run("container " + sandbox.container() + " on " + network.name(), failures, () ->
        {
            final Sandbox opened = fabric.openSandbox(sandbox);
            state.put(opened);
            store.save(state); // before there is a device that a kill could leave behind
            fabric.attach(network, opened, endpoint);
        });
        if (!isDone)
        {
            departures.drop(endpoint, new ArrayList<>()); // the reason for the failure is told already
            store.saveIfPossible(state);
            throw ControlException.failed(failures.get(0));
        }
    }

    private static JoinedInterface joined(final Network network, final Endpoint endpoint)
    {
        return new JoinedInterface(endpoint.interfaceName(), network.options().ifacePrefix(),
            gateway(network, network.ipv4Pool(), GATEWAY_IPV4), gateway(network, network.ipv6Pool(), GATEWAY_IPV6));
    }

    private static IpAddress gateway(final Network network, final IpamPool pool, final String auxName)
    {
        return null == pool || network.internal() ? null :
            pool.auxAddresses().getOrDefault(auxName, pool.gateway());
    }
}
