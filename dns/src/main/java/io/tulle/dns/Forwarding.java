package io.tulle.dns;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * Who is asked for names that are not of containers. Immutable; equal ones are the same object, so that answers which
 * one container got serve another that asks the same servers.
 *
 * @param id      number of this set of servers, unique while the daemon runs; answers are cached by it
 * @param servers in order of preference; empty for none
 * @param domains other servers for names at or below a domain; the longest domain that fits decides. Lower case, no
 *                dot at the end. An empty list of servers means that such names do not exist.
 */
public record Forwarding(int id, List<InetSocketAddress> servers, Map<String, List<InetSocketAddress>> domains)
{
    /** Nobody is asked: for containers on internal networks only. */
    public static final Forwarding PROHIBITED = new Forwarding(0, List.of(), Map.of());

    public Forwarding
    {
        servers = List.copyOf(servers);
        domains = Map.copyOf(domains);
    }
}
