package io.tulle.control;

import io.tulle.config.PortMapping;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What Docker's network driver asks of Tulle. Any thread may call it: each call runs on the control thread, and what it
 * did is saved when it returns. Every call may come again, since Docker repeats one that was cut off. What cannot be
 * done is a {@link ControlException} in Docker's words.
 */
public final class EngineService
{
    private final ControlThread thread;
    private final State state;
    private final StateStore store;
    private final EngineNetworks networks;
    private final EngineReservations reservations;
    private final EngineJoins joins;
    private final EnginePorts ports;
    private final Departures departures;
    private final Fabric fabric;
    private volatile Runnable activationListener = () -> {};

    EngineService(final ControlThread thread, final State state, final StateStore store, final Fabric fabric)
    {
        this.thread = thread;
        this.state = state;
        this.store = store;
        this.fabric = fabric;
        networks = new EngineNetworks(state, store, fabric);
        reservations = new EngineReservations(state, store, fabric);
        joins = new EngineJoins(state, store, fabric);
        ports = new EnginePorts(state, fabric);
        departures = new Departures(state, fabric);
    }

    /** A Docker that was not there before asks from now on: what died with the one before it is forgotten. */
    public void activate()
    {
        run(() ->
        {
            if (departures.evictDead())
            {
                store.save(state);
            }
        });
        activationListener.run();
    }

    /** @param listener called by the thread of each {@link #activate}, after it; it only leaves a note. */
    public void activationListener(final Runnable listener)
    {
        activationListener = listener;
    }

    /** What Docker asked for and did not take back. */
    public EngineInventory inventory()
    {
        return thread.call(() -> new EngineInventory(
            state.networks().stream().filter(network -> Origin.DOCKER == network.origin()).toList(),
            state.engineEndpoints()));
    }

    /** Takes over names, aliases and labels; what is not known is passed over. A line for each that could not be. */
    public List<String> told(final List<ToldNetwork> networks)
    {
        return thread.call(() -> new ToldNames(state, store, fabric).take(networks));
    }

    /** Makes a network that Docker has and Tulle lost; one that is there stays as it is. */
    public void restoreNetwork(final EngineNetwork request)
    {
        run(() ->
        {
            if (null == state.network(request.id()))
            {
                networks.create(request);
            }
        });
    }

    public void createNetwork(final EngineNetwork request)
    {
        run(() -> networks.create(request));
    }

    /** What is not there is no failure; what is still on it goes with it. */
    public void removeNetwork(final String networkId)
    {
        run(() -> networks.remove(networkId));
    }

    /**
     * Reserves addresses; no device is made.
     *
     * @param request its mac is null if Tulle is to choose
     * @return the endpoint as it is kept, with its MAC address
     */
    public EngineEndpoint createEndpoint(final EngineEndpoint request)
    {
        return saved(() -> reservations.create(request));
    }

    /** What is not there is no failure; what is still joined leaves first. */
    public void removeEndpoint(final String networkId, final String endpointId)
    {
        run(() -> reservations.remove(networkId, endpointId));
    }

    /** Makes the device, in the host's namespace: Docker takes it from there. */
    public JoinedInterface join(final String networkId, final String endpointId, final Path sandboxKey)
    {
        return saved(() -> joins.join(networkId, endpointId, sandboxKey));
    }

    /** Removes the device, wherever it is by now. */
    public void leave(final String networkId, final String endpointId)
    {
        run(() -> joins.leave(networkId, endpointId));
    }

    /** The sandbox's default route is this endpoint's: its ports are served from now on. All or none. */
    public void programConnectivity(
        final String networkId, final String endpointId, final List<PortMapping> ports)
    {
        run(() -> this.ports.program(store, joins.required(networks.required(networkId), endpointId), ports));
    }

    /** The sandbox's default route is another's from now on; ports are served no more. */
    public void revokeConnectivity(final String networkId, final String endpointId)
    {
        run(() -> revoke(networkId, endpointId));
    }

    /** What may be told of an endpoint, by name; nothing of one that is not there. */
    public Map<String, String> info(final String networkId, final String endpointId)
    {
        return thread.call(() -> new EngineInfo(state).of(networkId, endpointId));
    }

    private void run(final Runnable task)
    {
        saved(() ->
        {
            task.run();
            return null;
        });
    }

    /** What is repeated since it could not be written down finds nothing to do, and is written down all the same. */
    private <T> T saved(final Supplier<T> task)
    {
        return thread.call(() ->
        {
            final T result = task.get();
            store.saveIfLate(state);
            return result;
        });
    }

    private void revoke(final String networkId, final String endpointId)
    {
        final EngineEndpoint reserved = state.engineEndpoint(endpointId);
        if (null != reserved && reserved.networkId().equals(networkId))
        {
            final List<String> failures = new ArrayList<>();
            ports.revoke(reserved, failures);
            store.save(state);
            if (!failures.isEmpty())
            {
                throw ControlException.failed(failures.get(0));
            }
        }
    }
}
