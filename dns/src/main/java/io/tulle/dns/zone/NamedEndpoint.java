package io.tulle.dns.zone;

import java.net.InetAddress;
import java.util.List;

/**
 * What the names of one endpoint are made of, as the daemon knows it.
 *
 * @param container name of the container, or null
 * @param shortId   the first 12 digits of the container's id, or null
 * @param aliases   further names on this network: net-alias, hostname, and whatever else
 * @param ipv4      or null
 * @param ipv6      or null
 * @param services  what it publishes
 */
public record NamedEndpoint(String container, String shortId, List<String> aliases, InetAddress ipv4,
    InetAddress ipv6, List<Service> services)
{
    public NamedEndpoint
    {
        aliases = List.copyOf(aliases);
        services = List.copyOf(services);
    }

    /** A port of the container's own, and its protocol in lower case, such as tcp. */
    public record Service(int containerPort, String protocol)
    {
    }
}
