package io.tulle.control;

import io.tulle.config.Netns;

import java.nio.file.Path;

/** Tells whether what an engine attached is still as it was made. Called by the control thread. */
final class AttachCheck
{
    private final State state;
    private final Fabric fabric;

    AttachCheck(final State state, final Fabric fabric)
    {
        this.state = state;
        this.fabric = fabric;
    }

    Attached check(final AttachKey key, final Path netns)
    {
        final Endpoint endpoint = state.endpoints().stream()
            .filter(one -> Origin.ATTACH == one.origin() && key.equals(Detacher.key(one))).findFirst()
            .orElseThrow(() -> ControlException.notFound("Tulle has no interface " + key.interfaceName() +
                " of this container on this network; remove the container and start it again"));
        final Sandbox sandbox = state.sandbox(endpoint.sandboxId());
        final Network network = state.network(endpoint.networkId());
        if (!new Netns.Path(netns).equals(sandbox.netns()) || !fabric.isOpen(sandbox))
        {
            throw ControlException.conflict("the interface " + endpoint.interfaceName() + " of container " +
                endpoint.container() + " is in another namespace than " + netns);
        }
        try
        {
            fabric.check(network, sandbox, endpoint);
        }
        catch (final FabricException e)
        {
            throw ControlException.conflict("container " + endpoint.container() + " on " + network.name() + ": " +
                e.getMessage());
        }
        return new Attached(network, endpoint, endpoint.equals(GatewayChoice.of(sandbox, state)));
    }

    boolean hasRoom(final String networkId)
    {
        final Network network = state.network(networkId);
        if (null == network)
        {
            return true;
        }
        final NetworkAddresses addresses = new NetworkAddresses(network);
        state.endpointsOf(network).forEach(addresses::take);
        try
        {
            addresses.take(null, false);
            addresses.take(null, true);
            return true;
        }
        catch (final ControlException e)
        {
            return false;
        }
    }
}
