package io.tulle.daemon;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;
import io.tulle.config.PortMapping;
import io.tulle.config.PortRange;
import io.tulle.config.Protocol;
import io.tulle.control.Endpoint;
import io.tulle.control.InterfaceAddress;
import io.tulle.control.Network;
import io.tulle.control.PublishedPort;
import io.tulle.daemon.relay.Reservation;
import io.tulle.daemon.router.NetAddresses;
import io.tulle.daemon.router.RouterParts;
import io.tulle.daemon.uplink.PublishedRange;
import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.nat.conntrack.Direction;
import io.tulle.nat.conntrack.SessionDescriptor;
import io.tulle.nat.gateway.Address;
import io.tulle.nat.gateway.Prefix;
import io.tulle.nat.mapping.StaticMapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Serves published ports: a socket of the host reserves each one and serves the host's own clients, a static mapping
 * brings everyone else to the container. Called by the control thread.
 */
final class PublishedPorts
{
    private static final Prefix[] EVERYONE = {};
    /** Queries have the identifier as source port, and no destination port. */
    private static final int ECHO_REQUEST = 0;

    private final HostReservations reservations;
    private final RouterParts router;
    private final Uplinks uplinks;
    private final Map<Key, Served> served = new LinkedHashMap<>();
    private int tasksTogether;

    PublishedPorts(final HostReservations reservations, final RouterParts router, final Uplinks uplinks)
    {
        this.reservations = reservations;
        this.router = router;
        this.uplinks = uplinks;
    }

    /** @param endpointPort the endpoint's switch port. @return the port as it is served, its host port chosen. */
    PublishedPort publish(final Network network, final Endpoint endpoint, final int endpointPort,
        final PublishedPort port)
    {
        withdraw(port);
        final List<StaticMapping> mappings = new ArrayList<>();
        addRouted(mappings, network, endpoint.ipv4(), endpointPort, port);
        addRouted(mappings, network, endpoint.ipv6(), endpointPort, port);
        if (!network.options().isOnHost(null != endpoint.ipv4(), null != endpoint.ipv6()))
        {
            final PublishedPort atContainer = port.chosen(port.containerPort());
            served.put(Key.of(port), new Served(atContainer, null, mappings));
            settle();
            return atContainer;
        }
        final Reservation reservation = reservations.reserve(endpoint, port);
        final PublishedPort chosen = port.isToChoose() ? port.chosen(reservation.firstPort()) : port;
        mappings.addAll(mappings(network, endpoint, endpointPort, chosen));
        served.put(Key.of(port), new Served(chosen, reservation, mappings));
        settle();
        return chosen;
    }

    /** The host hears of all that a task changes at its end: that takes longer than anything else. */
    void together(final Runnable task)
    {
        tasksTogether++;
        try
        {
            task.run();
        }
        finally
        {
            tasksTogether--;
            tellHost();
        }
    }

    /** Ends its sessions, too. */
    void unpublish(final PublishedPort port)
    {
        withdraw(port);
        settle();
    }

    private void withdraw(final PublishedPort port)
    {
        final Served before = served.remove(Key.of(port));
        if (null != before)
        {
            settle(); // no worker begins another session, then those that there are end
            if (null != before.reservation)
            {
                before.reservation.close();
            }
            router.sessions().forEach((session) -> removeIfOf(before, session));
        }
    }

    private void settle()
    {
        router.context().staticMappings().set(
            served.values().stream().flatMap((one) -> one.mappings.stream()).toList());
        tellHost();
    }

    private void tellHost()
    {
        if (0 == tasksTogether)
        {
            uplinks.onPublished(served.values().stream().flatMap(PublishedPorts::ranges).toList());
        }
    }

