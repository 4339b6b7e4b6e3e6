package io.tulle.config;

import java.time.Duration;

/** Reads the section {@code dns} of the file. */
final class DnsReader
{
    private static final Keys KEYS =
        Keys.of("dns", "ttl", "servers", "domains", "cache", "serve_stale", "max_pending");
    private static final long MAX_TTL_S = 24 * 3600;
    private static final long MAX_STALE_S = 30 * 24 * 3600; // RFC 8767 section 5 suggests one to three days
    private static final int MAX_CACHE = 1_000_000;
    private static final int MAX_PENDING = 2_000; // an eighth of what the resolver holds for all

    private DnsReader()
    {
    }

    static DnsSpec read(final YamlNode node)
    {
        node.mapOrReport();
        KEYS.check(node);
        final DnsSpec defaults = DnsSpec.DEFAULTS;
        return new DnsSpec(
            node.parse("ttl", Scalars.duration(0, MAX_TTL_S), defaults.ttl()),
            DnsServersReader.read(node.child("servers")),
            DnsServersReader.readDomains(node.child("domains")),
            node.parse("cache", Scalars.integer(0, MAX_CACHE), defaults.cacheEntries()),
            node.parse("serve_stale", DnsReader::stale, defaults.serveStale()),
            node.parse("max_pending", Scalars.integer(1, MAX_PENDING), defaults.maxPending()));
    }

    private static Duration stale(final String text)
    {
        return "off".equals(text) ? Duration.ZERO : Scalars.duration(0, MAX_STALE_S).apply(text);
    }
}
