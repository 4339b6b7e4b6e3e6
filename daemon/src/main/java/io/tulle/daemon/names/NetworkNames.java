package io.tulle.daemon.names;

import io.tulle.config.IpAddress;
import io.tulle.config.IpamPool;
import io.tulle.control.Endpoint;
import io.tulle.control.Network;
import io.tulle.control.PublishedPort;
import io.tulle.control.Sandbox;
import io.tulle.dns.zone.Zone;
import io.tulle.dns.zone.ZoneTable;

import java.util.Collection;
import java.util.List;

/** One network with the names on it: turns the model into what workers look up. Changed by control only. */
final class NetworkNames
{
    /** Docker's mark of the network that answers no container names. */
    private static final String DEFAULT_BRIDGE = "com.docker.network.bridge.default_bridge";

    private final Zone zone;
    private Network network;

    NetworkNames(final Network network)
    {
        zone = new Zone(network.name());
        this.network = network;
    }

    Zone zone()
    {
        return zone;
    }

    void network(final Network changed)
    {
        network = changed;
    }

    void put(final int port, final Endpoint endpoint, final List<PublishedPort> services)
    {
    }

    void remove(final int port)
    {
    }

    ZoneTable hosts(final Sandbox sandbox)
    {
        return ZoneTable.EMPTY;
    }

    /** Adds where Tulle itself answers. */
    void addGateways(final Collection<IpAddress> gateways)
    {
        for (final IpamPool pool : network.pools())
        {
            if (network.dns().isEnabled() && null != pool.gateway())
            {
                gateways.add(pool.gateway());
            }
        }
    }
}
