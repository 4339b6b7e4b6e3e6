package io.tulle.control;

import io.tulle.config.Cidr;
import io.tulle.config.Topology;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a user can ask of networks and containers. Any thread may call it: each call runs on the one control thread,
 * and its caller waits for the result. So the model has one writer, and needs no lock.
 */
public final class NetworkService implements AutoCloseable
{
    /**
     * @param topologyName the name of this instance, until a topology says otherwise
     * @param stateDir     where state.json is kept; made if it is missing
     * @param hostRoutes   the host's own subnets, which automatic pools must not overlap; read when a pool is chosen
     */
    public NetworkService(
        final String topologyName, final Path stateDir, final Fabric fabric, final Supplier<List<Cidr>> hostRoutes)
    {
        throw new UnsupportedOperationException();
    }

    /** Once, after a start: every saved network and endpoint goes to the Fabric again; what cannot is dropped. */
    public RestoreReport restore()
    {
        throw new UnsupportedOperationException();
    }

    /** What {@link #apply} would do now. */
    public Plan plan(final Topology topology)
    {
        throw new UnsupportedOperationException();
    }

    /** Makes Tulle match the file; what is unchanged is not touched, and one container's failure stops no other. */
    public ApplyReport apply(final Topology topology)
    {
        throw new UnsupportedOperationException();
    }

    /** All networks, by name. */
    public List<NetworkRow> networks()
    {
        throw new UnsupportedOperationException();
    }

    /** One network with its endpoints, by name, id or unique start of an id. */
    public NetworkDetails inspect(final String network)
    {
        throw new UnsupportedOperationException();
    }

    /** Makes a network live. */
    public Network createNetwork(final CreateNetwork request)
    {
        throw new UnsupportedOperationException();
    }

    /** Removes a network that has no endpoints. */
    public void removeNetwork(final String network)
    {
        throw new UnsupportedOperationException();
    }

    /** Joins a running container to one more network. */
    public Endpoint connect(final Connect request)
    {
        throw new UnsupportedOperationException();
    }

    /** Takes a container off a network; force forgets the endpoint even if its device cannot be removed. */
    public void disconnect(final String network, final String container, final boolean force)
    {
        throw new UnsupportedOperationException();
    }

    /** All containers, by name. */
    public List<ContainerRow> containers()
    {
        throw new UnsupportedOperationException();
    }

    /** The filtering database of a network. */
    public List<FdbEntry> fdb(final String network)
    {
        throw new UnsupportedOperationException();
    }

    /** Removes every endpoint, sandbox and network, and the state file last; one line for each thing that failed. */
    public List<String> down()
    {
        throw new UnsupportedOperationException();
    }

    /** The endpoint's device died: it leaves the state, and a later apply makes it anew. Returns at once. */
    public void endpointLost(final String endpointId)
    {
        throw new UnsupportedOperationException();
    }

    /** The sandbox's namespace vanished: it leaves the state with its endpoints. Returns at once. */
    public void sandboxLost(final String sandboxId)
    {
        throw new UnsupportedOperationException();
    }

    /** A topology's name if one was applied or restored. */
    public String topologyName()
    {
        throw new UnsupportedOperationException();
    }

    /** Ends the control thread; leaves devices and state as they are. */
    @Override
    public void close()
    {
        throw new UnsupportedOperationException();
    }
}
