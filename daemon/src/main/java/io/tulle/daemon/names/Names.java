package io.tulle.daemon.names;

import io.tulle.config.DnsSpec;
import io.tulle.config.IpAddress;
import io.tulle.control.Endpoint;
import io.tulle.control.Network;
import io.tulle.control.PublishedPort;
import io.tulle.control.Sandbox;
import io.tulle.dns.zone.NameViews;
import io.tulle.dns.zone.Zone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Keeps what workers and the resolver answer from true to the model: the names of each network, and what each container
 * sees of them. What a method changed holds for the next question after it. Called by the control thread.
 */
public final class Names
{
    private static final Logger LOGGER = LoggerFactory.getLogger(Names.class);

    private final NameViews views;
    private final HostResolvConf host;
    private final ContainerFiles files;
    private final ForwardingChoice choice;
    private final Map<String, NetworkNames> networks = new ConcurrentHashMap<>(); // by network id; listed by any thread
    private final Map<String, ContainerNames> containers = new HashMap<>(); // by sandbox id
    private final Map<Integer, ContainerNames> byPort = new HashMap<>();
    private final Set<InetSocketAddress> warned = new HashSet<>();

    public Names(final NameViews views, final HostResolvConf host, final ContainerFiles files)
    {
        this.views = views;
        this.host = host;
        this.files = files;
        choice = new ForwardingChoice(host);
    }

    /** Makes the network known, or takes over what changed of it. */
    public void put(final Network network)
    {
        networks.computeIfAbsent(network.id(), (id) -> new NetworkNames(network)).network(network);
        containers.values().forEach((container) -> container.network(network));
        if (!settleGateways())
        {
            containers.values().stream().filter((container) -> container.isOn(network)).forEach(this::publish);
        }
    }

    public void remove(final Network network)
    {
        networks.remove(network.id());
        settleGateways();
    }

    /** A container may have networks from now on. */
    public void open(final Sandbox sandbox)
    {
        container(sandbox);
    }

    /** Takes over how the container resolves names. */
    public void update(final Sandbox sandbox)
    {
        final ContainerNames container = container(sandbox);
        container.sandbox(sandbox);
        publish(container);
    }

    public void close(final Sandbox sandbox)
    {
        containers.remove(sandbox.id());
        files.put(sandbox, null);
    }

    /** The endpoint's names are there, and it may ask. */
    public void join(final int port, final Network network, final Sandbox sandbox, final Endpoint endpoint)
    {
        final ContainerNames container = container(sandbox);
        container.sandbox(sandbox);
        container.join(new JoinedNetwork(port, network, endpoint));
        byPort.put(port, container);
        networks.get(network.id()).put(port, endpoint, container.services());
        publish(container);
    }

    /** Takes over what changed of an endpoint that is there. */
    public void update(final int port, final Network network, final Sandbox sandbox, final Endpoint endpoint)
    {
        join(port, network, sandbox, endpoint);
    }

    /** Nobody finds the endpoint, and it may not ask any more. */
    public void leave(final int port)
    {
        final ContainerNames container = byPort.remove(port);
        if (null != container)
        {
            networks.get(container.leave(port).network().id()).remove(port);
            views.remove(port);
            publish(container);
        }
    }

    /** A container's port has a service name on each of its networks from now on. */
    public void publish(final Sandbox sandbox, final PublishedPort port)
    {
        settle(sandbox, (container) -> container.publish(port));
    }

    public void unpublish(final Sandbox sandbox, final PublishedPort port)
    {
        settle(sandbox, (container) -> container.unpublish(port));
    }

    /** Takes over the section of the file. */
    public void section(final DnsSpec spec)
    {
        choice.section(spec);
        publishAll();
    }

    /** The host asks others now, or has another search list. */
    public void onHostResolvConfChanged()
    {
        publishAll();
    }

    /** Nobody may ask any more; devices and files stay, for the next start. */
    public void releaseAll()
    {
        byPort.keySet().forEach(views::remove);
        byPort.clear();
        containers.clear();
        networks.clear();
    }

    /** All names of all networks. Called by any thread. */
    Collection<Zone> zones()
    {
        return networks.values().stream().map(NetworkNames::zone).toList();
    }

    private ContainerNames container(final Sandbox sandbox)
    {
        return containers.computeIfAbsent(sandbox.id(), (id) -> new ContainerNames(sandbox));
    }

    /** @return whether everything was published, since Tulle itself answers elsewhere now. */
    private boolean settleGateways()
    {
        final Set<IpAddress> gateways = new LinkedHashSet<>();
        networks.values().forEach((network) -> network.addGateways(gateways));
        final boolean isChanged = choice.gateways(gateways);
        if (isChanged)
        {
            warned.clear();
            publishAll();
        }
        return isChanged;
    }

    private void settle(final Sandbox sandbox, final Predicate<ContainerNames> change)
    {
        final ContainerNames container = null == sandbox ? null : containers.get(sandbox.id());
        if (null != container && change.test(container))
        {
            container.networks().forEach((joined) ->
                networks.get(joined.network().id()).put(joined.port(), joined.endpoint(), container.services()));
        }
    }

    private void publishAll()
    {
        containers.values().forEach(this::publish);
    }

    private void publish(final ContainerNames container)
    {
        final Set<InetSocketAddress> loops = new LinkedHashSet<>();
        final List<JoinedNetwork> joined = container.networks();
        for (final JoinedNetwork asked : joined)
        {
            if (asked.network().dns().isEnabled())
            {
                views.put(container.view(asked, networks, choice, loops));
            }
            else
            {
                views.remove(asked.port());
            }
        }
        loops.removeIf((server) -> !warned.add(server));
        loops.forEach((server) -> LOGGER.warn("container {}: {} is not asked for names: it is Tulle itself, and the " +
            "question would come back; name another server (dns:)", container.sandbox().container(), server));
        if (!container.isOfEngine())
        {
            files.put(container.sandbox(),
                ContainerResolvConf.text(container.sandbox().dns(), joined, host.current()));
        }
    }
}
