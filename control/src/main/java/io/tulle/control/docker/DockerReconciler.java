package io.tulle.control.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.tulle.control.ControlException;
import io.tulle.control.EngineEndpoint;
import io.tulle.control.EngineInventory;
import io.tulle.control.EngineService;
import io.tulle.control.Network;
import io.tulle.control.ToldEndpoint;
import io.tulle.control.ToldNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Makes Tulle's books match Docker's: takes over names, makes networks again that Tulle lost, and removes networks and
 * endpoints that Docker has no more and whose end Tulle did not hear of. Used by the thread of {@link DockerWatch}.
 *
 * <p>Tulle's books are read before Docker's. So what Tulle has and Docker's list lacks is either gone, or is just being
 * made: Docker calls CreateNetwork and CreateEndpoint first, and writes down what it made when they return. It does so
 * before it calls Join: an endpoint that has joined is in every later list for as long as it lives.
 */
final class DockerReconciler
{
    /** What Docker surely had is gone when a second list lacks it, too. */
    static final long KNOWN_GRACE_NS = 2_000_000_000L;
    /** What Docker may be making: it does so within milliseconds, a minute is for a machine in trouble. */
    static final long NEW_GRACE_NS = 60_000_000_000L;

    private static final Logger LOGGER = LoggerFactory.getLogger(DockerReconciler.class);
    private static final long RETRY_NS = 5_000_000_000L;
    private static final long SWEEP_NS = 300_000_000_000L; // for what no event tells: an answer of ours that was lost

    private final DockerApi api;
    private final EngineService engine;
    private final String driver;
    private final LongSupplier clockNs;
    private final DockerContainers containers;
    private final Absences absentNetworks = new Absences();
    private final Absences absentEndpoints = new Absences();
    private final Set<String> warned = new HashSet<>();
    private long nextNs;

    /** @param driver Tulle's name as a driver */
    DockerReconciler(final DockerApi api, final EngineService engine, final String driver, final LongSupplier clockNs)
    {
        this.api = api;
        this.engine = engine;
        this.driver = driver;
        this.clockNs = clockNs;
        containers = new DockerContainers(api);
    }

    /** Another Docker may answer from now on. */
    void reset()
    {
        containers.retain(List.of());
        warned.clear();
    }

    /** True if time itself is a reason to reconcile. */
    boolean isDue()
    {
        final long nowNs = clockNs.getAsLong();
        return nowNs - nextNs >= 0 || absentNetworks.isDue(nowNs) || absentEndpoints.isDue(nowNs);
    }

    /** Compares everything. */
    void reconcile() throws IOException
    {
        final EngineInventory ours = engine.inventory();
        nextNs = clockNs.getAsLong() + SWEEP_NS;
        final Map<String, DockerNetwork> theirs = networks();
        restore(theirs, ours);
        tell(theirs.values());
        containers.retain(theirs.values().stream().flatMap(network -> network.endpoints().stream())
            .map(DockerEndpoint::id).toList());
        removeNetworks(theirs, ours);
        removeEndpoints(theirs, ours);
    }

    /** Takes over what is new on some networks. */
    void tell(final Set<String> networkIds) throws IOException
    {
        final List<DockerNetwork> networks = new ArrayList<>();
        for (final String id : networkIds)
        {
            final JsonNode node = api.network(id);
            if (!node.isMissingNode())
            {
                networks.add(network(node));
            }
        }
        tell(networks);
    }

    private Map<String, DockerNetwork> networks() throws IOException
    {
        final Map<String, DockerNetwork> networks = new LinkedHashMap<>();
        for (final JsonNode listed : api.networks(driver))
        {
            final JsonNode node = api.network(network(listed).id()); // the list has no endpoints
            if (!node.isMissingNode())
            {
                final DockerNetwork network = network(node);
                networks.put(network.id(), network);
            }
        }
        return networks;
    }

    private static DockerNetwork network(final JsonNode node) throws IOException
    {
        try
        {
            return DockerNetwork.of(node);
        }
        catch (final IllegalArgumentException e)
        {
            throw new IOException("a network of Docker makes no sense: " + e.getMessage(), e);
        }
    }

