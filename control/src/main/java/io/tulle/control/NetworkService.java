package io.tulle.control;

import io.tulle.config.Cidr;
import io.tulle.config.NatSpec;
import io.tulle.config.PortMapping;
import io.tulle.config.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * What a user can ask of networks and containers. Any thread may call it: each call runs on the one control thread,
 * and its caller waits for the result. So the model has one writer, and needs no lock.
 */
public final class NetworkService implements AutoCloseable
{
    private static final Logger LOGGER = LoggerFactory.getLogger(NetworkService.class);

    private final ControlThread thread = new ControlThread();
    private final SubnetPools pools = new SubnetPools(UlaPrefix.ofHost());
    private final List<String> loadProblems = new ArrayList<>();
    private final StateStore store;
    private final State state;
    private final Fabric fabric;
    private final Supplier<List<Cidr>> hostRoutes;
    private final Finder finder;
    private final FixedSections fixed = new FixedSections();
    private final EngineService engine;
    private final IpamService ipam;
    private final AttachService attach;

    /**
     * Reads the saved state; {@link #restore} gives it to the Fabric.
     *
     * @param topologyName the name of this instance, until a topology says otherwise
     * @param stateDir     where state.json is kept; made if it is missing
     * @param hostRoutes   the host's own subnets, which automatic pools must not overlap; read when a pool is chosen
     */
    public NetworkService(
        final String topologyName, final Path stateDir, final Fabric fabric, final Supplier<List<Cidr>> hostRoutes)
    {
        this.fabric = fabric;
        this.hostRoutes = hostRoutes;
        store = new StateStore(stateDir);
        final State saved = store.load(loadProblems);
        state = null == saved ? new State(topologyName) : saved;
        finder = new Finder(state);
        engine = new EngineService(thread, state, store, fabric);
        ipam = new IpamService(thread, state, store, fabric, pools, hostRoutes);
        attach = new AttachService(thread, state, store, fabric, this::resolver);
    }

    /** What Docker's network driver asks. */
    public EngineService engine()
    {
        return engine;
    }

    /** What Docker's IPAM driver asks. */
    public IpamService ipam()
    {
        return ipam;
    }

    /** What podman and CNI ask. */
    public AttachService attach()
    {
        return attach;
    }

    /** Once, after a start: every saved network and endpoint goes to the Fabric again; what cannot is dropped. */
    public RestoreReport restore()
    {
        return thread.call(() -> new Restorer(state, store, fabric).restore(loadProblems));
    }

    /** What {@link #apply} would do now. */
    public Plan plan(final Topology topology)
    {
        return thread.call(() -> planNow(topology));
    }

    /** Makes Tulle match the file; what is unchanged is not touched, and one container's failure stops no other. */
    public ApplyReport apply(final Topology topology)
    {
        return thread.call(() ->
        {
            final boolean isYielded = new Renamer(state, fabric).yield(topology);
            final Plan plan = planNow(topology);
            final boolean isRenamed = isYielded || !topology.name().equals(state.topologyName());
            state.topologyName(topology.name());
            if (isRenamed && plan.isEmpty())
            {
                store.save(state);
            }
            return new Applier(state, store, fabric).apply(plan).with(fixed.problems(topology));
        });
    }

    /** All networks, by name. */
    public List<NetworkRow> networks()
    {
        return thread.call(() -> new Listings(state, fabric).networks());
    }

    /** One network with its endpoints, by name, id or unique start of an id. */
    public NetworkDetails inspect(final String network)
    {
        return thread.call(() ->
        {
            final Network found = finder.network(network);
            return new NetworkDetails(found, state.endpointsOf(found));
        });
    }

    /** Makes a network live. */
    public Network createNetwork(final CreateNetwork request)
    {
        return thread.call(() -> new Networks(state, store, fabric).create(request, resolver()));
    }

    /** Removes a network that has no endpoints. */
    public void removeNetwork(final String network)
    {
        thread.run(() -> new Networks(state, store, fabric).remove(finder.network(network)));
    }

    /** Joins a running container to one more network. */
    public Endpoint connect(final Connect request)
    {
        return thread.call(() -> new Connector(state, store, fabric)
            .connect(finder.network(request.network()), finder.sandbox(request.container()), request));
    }

    /** Takes a container off a network; force forgets the endpoint even if its device cannot be removed. */
    public void disconnect(final String network, final String container, final boolean force)
    {
        thread.run(() -> new Connector(state, store, fabric)
            .disconnect(finder.network(network), finder.sandbox(container), force));
    }

