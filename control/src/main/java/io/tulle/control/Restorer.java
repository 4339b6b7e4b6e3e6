package io.tulle.control;

import io.tulle.config.DnsSpec;
import io.tulle.config.NatSpec;
import io.tulle.config.Netns;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes over what an earlier daemon left: every network, namespace and device of the saved state goes to the Fabric
 * again, which finds it as it is or makes what a kill interrupted. Called by the control thread, once.
 */
final class Restorer
{
    private final State state;
    private final StateStore store;
    private final Fabric fabric;

    Restorer(final State state, final StateStore store, final Fabric fabric)
    {
        this.state = state;
        this.store = store;
        this.fabric = fabric;
    }

    /** @param problems gets one line for each thing that was dropped */
    RestoreReport restore(final List<String> problems)
    {
        final Maker maker = new Maker(state, fabric, problems);
        final EngineRestore engine = new EngineRestore(state, fabric);
        final AttachLeftovers leftovers = new AttachLeftovers(state, store, fabric);
        leftovers.forgetVanished();
        state.uplinks().values().forEach(maker::make);
        restoreNat();
        restoreDns();
        state.networks().forEach(network -> restore(network, maker));
        engine.dropDead(problems);
        state.sandboxes().forEach(sandbox -> maker.make(ours(sandbox)));
        state.endpoints().forEach(maker::make);
        engine.tidy();
        state.sandboxes().forEach(sandbox -> restoreGateway(sandbox, problems));
        state.ports().forEach(port -> state.put(port.ledTo(null, port.hostIp())));
        new Ports(state, fabric).settle(problems);
        leftovers.removeUnused();
        if (!state.isEmpty() || !problems.isEmpty())
        {
            store.save(state);
        }
        return new RestoreReport(
            state.networks().size(), state.sandboxes().size(), state.endpoints().size(), problems);
    }

    /** Settings that this start cannot have, such as another table, come with the file, and are told then. */
    private void restoreNat()
    {
        if (!state.nat().equals(NatSpec.DEFAULTS) &&
            !Guard.run("nat", new ArrayList<>(), () -> fabric.updateNat(state.nat())))
        {
            state.nat(NatSpec.DEFAULTS);
        }
    }

    private void restoreDns()
    {
        if (!state.dns().equals(DnsSpec.DEFAULTS) &&
            !Guard.run("dns", new ArrayList<>(), () -> fabric.updateDns(state.dns())))
        {
            state.dns(DnsSpec.DEFAULTS);
        }
    }

    /** A saved intent to make a namespace says whose it is, even if a kill came before its identity was saved. */
    private static Sandbox ours(final Sandbox sandbox)
    {
        final boolean isCreated = sandbox.netns() instanceof Netns.Create;
        return isCreated ? sandbox.opened(sandbox.path(), true, sandbox.identity()) : sandbox;
    }

    /** The devices of a network that is dropped are still there from the last run. */
    private void restore(final Network network, final Maker maker)
    {
        final List<Endpoint> endpoints = state.endpointsOf(network);
        maker.make(network);
        if (null == state.network(network.id()))
        {
            endpoints.forEach(endpoint -> Guard.run("", new ArrayList<>(),
                () -> fabric.detach(network, state.sandbox(endpoint.sandboxId()), endpoint)));
            if (Origin.DOCKER == network.origin())
            {
                state.put(network); // Docker never tells of it again
            }
        }
    }

    private void restoreGateway(final Sandbox sandbox, final List<String> problems)
    {
        final Endpoint owner = state.isOfDocker(sandbox) ? null : GatewayChoice.of(sandbox, state); // it sets its own
        if (null != owner)
        {
            Guard.run("container " + sandbox.container() + " default route", problems,
                () -> fabric.setDefaultGateway(sandbox, owner, state.network(owner.networkId())));
        }
    }
}
