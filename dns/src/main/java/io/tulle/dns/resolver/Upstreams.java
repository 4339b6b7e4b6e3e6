package io.tulle.dns.resolver;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The servers that were asked lately, by address. What is known of one is forgotten when nobody asked it for an hour:
 * containers with servers of their own come and go. Used by the resolver's thread.
 */
final class Upstreams
{
    private static final long FORGET_NS = TimeUnit.HOURS.toNanos(1);
    private static final int CHECKED_ABOVE = 64; // so few need no care

    private final Map<InetSocketAddress, Upstream> upstreams = new HashMap<>();

    Upstream of(final InetSocketAddress address, final long nowNs)
    {
        Upstream upstream = upstreams.get(address);
        if (null == upstream)
        {
            forgetOld(nowNs);
            upstream = new Upstream(address);
            upstreams.put(address, upstream);
        }
        upstream.onUse(nowNs);
        return upstream;
    }

    /** @return whether all of them are known to fail */
    boolean areFailing(final List<InetSocketAddress> servers)
    {
        for (final InetSocketAddress server : servers)
        {
            final Upstream upstream = upstreams.get(server);
            if (null == upstream || !upstream.health().isFailing())
            {
                return false;
            }
        }
        return true;
    }

    /** @return whether one that fails should be asked again, to see if it is back */
    boolean isProbeDue(final List<InetSocketAddress> servers, final long nowNs)
    {
        for (final InetSocketAddress server : servers)
        {
            final Upstream upstream = upstreams.get(server);
            if (null != upstream && upstream.health().isProbeDue(nowNs))
            {
                return true;
            }
        }
        return false;
    }

    boolean isFailing(final InetSocketAddress server)
    {
        return areFailing(List.of(server));
    }

    private void forgetOld(final long nowNs)
    {
        if (upstreams.size() >= CHECKED_ABOVE)
        {
            upstreams.values().removeIf((upstream) -> nowNs - upstream.lastUsedNs() > FORGET_NS);
        }
    }
}
