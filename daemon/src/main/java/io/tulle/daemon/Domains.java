package io.tulle.daemon;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The bridge domains by network id. Changed by the control thread, walked by the conductor for ageing. */
final class Domains
{
    private final Map<String, Domain> byNetworkId = new ConcurrentHashMap<>();

    Domain get(final String networkId)
    {
        return byNetworkId.get(networkId);
    }

    void put(final Domain domain)
    {
        byNetworkId.put(domain.network().id(), domain);
    }

    Domain remove(final String networkId)
    {
        return byNetworkId.remove(networkId);
    }

    Collection<Domain> all()
    {
        return byNetworkId.values();
    }
}