    /** Publishes a port of a running container; it is returned with its host port chosen. */
    public PublishedPort publish(final String container, final PortMapping mapping)
    {
        return thread.call(() -> new Publisher(state, store, fabric).publish(finder.sandbox(container), mapping));
    }

    /**
     * Takes published ports back.
     *
     * @param port HOST-PORT[-END][:CONTAINER-PORT[-END]][/PROTOCOL]
     */
    public void unpublish(final String container, final String port)
    {
        thread.run(() -> new Publisher(state, store, fabric).unpublish(finder.sandbox(container), port));
    }

    /** What is reachable from where, by host port; of one container, or of all for null. */
    public List<PortRow> ports(final String container)
    {
        return thread.call(() -> new Publisher(state, store, fabric)
            .rows(null == container ? null : finder.sandbox(container).container()));
    }

    /** Ends sessions and returns how many. */
    public int flushSessions(final SessionQuery query)
    {
        final SessionQuery named = named(query);
        return thread.call(() -> fabric.flushSessions(named));
    }

    /** The query with the container's name for whatever the user wrote. */
    SessionQuery named(final SessionQuery query)
    {
        return null == query.container() ? query :
            query.container(thread.call(() -> finder.sandbox(query.container()).container()));
    }

    /** The network's name for whatever the user wrote. */
    String networkNamed(final String network)
    {
        return thread.call(() -> finder.network(network).name());
    }

    /** The container whose resolver this one has: its own, or that of the namespace's owner; null stays null. */
    String resolverOf(final String container)
    {
        return null == container ? null : thread.call(() -> finder.resolverOf(container));
    }

    /** How addresses are translated now. */
    public NatSpec nat()
    {
        return thread.call(state::nat);
    }

    /** All containers, by name. */
    public List<ContainerRow> containers()
    {
        return thread.call(() -> new Listings(state, fabric).containers());
    }

    /** The filtering database of a network. */
    public List<FdbEntry> fdb(final String network)
    {
        return thread.call(() -> fabric.fdb(finder.network(network).id()));
    }

    /**
     * Removes every endpoint, sandbox and network, and the state file last; one line for each thing that failed. What
     * Docker told of its networks stays on disk, since it tells that once.
     */
    public List<String> down()
    {
        return thread.call(() -> new Removal(state, store, fabric).removeAll());
    }

    /** The endpoint's device died: it leaves the state, and a later apply makes it anew. Returns at once. */
    public void endpointLost(final String endpointId)
    {
        thread.post(() -> log(() -> new Losses(state, store, fabric).endpointLost(endpointId)));
    }

    /** The sandbox's namespace vanished: it leaves the state with its endpoints. Returns at once. */
    public void sandboxLost(final String sandboxId)
    {
        thread.post(() -> log(() -> new Losses(state, store, fabric).sandboxLost(sandboxId)));
    }

    /** The sandbox's namespace, which was not there yet when it was opened, is there. Returns at once. */
    public void sandboxFound(final String sandboxId, final NamespaceIdentity identity)
    {
        thread.post(() -> log(() ->
        {
            final Sandbox sandbox = state.sandbox(sandboxId);
            if (null != sandbox) // else closed on purpose in the meantime
            {
                state.put(sandbox.opened(sandbox.path(), sandbox.createdByUs(), identity));
                store.save(state);
            }
            return List.of();
        }));
    }

    /** Does something of the Fabric's own on the control thread, some time later. Returns at once. */
    public void later(final Runnable note)
    {
        thread.post(() -> log(() ->
        {
            note.run();
            return List.of();
        }));
    }

    /** The name of the topology that was applied or restored last. */
    public String topologyName()
    {
        return thread.call(state::topologyName);
    }

    /** Ends the control thread; leaves devices and state as they are. */
    @Override
    public void close()
    {
        thread.close();
    }

    private Plan planNow(final Topology topology)
    {
        return new Planner(state, fabric).plan(topology, resolver());
    }

    private NetworkResolver resolver()
    {
        return new NetworkResolver(pools, hostRoutes);
    }

    private static void log(final Callable<List<String>> loss)
    {
        try
        {
            loss.call().forEach(LOGGER::warn);
        }
        catch (final Exception e)
        {
            LOGGER.error("a loss could not be recorded: {}", e.getMessage()); // nobody waits for this call
        }
    }
}
