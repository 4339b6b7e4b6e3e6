package io.tulle.control;

import java.util.ArrayList;
import java.util.List;

/**
 * What would change to make a running Tulle match a topology.
 *
 * @param changes  in the order in which they would be done
 * @param problems one line for each thing that cannot be done, whatever the Fabric says
 */
public record Plan(List<Change> changes, List<String> problems)
{
    /** Freezes the lists. */
    public Plan
    {
        changes = List.copyOf(changes);
        problems = List.copyOf(problems);
    }

    /** The plan that leaves nothing. */
    static Plan removalOf(final State state)
    {
        final List<Change> changes = new ArrayList<>();
        state.ports().forEach(port -> changes.add(new PortChange(Action.REMOVE, port, null, List.of())));
        for (final Endpoint endpoint : state.endpoints())
        {
            final String network = state.network(endpoint.networkId()).name();
            changes.add(new EndpointChange(Action.REMOVE, network, endpoint, null, List.of()));
        }
        state.sandboxes().forEach(
            sandbox -> changes.add(new SandboxChange(Action.REMOVE, sandbox, null, List.of())));
        state.networks().forEach(
            network -> changes.add(new NetworkChange(Action.REMOVE, network, null, List.of(), false)));
        state.uplinks().values().forEach(
            uplink -> changes.add(new UplinkChange(Action.REMOVE, uplink, null, List.of())));
        return new Plan(changes, List.of());
    }

    /** True if there is nothing to do. */
    public boolean isEmpty()
    {
        return changes.isEmpty();
    }

    List<NetworkChange> networks()
    {
        return only(NetworkChange.class);
    }

    List<SandboxChange> sandboxes()
    {
        return only(SandboxChange.class);
    }

    List<EndpointChange> endpoints()
    {
        return only(EndpointChange.class);
    }

    List<UplinkChange> uplinks()
    {
        return only(UplinkChange.class);
    }

    List<NatChange> nat()
    {
        return only(NatChange.class);
    }

    List<DnsChange> dns()
    {
        return only(DnsChange.class);
    }

    List<PortChange> ports()
    {
        return only(PortChange.class);
    }

    private <T extends Change> List<T> only(final Class<T> kind)
    {
        return changes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** True if any change interrupts traffic that flows now. */
    public boolean isDisruptive()
    {
        for (final Change change : changes)
        {
            if (change.isDisruptive())
            {
                return true;
            }
        }
        return false;
    }

    /** The changes as a diff: one line each, none if there is nothing to do. */
    public List<String> lines()
    {
        final List<String> lines = new ArrayList<>();
        for (final Change change : changes)
        {
            lines.add(change.text());
        }
        return lines;
    }
}
