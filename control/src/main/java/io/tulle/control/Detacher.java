package io.tulle.control;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes containers of engines off networks, and then removes what nobody needs any more: their sandboxes, and networks
 * that were made for them. That something is gone already is no failure. Called by the control thread.
 */
final class Detacher
{
    private static final Logger LOGGER = LoggerFactory.getLogger(Detacher.class);

    private final State state;
    private final StateStore store;
    private final Fabric fabric;
    private final List<String> failures = new ArrayList<>();
    private final Set<Sandbox> left = new HashSet<>(); // perhaps empty now

    Detacher(final State state, final StateStore store, final Fabric fabric)
    {
        this.state = state;
        this.store = store;
        this.fabric = fabric;
    }

    void detach(final Collection<AttachKey> keys)
    {
        final Gateways gateways = new Gateways(state, fabric);
        for (final Endpoint endpoint : state.endpoints())
        {
            if (Origin.ATTACH == endpoint.origin() && keys.contains(key(endpoint)))
            {
                remove(endpoint);
            }
        }
        settle(gateways);
    }

    void keepOnly(final String networkId, final Collection<AttachKey> keys)
    {
        detach(state.endpoints().stream().filter(endpoint -> endpoint.networkId().equals(networkId))
            .map(Detacher::key).filter(key -> !keys.contains(key)).toList());
    }

    static AttachKey key(final Endpoint endpoint)
    {
        return new AttachKey(endpoint.sandboxId(), endpoint.networkId(), endpoint.interfaceName());
    }

    /** Takes one off; {@link #settle} must follow. */
    void remove(final Endpoint endpoint)
    {
        final Network network = state.network(endpoint.networkId());
        final Sandbox sandbox = state.sandbox(endpoint.sandboxId());
        new Ports(state, fabric).withdraw(endpoint, failures);
        Guard.run("container " + endpoint.container() + " on " + network.name(), failures,
            () -> fabric.detach(network, sandbox, endpoint));
        state.remove(endpoint);
        leave(sandbox);
    }

    /** If nothing is in it any more, {@link #settle} removes it. */
    void leave(final Sandbox sandbox)
    {
        left.add(sandbox);
    }

    /** Ends a published port; {@link #settle} must follow. */
    void withdraw(final PublishedPort port)
    {
        final PublishedPort current = state.port(State.key(port));
        if (null != current)
        {
            Guard.run("container " + port.container() + " port " + port.asked(), failures,
                () -> fabric.unpublish(state.sandbox(port.sandboxId()), current));
            state.remove(current);
        }
    }

    /** Removes a sandbox whose namespace is not what it was, with all that it had. */
    void evict(final Sandbox sandbox)
    {
        state.endpointsOf(sandbox).forEach(this::remove);
        close(sandbox);
        store.save(state);
    }

    /** Moves routes and ports to where they belong now, removes what is empty, and saves. */
    void settle(final Gateways gateways)
    {
        left.stream().filter(sandbox -> state.endpointsOf(sandbox).isEmpty()).forEach(this::close);
        removeUnusedNetworks();
        gateways.settle(failures);
        new Ports(state, fabric).settle(failures);
        store.save(state);
        failures.forEach(LOGGER::warn);
    }

    /** The state is not saved here. */
    void removeUnusedNetworks()
    {
        for (final Network network : state.networks())
        {
            if (Origin.ATTACH == network.origin() && state.endpointsOf(network).isEmpty())
            {
                Guard.run("network " + network.name(), failures, () -> fabric.removeNetwork(network));
                state.remove(network);
            }
        }
    }

    private void close(final Sandbox sandbox)
    {
        state.portsOf(sandbox.container()).forEach(this::withdraw);
        Guard.run("container " + sandbox.container(), failures, () -> fabric.closeSandbox(sandbox));
        state.remove(sandbox);
    }
}