    private static Stream<PublishedRange> ranges(final Served one)
    {
        final IpAddress hostIp = one.port.hostIp();
        final IpAddress address = null == hostIp || hostIp.isUnspecified() ? null : hostIp;
        final PortRange ports = new PortRange(one.port.hostPort(), one.port.hostPortEnd());
        return one.mappings.stream()
            .map((mapping) -> !new Address(mapping.internalHigh(), mapping.internalLow()).isIpv4()).distinct()
            .map((isV6) -> new PublishedRange(one.port.protocol(), isV6, address, ports));
    }

    private void removeIfOf(final Served one, final SessionDescriptor session)
    {
        for (final StaticMapping mapping : one.mappings)
        {
            final int externalPort = session.destinationPort(Direction.ORIGINAL);
            if (session.protocol() == mapping.protocol() && session.egressPort(Direction.ORIGINAL) ==
                mapping.endpointPort() && externalPort >= mapping.firstPort() && externalPort <= mapping.lastPort() &&
                session.sourcePort(Direction.REPLY) == mapping.internalPort(externalPort))
            {
                router.sessions().remove(session.session());
            }
        }
    }

    /** A port of a loopback address is for the host alone, whatever frames arrive. */
    private static List<StaticMapping> mappings(final Network network, final Endpoint endpoint,
        final int endpointPort, final PublishedPort port)
    {
        final List<StaticMapping> mappings = new ArrayList<>();
        if (null == port.hostIp() || !port.hostIp().isLoopback())
        {
            add(mappings, network.options().isRouted(false) ? null : endpoint.ipv4(), endpointPort, port);
            add(mappings, network.options().isRouted(true) ? null : endpoint.ipv6(), endpointPort, port);
        }
        return mappings;
    }

    /** The container's own address has the port; who can send there may also ping it, as with Docker. */
    private static void addRouted(final List<StaticMapping> mappings, final Network network,
        final InterfaceAddress internal, final int endpointPort, final PublishedPort port)
    {
        if (null != internal && network.options().isRouted(internal.address().isV6()))
        {
            final Address address = NetAddresses.of(internal.address());
            mappings.add(new StaticMapping(protocol(port.protocol()), address.high(), address.low(),
                port.containerPort(), port.containerPortEnd(), endpointPort, address.high(), address.low(),
                port.containerPort(), allowed(port.allow())));
            mappings.add(new StaticMapping(internal.address().isV6() ? IpProtocol.ICMPV6 : IpProtocol.ICMP,
                address.high(), address.low(), ECHO_REQUEST, ECHO_REQUEST, endpointPort, address.high(), address.low(),
                ECHO_REQUEST,
                allowed(port.allow())));
        }
    }

    private static void add(final List<StaticMapping> mappings, final InterfaceAddress internal,
        final int endpointPort, final PublishedPort port)
    {
        final IpAddress hostIp = port.hostIp();
        if (null != internal && (null == hostIp || hostIp.isV6() == internal.address().isV6()))
        {
            final Address address = NetAddresses.of(internal.address());
            final Address external = null == hostIp || hostIp.isUnspecified() ? new Address(0, 0) :
                NetAddresses.of(hostIp);
            mappings.add(new StaticMapping(protocol(port.protocol()), external.high(), external.low(),
                port.hostPort(), port.hostPortEnd(), endpointPort, address.high(), address.low(),
                port.containerPort(), allowed(port.allow())));
        }
    }

    private static Prefix[] allowed(final List<Cidr> allow)
    {
        return allow.stream().map(NetAddresses::of).toList().toArray(EVERYONE);
    }

    private static int protocol(final Protocol protocol)
    {
        switch (protocol)
        {
            case UDP:
                return IpProtocol.UDP;
            case SCTP:
                return IpProtocol.SCTP;
            default:
                return IpProtocol.TCP;
        }
    }

    /** What a container published: the same words again replace it. */
    private record Key(String sandboxId, PortMapping asked)
    {
        static Key of(final PublishedPort port)
        {
            return new Key(port.sandboxId(), port.asked());
        }
    }

    /** A port with all that serves it. */
    private record Served(PublishedPort port, Reservation reservation, List<StaticMapping> mappings)
    {
    }
}
