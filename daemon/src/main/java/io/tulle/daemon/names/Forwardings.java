package io.tulle.daemon.names;

import io.tulle.dns.Forwarding;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives equal sets of upstream servers one object and one number, so that containers which ask the same servers share
 * their answers. Called by the control thread.
 */
final class Forwardings
{
    private final Map<Forwarding, Forwarding> known = new HashMap<>();

    /** @return the one with these servers; its number is its alone while the daemon runs. */
    Forwarding of(final List<InetSocketAddress> servers, final Map<String, List<InetSocketAddress>> domains)
    {
        return known.computeIfAbsent(new Forwarding(0, servers, domains), (key) ->
            new Forwarding(known.size() + 1, key.servers(), key.domains()));
    }
}
