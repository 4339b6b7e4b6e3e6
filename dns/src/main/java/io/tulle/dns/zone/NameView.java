package io.tulle.dns.zone;

import io.tulle.dns.Forwarding;

import java.util.List;

/**
 * What the container behind one switch port sees of names. Immutable; made by the control thread, read by workers and
 * the resolver.
 *
 * @param port       the switch port that it asks by
 * @param container  its name, for logs
 * @param network    the network that the port is on, for logs
 * @param mtu        of that network, in bytes
 * @param routerMac  the gateway's MAC address there, which answers come from
 * @param hosts      names that only this container has, such as extra_hosts and host.docker.internal; asked first
 * @param zones      of its networks, the default route's first; the first one that has the name answers
 * @param forwarding who is asked for all other names
 * @param forwarded  domains of the forwarding, where even names that never leave the host are asked for
 */
public record NameView(int port, String container, String network, int mtu, long routerMac, ZoneTable hosts,
    List<Zone> zones, Forwarding forwarding, DomainSet forwarded)
{
    public NameView
    {
        zones = List.copyOf(zones);
    }

    public NameView(final int port, final String container, final String network, final int mtu,
        final long routerMac, final ZoneTable hosts, final List<Zone> zones, final Forwarding forwarding)
    {
        this(port, container, network, mtu, routerMac, hosts, zones, forwarding,
            DomainSet.of(forwarding.domains().keySet()));
    }
}
