package io.tulle.control;

import io.tulle.config.DnsSpec;
import io.tulle.config.NatSpec;
import io.tulle.config.UplinkSpec;

import java.util.List;

/**
 * Makes real what the model says: bridge domains, namespaces, devices, addresses, routes, uplinks, published ports. The
 * daemon implements it. Every method is idempotent, returns when it is done, throws {@link FabricException} when it
 * cannot be done, and is called by the control thread alone. An implementation must not call {@link NetworkService}
 * from inside one of these methods, except {@link NetworkService#endpointLost} and {@link NetworkService#sandboxLost},
 * which only leave a note.
 */
public interface Fabric
{
    /** Makes the bridge domain. */
    void createNetwork(Network network);

    /** Changes what can change without touching an endpoint: icc, source guard, ageing, internal, ranges, labels. */
    void updateNetwork(Network network);

    /** Removes the bridge domain; its endpoints are gone by then. Removing what is not there is no failure. */
    void removeNetwork(Network network);

    /**
     * Makes the namespace for {@code create} (named /run/netns/TOPOLOGY-CONTAINER), finds it otherwise; lo comes up.
     *
     * @return the sandbox with path, createdByUs and identity filled in
     */
    Sandbox openSandbox(Sandbox sandbox);

    /** Forgets the namespace, and removes it if {@link Sandbox#createdByUs()}. */
    void closeSandbox(Sandbox sandbox);

    /** Makes or re-attaches the TAP, gives it name, MAC, MTU and addresses, and adds the switch port. */
    void attach(Network network, Sandbox sandbox, Endpoint endpoint);

    /** Removes the switch port and the TAP, whether or not the namespace still exists. */
    void detach(Network network, Sandbox sandbox, Endpoint endpoint);

    /** Gives the sandbox the default routes of the owner's network; without one (null, null) takes them away. */
    void setDefaultGateway(Sandbox sandbox, Endpoint owner, Network network);

    /** The filtering database of a network. */
    List<FdbEntry> fdb(String networkId);

    /** True while the endpoint's device lives and its switch port is in place. */
    boolean isAttached(String endpointId);

    /**
     * Makes a way out of the host. Networks that name it have one from now on; those that are there already, too. A
     * name that exists gets this spec instead, and loses the sessions of the old one.
     */
    default void createUplink(final UplinkSpec uplink)
    {
        throw new FabricException("uplinks are not supported");
    }

    /** Takes a way out away, with its sessions; networks that name it have none until it is back. */
    default void removeUplink(final String name)
    {
        throw new FabricException("uplinks are not supported");
    }

    /**
     * Sets how addresses are translated; sessions that exist get the new timeouts with their next packet. A table of
     * another size than that of the start cannot be had: a FabricException says to start Tulle again.
     */
    default void updateNat(final NatSpec nat)
    {
        throw new FabricException("translation is not supported");
    }

    /**
     * Sets how names are resolved; the next question sees it. Sizes of tables cannot change: a FabricException says to
     * start Tulle again.
     */
    default void updateDns(final DnsSpec dns)
    {
        throw new FabricException("names are not supported");
    }

    /** Changes what can change without touching the namespace: the container's names and its resolver. */
    default void updateSandbox(final Sandbox sandbox)
    {
        throw new FabricException("names are not supported");
    }

    /** Changes what can change without touching the device: the names of an endpoint that is attached. */
    default void updateEndpoint(final Network network, final Sandbox sandbox, final Endpoint endpoint)
    {
        throw new FabricException("names are not supported");
    }

    /**
     * Serves a port of a container on the host. A call for a port that is served already, perhaps by another endpoint,
     * replaces it. A port that cannot be had is a FabricException in Docker's words:
     * {@code Bind for 0.0.0.0:8080 failed: port is already allocated}.
     *
     * @param network  of the endpoint
     * @param endpoint the owner of the sandbox's default route: what comes in leads to its addresses
     * @return the port with its host port {@link PublishedPort#chosen}, if that {@link PublishedPort#isToChoose}
     */
    default PublishedPort publish(
        final Network network, final Sandbox sandbox, final Endpoint endpoint, final PublishedPort port)
    {
        throw new FabricException("published ports are not supported");
    }

    /**
     * Ends what publish began, with its sessions; called before the endpoint is detached. A port that this sandbox does
     * not publish is no failure, and another's is not touched.
     */
    default void unpublish(final Sandbox sandbox, final PublishedPort port)
    {
        throw new FabricException("published ports are not supported");
    }

    /** Removes a device of the host whose endpoint nobody knows any more; what is not there is no failure. */
    default void removeLeftover(final String deviceName)
    {
    }

    /** Runs a task that publishes and unpublishes ports, however many; all are in effect when it returns. */
    default void together(final Runnable task)
    {
        task.run();
    }

    /** A {@link FabricException} if the endpoint's interface is not as attach made it: name, MAC, up, addresses. */
    default void check(final Network network, final Sandbox sandbox, final Endpoint endpoint)
    {
        throw new FabricException("interfaces cannot be checked");
    }

    /** What the endpoint's interface is called by now: Docker moves it, and names it again. */
    default String interfaceName(final Endpoint endpoint)
    {
        return endpoint.interfaceName();
    }

    /** How many sessions the endpoint has now, as its limits count them. */
    default int sessions(final String endpointId)
    {
        return 0;
    }

    /** Ends every session that {@link SessionQuery#matches}; the limit means nothing here. Returns how many. */
    default int flushSessions(final SessionQuery query)
    {
        throw new FabricException("sessions are not supported");
    }

    /**
     * True while the namespace that was opened is still the one behind the sandbox's path; of a container engine's that
     * was not there yet when it was opened, while there is one.
     */
    default boolean isOpen(final Sandbox sandbox)
    {
        final NamespaceIdentity now = null == sandbox.path() ? null : NamespaceIdentity.of(sandbox.path());
        return null != now && (null == sandbox.identity() && sandbox.isOfEngine() ? now.isNamespace() :
            now.equals(sandbox.identity()));
    }
}
