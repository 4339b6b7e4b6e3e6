package io.tulle.control;

import io.tulle.config.Topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Plans what becomes of endpoints, after networks and containers. Addresses and interface names are given in three
 * rounds over the whole file: what is asked for, then what endpoints have now, then the lowest that is left. So an
 * endpoint keeps its address as long as nobody else asks for it. Called by the control thread.
 */
final class EndpointPlanner
{
    /** One step of an endpoint towards its addresses and its name. */
    private interface Round
    {
        void take(WantedEndpoint endpoint, NetworkAddresses addresses, InterfaceNames names);
    }

    private final State current;
    private final WantedEndpoints endpoints;
    private final Predicate<String> isAttached;
    private final Map<String, NetworkAddresses> addresses = new HashMap<>();
    private final Map<String, InterfaceNames> names = new HashMap<>();
    private final List<EndpointChange> removals = new ArrayList<>();
    private final List<EndpointChange> changes = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** @param draft with the networks and sandboxes that there will be */
    EndpointPlanner(final State current, final State draft, final Predicate<String> isAttached)
    {
        this.current = current;
        this.isAttached = isAttached;
        endpoints = new WantedEndpoints(current, draft);
    }

    void plan(final Topology topology)
    {
        endpoints.collect(topology);
        endpoints.unwanted().forEach(this::remove);
        final List<WantedEndpoint> wanted = new ArrayList<>(endpoints.wanted());
        round(wanted, WantedEndpoint::takeRequested);
        round(wanted, WantedEndpoint::takeCurrent);
        round(wanted, WantedEndpoint::takeLowest);
        wanted.forEach(this::change);
        removals.sort(Comparator.comparing(EndpointChange::name));
    }

    List<EndpointChange> removals()
    {
        return removals;
    }

    List<EndpointChange> changes()
    {
        return changes;
    }

    List<String> problems()
    {
        return problems;
    }

    private void round(final List<WantedEndpoint> wanted, final Round round)
    {
        wanted.removeIf(endpoint -> !succeeds(endpoint, round));
    }

    private boolean succeeds(final WantedEndpoint endpoint, final Round round)
    {
        try
        {
            round.take(endpoint,
                addresses.computeIfAbsent(endpoint.network().id(), id -> new NetworkAddresses(endpoint.network())),
                names.computeIfAbsent(endpoint.sandbox().id(), id -> new InterfaceNames()));
            return true;
        }
        catch (final ControlException e)
        {
            problems.add("container " + endpoint.sandbox().container() + " on " + endpoint.network().name() + ": " +
                e.getMessage());
            if (null != endpoint.current())
            {
                remove(endpoint.current());
            }
            return false;
        }
    }

    private void remove(final Endpoint endpoint)
    {
        removals.add(new EndpointChange(
            Action.REMOVE, current.network(endpoint.networkId()).name(), endpoint, null, List.of()));
    }

    private void change(final WantedEndpoint wanted)
    {
        final String network = wanted.network().name();
        final Endpoint before = wanted.current();
        if (null == before)
        {
            changes.add(new EndpointChange(Action.ADD, network, null, wanted.endpoint(Ids.next()), List.of()));
            return;
        }
        final Differences differences = differences(before, wanted.endpoint(before.id()));
        if (!differences.isEmpty())
        {
            final Action action = differences.action();
            final Endpoint after = wanted.endpoint(Action.REPLACE == action ? Ids.next() : before.id());
            changes.add(new EndpointChange(action, network, before, after, differences.found()));
        }
    }

    private Differences differences(final Endpoint before, final Endpoint after)
    {
        final boolean isNewNetwork = !before.networkId().equals(after.networkId());
        final boolean isNewSandbox = !before.sandboxId().equals(after.sandboxId());
        final boolean isGone = !isNewNetwork && !isNewSandbox && !isAttached.test(before.id());
        return Differences.of(before, after)
            .because(isNewNetwork, "network", "old", "new")
            .because(isNewSandbox, "namespace", "old", "new")
            .because(isGone, "device", "gone", "new");
    }
}
