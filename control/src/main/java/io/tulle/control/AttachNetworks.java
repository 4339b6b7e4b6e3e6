package io.tulle.control;

import io.tulle.config.IpamPool;
import io.tulle.config.NetworkDns;
import io.tulle.config.NetworkSpec;

import java.util.List;
import java.util.Objects;

/** Makes networks for the first container that an engine puts on them. Called by the control thread. */
final class AttachNetworks
{
    private final State state;
    private final StateStore store;
    private final Fabric fabric;
    private final NetworkResolver resolver;

    AttachNetworks(
        final State state, final StateStore store, final Fabric fabric, final NetworkResolver resolver)
    {
        this.state = state;
        this.store = store;
        this.fabric = fabric;
        this.resolver = resolver;
    }

    /** The network that is meant, made if need be. */
    Network of(final EngineNetwork wanted, final NetworkDns dns)
    {
        final Network current = state.network(wanted.id());
        final String name = null == current ? freeName(wanted) : current.name();
        final NetworkSpec spec = NetworkRequest.spec(words(wanted, name));
        if (null == current)
        {
            return new Networks(state, store, fabric).create(spec.dns(dns), wanted.id(), Origin.ATTACH, resolver);
        }
        checkSame(current, spec);
        return dns.equals(current.dns()) ? current : update(current, dns);
    }

    /** False if there is no such network of an engine. */
    boolean update(final String name, final NetworkDns dns)
    {
        final List<Network> found = state.networks().stream().filter(network -> Origin.ATTACH == network.origin() &&
            (network.name().equals(name) || network.name().equals(longName(name, network.id())))).toList();
        found.forEach(network -> update(network, dns));
        return !found.isEmpty();
    }

    private Network update(final Network network, final NetworkDns dns)
    {
        final Network updated = network.dns(dns);
        try
        {
            fabric.updateNetwork(updated);
        }
        catch (final FabricException e)
        {
            throw ControlException.failed("network " + network.name() + ": " + e.getMessage());
        }
        state.put(updated);
        store.save(state);
        return updated;
    }

    private String freeName(final EngineNetwork wanted)
    {
        return null == state.networkNamed(wanted.name()) ? wanted.name() : longName(wanted.name(), wanted.id());
    }

    private static String longName(final String name, final String id)
    {
        return name + "-" + id.substring(0, Ids.SHORT_LENGTH);
    }

    private static CreateNetwork words(final EngineNetwork wanted, final String name)
    {
        final List<CreateNetwork.Pool> pools = wanted.pools().stream().map(AttachNetworks::words).toList();
        return new CreateNetwork(name, wanted.internal(), true, wanted.enableIpv4(), wanted.enableIpv6(), pools,
            wanted.options(), wanted.labels());
    }

    private static CreateNetwork.Pool words(final IpamPool pool)
    {
        return new CreateNetwork.Pool(pool.subnet().toString(), text(pool.ipRange()), text(pool.gateway()), null);
    }

    private static String text(final Object value)
    {
        return null == value ? null : value.toString();
    }

    /** What containers have on it cannot change under them; Docker knows of no containers but its own. */
    private static void checkSame(final Network current, final NetworkSpec spec)
    {
        if (Origin.ATTACH != current.origin())
        {
            throw ControlException.conflict("network " + current.name() + " with this id is not of podman or CNI; " +
                "give theirs another id");
        }
        final boolean isSame = current.internal() == spec.internal() && current.enableIpv4() == spec.enableIpv4() &&
            current.enableIpv6() == spec.enableIpv6() && current.options().equals(spec.options()) &&
            isSame(current.ipv4Pool(), spec.pool(false)) && isSame(current.ipv6Pool(), spec.pool(true));
        if (!isSame)
        {
            throw ControlException.conflict("network " + current.name() + " has containers already, and was made " +
                "with other settings; take them off first, or give the settings that it has");
        }
    }

    private static boolean isSame(final IpamPool current, final IpamPool wanted)
    {
        return null == wanted || current.subnet().equals(wanted.subnet()) &&
            current.gateway().equals(wanted.gatewayOrLowest()) && Objects.equals(current.ipRange(), wanted.ipRange());
    }
}