    private void restore(final Map<String, DockerNetwork> theirs, final EngineInventory ours)
    {
        final List<String> known = ours.networks().stream().map(Network::id).toList();
        theirs.values().stream().filter(network -> !known.contains(network.id())).forEach(network ->
            attempt("network " + network.name() + " of Docker cannot be made again", () ->
            {
                engine.restoreNetwork(network.request());
                LOGGER.info("network {} of Docker was not known here; it is made again", network.name());
                network.endpoints().stream().filter(endpoint -> null != endpoint.containerId())
                    .forEach(endpoint -> warn("container " + endpoint.name() + " has no connection to network " +
                        network.name() + " any more: docker restart " + endpoint.name()));
            }));
    }

    private void tell(final Collection<DockerNetwork> networks) throws IOException
    {
        final List<ToldNetwork> told = new ArrayList<>();
        for (final DockerNetwork network : networks)
        {
            told.add(new ToldNetwork(network.id(), network.name(), network.labels(), told(network)));
        }
        engine.told(told).forEach(this::warn);
    }

    private List<ToldEndpoint> told(final DockerNetwork network) throws IOException
    {
        final List<ToldEndpoint> told = new ArrayList<>();
        for (final DockerEndpoint endpoint : network.endpoints())
        {
            final ToldEndpoint one = told(endpoint);
            if (null != one)
            {
                told.add(one);
            }
        }
        return told;
    }

    /** A container that takes its time to start has no name yet, and keeps nobody else from having one. */
    private ToldEndpoint told(final DockerEndpoint endpoint) throws IOException
    {
        try
        {
            return containers.told(endpoint);
        }
        catch (final SocketTimeoutException e)
        {
            nextNs = clockNs.getAsLong() + RETRY_NS;
            return null;
        }
    }

    private void removeNetworks(final Map<String, DockerNetwork> theirs, final EngineInventory ours) throws IOException
    {
        final Map<String, Network> absent = new HashMap<>();
        final Map<String, Long> graces = new HashMap<>();
        for (final Network network : ours.networks())
        {
            if (!theirs.containsKey(network.id()))
            {
                absent.put(network.id(), network);
                graces.put(network.id(), network.isNamed() ? KNOWN_GRACE_NS : NEW_GRACE_NS);
            }
        }
        for (final String id : absentNetworks.over(graces, clockNs.getAsLong()))
        {
            final Network network = absent.get(id);
            // one that this Docker never showed may be that of another Docker, if this one has no business with us
            if (KNOWN_GRACE_NS == graces.get(id) || api.hasCalled(driver))
            {
                remove("network " + network.name(), () -> engine.removeNetwork(id));
            }
        }
    }

    private void removeEndpoints(final Map<String, DockerNetwork> theirs, final EngineInventory ours)
    {
        final Map<String, EngineEndpoint> absent = new HashMap<>();
        final Map<String, Long> graces = new HashMap<>();
        for (final EngineEndpoint endpoint : ours.endpoints())
        {
            final DockerNetwork network = theirs.get(endpoint.networkId());
            if (null != network && network.endpoints().stream().noneMatch(one -> one.id().equals(endpoint.id())))
            {
                absent.put(endpoint.id(), endpoint);
                graces.put(endpoint.id(), null == endpoint.sandboxKey() ? NEW_GRACE_NS : KNOWN_GRACE_NS);
            }
        }
        for (final String id : absentEndpoints.over(graces, clockNs.getAsLong()))
        {
            final String networkId = absent.get(id).networkId();
            remove("endpoint " + id + " of network " + theirs.get(networkId).name(),
                () -> engine.removeEndpoint(networkId, id));
        }
    }

    private void remove(final String what, final Runnable removal)
    {
        attempt(what + " cannot be removed", () ->
        {
            removal.run();
            LOGGER.info("{}: Docker has it no more; it is removed", what);
        });
    }

    private void attempt(final String failure, final Runnable task)
    {
        try
        {
            task.run();
        }
        catch (final ControlException | IllegalArgumentException e)
        {
            warn(failure + ": " + e.getMessage());
        }
    }

    /** Once, while it is so again and again. */
    private void warn(final String line)
    {
        if (warned.add(line))
        {
            LOGGER.warn(line);
        }
    }
}
