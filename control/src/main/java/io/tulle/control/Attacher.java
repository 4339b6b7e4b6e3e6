package io.tulle.control;

import io.tulle.config.Attachment;
import io.tulle.config.ContainerDns;
import io.tulle.config.IpAddress;
import io.tulle.config.Netns;
import io.tulle.config.NetworkMode;
import io.tulle.config.PortMapping;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts one container of an engine on networks: all that is asked for, or nothing. Called by the control thread. */
final class Attacher
{
    private static final String NAME = "[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}"; // 63: a label of the DNS (RFC 1035)

    private final State state;
    private final StateStore store;
    private final Fabric fabric;
    private final AttachNetworks networks;
    private final Detacher detacher;
    private final List<Endpoint> made = new ArrayList<>();
    private final List<PublishedPort> published = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private Sandbox sandbox;

    Attacher(final State state, final StateStore store, final Fabric fabric, final NetworkResolver resolver)
    {
        this.state = state;
        this.store = store;
        this.fabric = fabric;
        networks = new AttachNetworks(state, store, fabric, resolver);
        detacher = new Detacher(state, store, fabric);
    }

    List<Attached> attach(final AttachRequest request)
    {
        final Gateways gateways = new Gateways(state, fabric);
        try
        {
            sandbox = sandbox(request);
            request.interfaces().forEach(this::reserve);
            store.save(state); // a kill from here on leaves nothing that the next start does not know of
            made.forEach(this::make);
            gateways.settle(failures);
            refuseFailures();
            publish(request.ports());
            store.save(state);
        }
        catch (final RuntimeException e)
        {
            undo(gateways);
            throw e;
        }
        return request.interfaces().stream().map(wanted -> attached(wanted.name())).toList();
    }

    private Sandbox sandbox(final AttachRequest request)
    {
        final Netns netns = new Netns.Path(request.netns());
        final Sandbox current = state.sandbox(request.containerId());
        if (null != current && netns.equals(current.netns()) && fabric.isOpen(current))
        {
            return current;
        }
        if (null != current)
        {
            detacher.evict(current); // of the container's last run
        }
        checkNamespace(request.netns());
        final Sandbox wanted = new Sandbox(request.containerId(), freeName(request), new NetworkMode.Bridge(), netns,
            null, false, null, ContainerDns.DEFAULTS);
        state.put(wanted);
        new Maker(state, fabric, failures).make(wanted);
        refuseFailures();
        return state.sandbox(request.containerId());
    }

    private static void checkNamespace(final Path netns)
    {
        final NamespaceIdentity wanted = NamespaceIdentity.of(netns);
        if (null == wanted)
        {
            throw ControlException.invalid("there is no network namespace " + netns +
                " that Tulle can see; bind it to a path that the host has, too");
        }
        if (wanted.isOwn())
        {
            throw ControlException.invalid(netns + " is the host's own network namespace; give the container one");
        }
    }

    private String freeName(final AttachRequest request)
    {
        final String shortId = request.containerId().substring(0, Ids.SHORT_LENGTH);
        final String name = null != request.container() && request.container().matches(NAME) ?
            request.container() : shortId;
        return null == state.sandboxOf(name) ? name : name + "-" + shortId;
    }

    /** Gives the interface its place in the model, unless it is there already. */
    private void reserve(final AttachInterface wanted)
    {
        final Network network = networks.of(wanted.network(), wanted.dns());
        final Endpoint current = current(wanted.name());
        if (null != current)
        {
            checkSame(current, network, wanted);
            return;
        }
        evictDead(network, wanted);
        final NetworkAddresses addresses = new NetworkAddresses(network);
        state.endpointsOf(network).forEach(addresses::take);
        final InterfaceNames names = new InterfaceNames();
        final WantedEndpoint endpoint = new WantedEndpoint(sandbox, network, new Attachment(network.name(),
            wanted.ipv4(), wanted.ipv6(), wanted.mac(), wanted.aliases(), 0, 0, Map.of(), null,
            wanted.name()), null, Origin.ATTACH);
        endpoint.takeRequested(addresses, names);
        endpoint.takeLowest(addresses, names);
        made.add(endpoint.endpoint(Ids.next()));
        state.put(made.get(made.size() - 1));
    }

    private Endpoint current(final String interfaceName)
    {
        return state.endpointsOf(sandbox).stream()
            .filter(endpoint -> endpoint.interfaceName().equals(interfaceName)).findFirst().orElse(null);
    }

    private void checkSame(final Endpoint current, final Network network, final AttachInterface wanted)
    {
        final boolean isSame = current.networkId().equals(network.id()) && isSame(wanted.ipv4(), current.ipv4()) &&
            isSame(wanted.ipv6(), current.ipv6()) && (null == wanted.mac() || wanted.mac().equals(current.mac()));
        if (!isSame)
        {
            throw ControlException.conflict("container " + sandbox.container() + " has an interface " + wanted.name() +
                " already, on network " + state.network(current.networkId()).name() + " with other addresses; " +
                "remove that first, or choose another name");
        }
    }

    private static boolean isSame(final IpAddress wanted, final InterfaceAddress current)
    {
        return null == wanted || null != current && wanted.equals(current.address());
    }

    /** An engine that was killed gives its containers' addresses to new ones and says nothing of the old. */
    private void evictDead(final Network network, final AttachInterface wanted)
    {
        for (final Endpoint other : state.endpointsOf(network))
        {
            final boolean isWanted = null != wanted.ipv4() && isSame(wanted.ipv4(), other.ipv4()) ||
                null != wanted.ipv6() && isSame(wanted.ipv6(), other.ipv6()) || other.mac().equals(wanted.mac());
            if (isWanted && Origin.ATTACH == other.origin() && !fabric.isOpen(state.sandbox(other.sandboxId())))
            {
                detacher.evict(state.sandbox(other.sandboxId()));
            }
        }
    }

    private void make(final Endpoint endpoint)
    {
        new Maker(state, fabric, failures).make(endpoint);
        refuseFailures();
    }

    private void publish(final List<PortMapping> mappings)
    {
        final Publisher publisher = new Publisher(state, store, fabric);
        for (final PortMapping mapping : PortMerger.merge(mappings))
        {
            final PublishedPort port = PublishedPort.of(sandbox, mapping, Origin.ATTACH);
            if (null == state.port(State.key(port)))
            {
                if (null != GatewayChoice.of(sandbox, state))
                {
                    publisher.check(sandbox, port);
                }
                published.add(port);
                state.put(port);
            }
        }
        new Ports(state, fabric).settle(failures); // without a default route, they wait for one
        if (published.stream().anyMatch(port -> null == state.port(State.key(port))))
        {
            throw ControlException.conflict(String.join("; ", failures));
        }
    }

    private void refuseFailures()
    {
        if (!failures.isEmpty())
        {
            throw ControlException.failed(String.join("; ", failures));
        }
    }

    private void undo(final Gateways gateways)
    {
        if (null != sandbox)
        {
            detacher.leave(sandbox);
        }
        published.forEach(detacher::withdraw);
        made.forEach(detacher::remove);
        detacher.settle(gateways);
    }

    private Attached attached(final String interfaceName)
    {
        final Endpoint endpoint = current(interfaceName);
        return new Attached(state.network(endpoint.networkId()), endpoint,
            endpoint.equals(GatewayChoice.of(sandbox, state)));
    }
}
