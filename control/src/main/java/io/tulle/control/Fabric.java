package io.tulle.control;

import java.nio.file.Path;
import java.util.List;

/**
 * Makes real what the model says: bridge domains, namespaces, devices, addresses and routes. The daemon implements it.
 * Every method is idempotent, returns when it is done, throws {@link FabricException} when it cannot be done, and is
 * called by the control thread alone. An implementation must not call {@link NetworkService} from inside one of these
 * methods, except {@link NetworkService#endpointLost} and {@link NetworkService#sandboxLost}, which only leave a note.
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

    /** True while the namespace that was opened is still the one behind the sandbox's path. */
    default boolean isOpen(final Sandbox sandbox)
    {
        final Path path = sandbox.path();
        return null != path && null != sandbox.identity() && sandbox.identity().equals(NamespaceIdentity.of(path));
    }
}
