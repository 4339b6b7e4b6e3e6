package io.tulle.config;

import java.util.List;
import java.util.Map;

/**
 * How names are resolved on one network: its key {@code dns}.
 *
 * @param isEnabled false leaves port 53 of the gateway to the host.
 * @param servers   instead of those of the section {@code dns}; empty for those.
 * @param domains   before those of the section {@code dns}.
 */
public record NetworkDns(boolean isEnabled, List<DnsServer> servers, Map<String, List<DnsServer>> domains)
{
    public static final NetworkDns DEFAULTS = new NetworkDns(true, List.of(), Map.of());

    /** {@code dns: false}. */
    public static final NetworkDns OFF = new NetworkDns(false, List.of(), Map.of());

    public NetworkDns
    {
        servers = List.copyOf(servers);
        domains = Ordered.copy(domains);
    }
}
