package io.tulle.control;

import io.tulle.config.PortMapping;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
    private final Fabric fabric;

    EngineService(final ControlThread thread, final State state, final StateStore store, final Fabric fabric)
    {
        this.thread = thread;
        this.state = state;
        this.store = store;
        this.fabric = fabric;
    }

    /** A Docker that was not there before asks from now on: what died with the one before it is forgotten. */
    public void activate()
    {
        throw ControlException.failed("not supported yet");
    }

    public void createNetwork(final EngineNetwork request)
    {
        throw ControlException.failed("not supported yet");
    }

    /** What is not there is no failure; what is still on it goes with it. */
    public void removeNetwork(final String networkId)
    {
        throw ControlException.failed("not supported yet");
    }

    /**
     * Reserves addresses; no device is made.
     *
     * @param request its mac is null if Tulle is to choose
     * @return the endpoint as it is kept, with its MAC address
     */
    public EngineEndpoint createEndpoint(final EngineEndpoint request)
    {
        throw ControlException.failed("not supported yet");
    }

    /** What is not there is no failure; what is still joined leaves first. */
    public void removeEndpoint(final String networkId, final String endpointId)
    {
        throw ControlException.failed("not supported yet");
    }

    /** Makes the device, in the host's namespace: Docker takes it from there. */
    public JoinedInterface join(final String networkId, final String endpointId, final Path sandboxKey)
    {
        throw ControlException.failed("not supported yet");
    }

    /** Removes the device, wherever it is by now. */
    public void leave(final String networkId, final String endpointId)
    {
        throw ControlException.failed("not supported yet");
    }

    /** The sandbox's default route is this endpoint's: its ports are served from now on. All or none. */
    public void programConnectivity(
        final String networkId, final String endpointId, final List<PortMapping> ports)
    {
        throw ControlException.failed("not supported yet");
    }

    /** The sandbox's default route is another's from now on; ports are served no more. */
    public void revokeConnectivity(final String networkId, final String endpointId)
    {
        throw ControlException.failed("not supported yet");
    }

    /** What may be told of an endpoint, by name. */
    public Map<String, String> info(final String networkId, final String endpointId)
    {
        throw ControlException.failed("not supported yet");
    }
}
