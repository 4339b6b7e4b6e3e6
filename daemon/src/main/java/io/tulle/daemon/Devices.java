package io.tulle.daemon;

import io.tulle.control.Endpoint;
import io.tulle.control.Network;
import io.tulle.control.Origin;
import io.tulle.control.Sandbox;
import io.tulle.tapio.TapDevice;

/**
 * Opens and removes the devices of endpoints, each in the way of whoever made the endpoint: Docker takes a device into
 * its sandbox by itself, everybody else finds it there. Called by the control thread.
 */
final class Devices implements AutoCloseable
{
    private final int queues;
    private final DeviceRelease release = new DeviceRelease();
    private final DeviceRemoval removal = new DeviceRemoval();
    private boolean isTakingOver;

    /** @param queues of each device: one a worker. */
    Devices(final int queues)
    {
        this.queues = queues;
    }

    /** While it is true, a device that Docker had taken is looked for, and none is made for Docker to take. */
    void takingOver(final boolean isTakingOver)
    {
        this.isTakingOver = isTakingOver;
    }

    /** Makes the device, or attaches to the one of an earlier run. */
    TapDevice open(final Network network, final Sandbox sandbox, final Endpoint endpoint)
    {
        if (Origin.DOCKER == endpoint.origin())
        {
            removal.await(endpoint.interfaceName());
            return isTakingOver ? EngineInterface.takeOver(network, sandbox, endpoint, queues, release) :
                EngineInterface.create(endpoint, queues, release);
        }
        return InterfaceSetup.open(sandbox, endpoint, queues, release);
    }

    /** Removes the device of a port that was let go. */
    void remove(final AttachedEndpoint attachment)
    {
        if (Origin.DOCKER == attachment.endpoint().origin())
        {
            removal.remove(attachment.device(), attachment.endpoint().interfaceName()); // Docker waits for the answer
        }
        else
        {
            attachment.device().destroy(); // users look whether it is gone
        }
    }

    /** Removes the device of an endpoint that nobody is attached to. */
    void remove(final Sandbox sandbox, final Endpoint endpoint)
    {
        if (Origin.DOCKER == endpoint.origin())
        {
            EngineInterface.remove(sandbox, endpoint);
        }
        else
        {
            InterfaceSetup.remove(sandbox, endpoint);
        }
    }

    /** Returns when all that were removed are gone. */
    @Override
    public void close()
    {
        removal.close();
    }
}
