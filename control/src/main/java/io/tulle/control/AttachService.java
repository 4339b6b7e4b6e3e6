package io.tulle.control;

import io.tulle.config.DnsServer;
import io.tulle.config.NetworkDns;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * What podman and CNI ask of Tulle: interfaces in namespaces that are there, on networks that are made for the first
 * container and go with the last. Any thread may call it: each call runs on the control thread, and what it did is
 * saved when it returns. Every call may come again. What cannot be done is a {@link ControlException}.
 */
public final class AttachService
{
    private final ControlThread thread;
    private final State state;
    private final StateStore store;
    private final Fabric fabric;
    private final Supplier<NetworkResolver> resolvers;

    AttachService(final ControlThread thread, final State state, final StateStore store, final Fabric fabric,
        final Supplier<NetworkResolver> resolvers)
    {
        this.thread = thread;
        this.state = state;
        this.store = store;
        this.fabric = fabric;
        this.resolvers = resolvers;
    }

    /** Makes all of the interfaces, with routes, names and ports, or none; those that are there stay as they are. */
    public List<Attached> attach(final AttachRequest request)
    {
        return thread.call(() -> new Attacher(state, store, fabric, resolvers.get()).attach(request));
    }

    /** Removes interfaces, wherever their namespace is by now; what is not there is no failure. */
    public void detach(final Collection<AttachKey> keys)
    {
        thread.run(() -> new Detacher(state, store, fabric).detach(keys));
    }

    /** Removes every interface of a network that is not among these. */
    public void keepOnly(final String networkId, final Collection<AttachKey> keys)
    {
        thread.run(() -> new Detacher(state, store, fabric).keepOnly(networkId, keys));
    }

    /** The interface as it is; what is wrong with it is a {@link ControlException}. */
    public Attached check(final AttachKey key, final Path netns)
    {
        return thread.call(() -> new AttachCheck(state, fabric).check(key, netns));
    }

    /** Is there an address for one more container? A network that is not there yet has room. */
    public boolean hasRoom(final String networkId)
    {
        return thread.call(() -> new AttachCheck(state, fabric).hasRoom(networkId));
    }

    /** Other servers are asked for names from now on; false if no such network was made for an engine. */
    public boolean updateServers(final String network, final List<DnsServer> servers)
    {
        return thread.call(() -> new AttachNetworks(state, store, fabric, resolvers.get())
            .update(network, new NetworkDns(true, servers, NetworkDns.DEFAULTS.domains())));
    }
}
