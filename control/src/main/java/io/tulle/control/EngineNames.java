package io.tulle.control;

import java.nio.file.Path;
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
        return isFree ? request.name() : shortened(request.id());
    }

    /** What a container is called until its engine tells. */
    static String of(final Path sandboxKey)
    {
        return SANDBOX + shortened(sandboxKey.getFileName().toString());
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

    /** Takes names that a file declares from networks and containers of engines: they are called by number again. */
    static void yield(final State state, final Set<String> networks, final Set<String> containers)
    {
        state.networks().stream()
            .filter(network -> network.origin().isOfEngine() && networks.contains(network.name()))
            .forEach(network -> state.rename(network, network.shortId()));
        state.sandboxes().stream()
            .filter(sandbox -> state.isOfEngine(sandbox) && containers.contains(sandbox.container()))
            .forEach(sandbox -> state.rename(sandbox, of(sandbox)));
    }

    private static String of(final Sandbox sandbox)
    {
        return sandbox.isOfEngine() ? of(sandbox.path()) : SANDBOX + shortened(sandbox.id());
    }

    private static String shortened(final String id)
    {
        return id.length() > Ids.SHORT_LENGTH ? id.substring(0, Ids.SHORT_LENGTH) : id;
    }
}
