package io.tulle.control;

import io.tulle.config.Topology;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names what a container engine did not name, and renames it when names become known or a file needs one. Called by
 * the control thread.
 */
final class EngineNames
{
    private static final String SANDBOX = "sandbox-";
    private static final String DEVICE = "tl";
    private static final int DEVICE_DIGITS = 11;

    private EngineNames()
    {
    }

    /** The name that the engine told if nobody has it, else the start of the id. */
    static String free(final EngineNetwork request, final State state)
    {
        final boolean isFree = null != request.name() && null == state.networkNamed(request.name());
        return isFree ? request.name() : numbered(request.id(), state);
    }

    /** The start of the id, and more of it if another network is called that. */
    static String numbered(final String id, final State state)
    {
        String name = shortened(id);
        while (null != state.networkNamed(name) && name.length() < id.length())
        {
            name = id.substring(0, name.length() + 1);
        }
        return name;
    }

    /** What a container is called until its engine tells: by its namespace, with a number if another is called that. */
    static String free(final Path sandboxKey, final State state)
    {
        return free(of(sandboxKey), state);
    }

    /** What it is called while the engine's name for it is not to be had. */
    static String of(final Sandbox sandbox)
    {
        return sandbox.isOfEngine() ? of(sandbox.path()) : SANDBOX + shortened(sandbox.id());
    }

    private static String of(final Path sandboxKey)
    {
        return SANDBOX + shortened(sandboxKey.getFileName().toString());
    }

    private static String free(final String name, final State state)
    {
        int number = 2;
        String free = name;
        while (null != state.sandboxOf(free))
        {
            free = name + "-" + number++;
        }
        return free;
    }

    /** What its device is called unless another's was called that first. */
    static String device(final String endpointId)
    {
        return DEVICE + endpointId.substring(0, Math.min(DEVICE_DIGITS, endpointId.length()));
    }

    /** The device in the namespace of the host: digits of the endpoint's id, the first that no other device has. */
    static String device(final String endpointId, final State state)
    {
        final Set<String> taken =
            state.endpoints().stream().map(Endpoint::interfaceName).collect(Collectors.toUnmodifiableSet());
        for (int start = 0; start + DEVICE_DIGITS <= endpointId.length(); start++)
        {
            final String name = DEVICE + endpointId.substring(start, start + DEVICE_DIGITS);
            if (!taken.contains(name))
            {
                return name;
            }
        }
        throw ControlException.conflict("no name is left for the device of endpoint " + endpointId);
    }

    /** Frees the names that a file declares: networks and containers of engines are called by number again. */
    static void yield(final State state, final Topology topology)
    {
        wanted(state, topology).forEach(network -> state.rename(network, numbered(network.id(), state)));
        state.sandboxes().stream()
            .filter(sandbox -> state.isOfEngine(sandbox) && topology.containers().containsKey(sandbox.container()))
            .forEach(sandbox ->
            {
                state.rename(sandbox, free(of(sandbox), state));
                keepAsAlias(sandbox.container(), sandbox, state);
            });
    }

    /** On its own networks it is still found by the name that its engine told. */
    private static void keepAsAlias(final String told, final Sandbox sandbox, final State state)
    {
        for (final Endpoint endpoint : null == sandbox.engine() ? List.<Endpoint>of() : state.endpointsOf(sandbox))
        {
            final List<String> aliases = new ArrayList<>(endpoint.aliases());
            aliases.add(0, told);
            state.put(endpoint.aliases(aliases));
        }
    }

    private static List<Network> wanted(final State state, final Topology topology)
    {
        return state.networks().stream().filter(
            network -> network.origin().isOfEngine() && topology.networks().containsKey(network.name())).toList();
    }

    private static String shortened(final String id)
    {
        return id.length() > Ids.SHORT_LENGTH ? id.substring(0, Ids.SHORT_LENGTH) : id;
    }
}
