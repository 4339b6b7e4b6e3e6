package io.tulle.control;

import io.tulle.config.Names;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes over what a container engine tells of its networks and containers: names, aliases, labels. A name that is
 * another's already, or cannot be one, stays the short form of the id; it is an alias then. Called by the control
 * thread.
 */
final class ToldNames
{
    // what a resolver can ask for: RFC 1123 section 2.1, and the underscore that services and containers have
    private static final Pattern ALIAS = Pattern.compile("[a-zA-Z0-9_]([a-zA-Z0-9_.-]{0,251}[a-zA-Z0-9_])?");

    private final State state;
    private final StateStore store;
    private final Fabric fabric;
    private final Set<String> networks = new LinkedHashSet<>(); // ids of those that are other than before
    private final Set<String> sandboxes = new LinkedHashSet<>();
    private final Set<String> endpoints = new LinkedHashSet<>();

    ToldNames(final State state, final StateStore store, final Fabric fabric)
    {
        this.state = state;
        this.store = store;
        this.fabric = fabric;
    }

    /** @return a line for each thing that could not be done. */
    List<String> take(final Collection<ToldNetwork> told)
    {
        told.forEach(this::take);
        final Map<String, ToldEndpoint> bySandbox = new LinkedHashMap<>();
        told.forEach(network -> network.endpoints().stream().filter(this::isJoined).forEach(
            endpoint -> bySandbox.putIfAbsent(state.endpoint(endpoint.id()).sandboxId(), endpoint)));
        rename(bySandbox);
        bySandbox.forEach((id, endpoint) -> takeEngine(state.sandbox(id), endpoint.engine()));
        told.forEach(network -> network.endpoints().stream().filter(this::isJoined).forEach(this::takeAliases));
        final List<String> failures = new ArrayList<>();
        if (!networks.isEmpty() || !sandboxes.isEmpty() || !endpoints.isEmpty())
        {
            store.save(state);
            publish(failures);
        }
        return failures;
    }

    private boolean isJoined(final ToldEndpoint told)
    {
        final Endpoint endpoint = state.endpoint(told.id());
        return null != endpoint && Origin.DOCKER == endpoint.origin();
    }

    private void take(final ToldNetwork told)
    {
        final Network network = state.network(told.id());
        if (null == network || Origin.DOCKER != network.origin())
        {
            return;
        }
        final Network other = state.networkNamed(told.name());
        final boolean isFree = Names.isName(told.name()) && (null == other || other.id().equals(told.id()));
        final String number = network.isNamed() ? EngineNames.numbered(network.id(), state) : network.name();
        final Network changed = network.renamed(isFree ? told.name() : number).labels(told.labels());
        if (!changed.equals(network))
        {
            state.remove(network);
            state.put(changed);
            networks.add(changed.id());
        }
    }

    private void rename(final Map<String, ToldEndpoint> told)
    {
        final Map<String, String> names = new LinkedHashMap<>(); // by id of the sandbox
        final Set<String> taken = new HashSet<>();
        state.sandboxes().stream().filter(sandbox -> !told.containsKey(sandbox.id()))
            .forEach(sandbox -> taken.add(sandbox.container()));
        told.forEach((id, endpoint) -> names.put(id, name(state.sandbox(id), endpoint.container(), taken)));
        names.entrySet().removeIf(name -> state.sandbox(name.getKey()).container().equals(name.getValue()));
        // all give their names back before one takes another: two may have swapped theirs
        names.keySet().forEach(id -> state.rename(state.sandbox(id), id));
        names.forEach((id, name) -> state.rename(state.sandbox(id), name));
        sandboxes.addAll(names.keySet());
    }

    private static String name(final Sandbox sandbox, final String told, final Set<String> taken)
    {
        String name = Names.isName(told) && !taken.contains(told) ? told : EngineNames.of(sandbox);
        while (!taken.add(name))
        {
            name += "-2";
        }
        return name;
    }

    private void takeEngine(final Sandbox sandbox, final EngineContainer engine)
    {
        if (!engine.equals(sandbox.engine()))
        {
            state.put(sandbox.engine(engine));
            sandboxes.add(sandbox.id());
        }
    }

    private void takeAliases(final ToldEndpoint told)
    {
        final Endpoint endpoint = state.endpoint(told.id());
        final Set<String> aliases = new LinkedHashSet<>();
        aliases.add(told.container()); // which it is called on its networks, whatever it is called here
        aliases.addAll(told.aliases());
        aliases.removeIf(alias -> !ALIAS.matcher(alias).matches() || alias.equals(endpoint.container()));
        if (!List.copyOf(aliases).equals(endpoint.aliases()))
        {
            state.put(endpoint.aliases(List.copyOf(aliases)));
            endpoints.add(endpoint.id());
        }
    }

    private void publish(final List<String> failures)
    {
        for (final String id : networks)
        {
            final Network network = state.network(id);
            Guard.run("network " + network.name(), failures, () -> fabric.updateNetwork(network));
            state.endpointsOf(network).forEach(endpoint -> endpoints.add(endpoint.id())); // called NAME.NETWORK
        }
        for (final String id : sandboxes)
        {
            final Sandbox sandbox = state.sandbox(id);
            Guard.run("container " + sandbox.container(), failures, () -> fabric.updateSandbox(sandbox));
            state.endpointsOf(sandbox).forEach(endpoint -> endpoints.add(endpoint.id()));
        }
        for (final String id : endpoints)
        {
            final Endpoint endpoint = state.endpoint(id);
            Guard.run("container " + endpoint.container(), failures, () -> fabric.updateEndpoint(
                state.network(endpoint.networkId()), state.sandbox(endpoint.sandboxId()), endpoint));
        }
    }
}
