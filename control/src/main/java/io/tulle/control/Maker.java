package io.tulle.control;

import io.tulle.config.UplinkSpec;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes what the state already names: networks, then sandboxes, then endpoints. What fails leaves the state with all
 * that stands on it, and is one line. Called by the control thread.
 */
final class Maker
{
    private final State state;
    private final Fabric fabric;
    private final List<String> failures;

    Maker(final State state, final Fabric fabric, final List<String> failures)
    {
        this.state = state;
        this.fabric = fabric;
        this.failures = failures;
    }

    void make(final NetworkChange change)
    {
        if (change.adds() && isRecorded(change.after()))
        {
            make(change.after());
        }
        else if (Action.UPDATE == change.action() &&
            !Guard.run("network " + change.name(), failures, () -> fabric.updateNetwork(change.after())))
        {
            state.put(change.before());
        }
    }

    /** One that exists already is replaced. */
    void make(final UplinkChange change)
    {
        if (change.adds())
        {
            make(change.after());
        }
    }

    void make(final UplinkSpec uplink)
    {
        if (!Guard.run("uplink " + uplink.name(), failures, () -> fabric.createUplink(uplink)))
        {
            state.remove(uplink);
        }
    }

    void make(final NatChange change)
    {
        if (!Guard.run("nat", failures, () -> fabric.updateNat(change.after())))
        {
            state.nat(change.before());
        }
    }

    void make(final DnsChange change)
    {
        if (!Guard.run("dns", failures, () -> fabric.updateDns(change.after())))
        {
            state.dns(change.before());
        }
    }

    void make(final SandboxChange change)
    {
        if (change.adds() && state.sandboxOf(change.name()) == change.after())
        {
            make(change.after());
        }
        else if (Action.UPDATE == change.action() && !change.before().dns().equals(change.after().dns()) &&
            !Guard.run("container " + change.name(), failures, () -> fabric.updateSandbox(change.after())))
        {
            state.put(change.after().dns(change.before().dns()));
        }
    }

    void make(final EndpointChange change)
    {
        if (null == change.after() || null == state.endpoint(change.after().id()))
        {
            return;
        }
        if (change.adds())
        {
            make(change.after());
        }
        else if (!change.before().aliases().equals(change.after().aliases()))
        {
            rename(change);
        }
    }

    private void rename(final EndpointChange change)
    {
        final Endpoint endpoint = change.after();
        final Network network = state.network(endpoint.networkId());
        final Sandbox sandbox = state.sandbox(endpoint.sandboxId());
        if (!Guard.run("container " + endpoint.container() + " on " + network.name(), failures,
            () -> fabric.updateEndpoint(network, sandbox, endpoint)))
        {
            state.put(change.before());
        }
    }

    void make(final Network network)
    {
        if (!Guard.run("network " + network.name(), failures, () -> fabric.createNetwork(network)))
        {
            state.endpointsOf(network).forEach(state::remove);
            state.remove(network);
        }
    }

    void make(final Sandbox sandbox)
    {
        if (sandbox.ownsNamespace() && !Guard.run("container " + sandbox.container(), failures,
            () -> state.put(fabric.openSandbox(sandbox))))
        {
            state.endpointsOf(sandbox).forEach(state::remove);
            state.remove(sandbox);
        }
    }

    void make(final Endpoint endpoint)
    {
        final Network network = state.network(endpoint.networkId());
        final Sandbox sandbox = state.sandbox(endpoint.sandboxId());
        final String subject = "container " + endpoint.container() + " on " + network.name();
        if (!Guard.run(subject, failures, () -> fabric.attach(network, sandbox, endpoint)))
        {
            // half an endpoint is none; the reason for the failure is told already, so this one is not
            Guard.run(subject, new ArrayList<>(), () -> fabric.detach(network, sandbox, endpoint));
            state.remove(endpoint);
        }
    }

    private boolean isRecorded(final Network network)
    {
        return network.equals(state.networkNamed(network.name()));
    }
}
