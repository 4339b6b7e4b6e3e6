package io.tulle.control;

import io.tulle.config.Attachment;
import io.tulle.config.ContainerSpec;
import io.tulle.config.NetworkMode;
import io.tulle.config.Topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects every endpoint that there is to be: those of the file, and those made live that still have their network
 * and their container. What is left of the present ones is to go. Called by the control thread.
 */
final class WantedEndpoints
{
    /** Compose's order: the highest priority first, then by name. */
    private static final Comparator<Attachment> CONNECTING = Comparator
        .comparingInt(Attachment::priority).reversed().thenComparing(Attachment::network);

    private final State current;
    private final State draft;
    private final Map<String, Map<String, Endpoint>> left = new HashMap<>(); // by container, by network's name
    private final List<WantedEndpoint> wanted = new ArrayList<>();

    /** @param draft with the networks and sandboxes that there will be */
    WantedEndpoints(final State current, final State draft)
    {
        this.current = current;
        this.draft = draft;
    }

    void collect(final Topology topology)
    {
        for (final Endpoint endpoint : current.endpoints())
        {
            if (!endpoint.origin().isOfEngine())
            {
                left.computeIfAbsent(endpoint.container(), name -> new HashMap<>())
                    .put(current.network(endpoint.networkId()).name(), endpoint);
            }
        }
        topology.containers().values().forEach(this::collect);
    }

    List<WantedEndpoint> wanted()
    {
        return wanted;
    }

    /** The endpoints that nobody wants any more. */
    Collection<Endpoint> unwanted()
    {
        return left.values().stream().flatMap(byNetwork -> byNetwork.values().stream()).toList();
    }

    private void collect(final ContainerSpec spec)
    {
        if (!(spec.mode() instanceof NetworkMode.Bridge))
        {
            return;
        }
        final Map<String, Endpoint> present = left.getOrDefault(spec.name(), new HashMap<>());
        spec.networks().values().stream().sorted(CONNECTING)
            .forEach(attachment -> want(spec, attachment, present.remove(attachment.network()), Origin.FILE));
        for (final Map.Entry<String, Endpoint> entry : List.copyOf(present.entrySet()))
        {
            final Endpoint endpoint = entry.getValue();
            if (Origin.API == endpoint.origin() && null != draft.networkNamed(entry.getKey()))
            {
                present.remove(entry.getKey());
                want(spec, asMade(entry.getKey(), endpoint), endpoint, Origin.API);
            }
        }
    }

    private void want(
        final ContainerSpec spec, final Attachment attachment, final Endpoint present, final Origin origin)
    {
        final Network network = draft.networkNamed(attachment.network());
        if (null != network) // or it was refused, which is a problem of its own
        {
            wanted.add(new WantedEndpoint(draft.sandboxOf(spec.name()), network, attachment, present, origin));
        }
        else if (null != present)
        {
            left.get(spec.name()).put(attachment.network(), present);
        }
    }

    /** What a live connection asked for, as far as its endpoint tells. */
    private static Attachment asMade(final String network, final Endpoint endpoint)
    {
        final boolean hasOwnMac = !endpoint.mac().equals(MacAddresses.of(endpoint.ipv4(), endpoint.ipv6()));
        return new Attachment(network, null, null, hasOwnMac ? endpoint.mac() : null, endpoint.aliases(),
            endpoint.priority(), endpoint.gwPriority(), endpoint.driverOpts(), null, null);
    }
}
