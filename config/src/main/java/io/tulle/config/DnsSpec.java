package io.tulle.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How names are resolved, for every network: the section {@code dns} of the file.
 *
 * @param ttl           of answers about containers.
 * @param servers       that are asked for other names; empty means those of the host's resolv.conf, at any time.
 * @param domains       other servers for names below a domain, lower case; no servers means that such names do not
 *                      exist.
 * @param cacheEntries  answers of servers that are kept.
 * @param serveStale    how long an answer is kept past its time for when no server answers; zero for never.
 * @param maxPending    questions of one container that may wait for servers at once.
 */
public record DnsSpec(Duration ttl, List<DnsServer> servers, Map<String, List<DnsServer>> domains, int cacheEntries,
    Duration serveStale, int maxPending)
{
    public static final DnsSpec DEFAULTS = new DnsSpec(
        Duration.ofSeconds(5), // Docker says 600 s, and its clients keep asking the dead
        List.of(),
        Map.of(),
        16_384, // some 10 MiB
        Duration.ofDays(1), // RFC 8767 section 5: one to three days
        1_000); // about what Docker allows

    public DnsSpec
    {
        servers = List.copyOf(servers);
        domains = Ordered.copy(domains);
    }
}
