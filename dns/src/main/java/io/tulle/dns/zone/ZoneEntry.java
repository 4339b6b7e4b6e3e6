package io.tulle.dns.zone;

import java.net.InetAddress;
import java.util.List;

/**
 * One name with all that it stands for, as the control thread builds it. A name in a table answers every type: with
 * nothing, if it has no such record.
 *
 * @param name      without the last dot; whatever its case
 * @param addresses of both families, no one twice; answers rotate them
 * @param pointer   what a reverse name points to, or null
 * @param services  for a name like _80._tcp.web
 * @param source    for a reader: who the name belongs to, such as a container or an option
 */
public record ZoneEntry(String name, List<InetAddress> addresses, String pointer, List<Service> services,
    String source)
{
    public ZoneEntry
    {
        addresses = List.copyOf(addresses);
        services = List.copyOf(services);
    }

    /** An SRV record (RFC 2782) with priority and weight 0. */
    public record Service(int port, String target)
    {
    }

    /** A name that has addresses only. */
    public static ZoneEntry of(final String name, final List<InetAddress> addresses, final String source)
    {
        return new ZoneEntry(name, addresses, null, List.of(), source);
    }
}
