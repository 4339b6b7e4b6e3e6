package io.tulle.daemon;

import io.tulle.config.Cidr;
import io.tulle.config.IpAddress;
import io.tulle.config.PortRange;
import io.tulle.control.Endpoint;
import io.tulle.control.FabricException;
import io.tulle.control.InterfaceAddress;
import io.tulle.control.PublishedPort;
import io.tulle.daemon.relay.PortRelay;
import io.tulle.daemon.relay.PortTakenException;
import io.tulle.daemon.relay.Reservation;
import io.tulle.daemon.router.NetAddresses;
import io.tulle.daemon.router.RouterParts;
import io.tulle.nat.gateway.Address;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Predicate;

/**
 * Takes a published port on the host, so that nobody else can have it: by a socket that serves the host's own clients,
 * or, on an address that is Tulle's own, by a note. Called by the control thread.
 */
final class HostReservations
{
    /** Where any free port of an address without sockets is looked for: RFC 6335 6, dynamic ports. */
    private static final PortRange FREE = new PortRange(49_152, 65_535);

    private static final int MAX_TRIES = 32;
    private static final int MAX_PORT = 65_535;

    private final PortRelay relay;
    private final RouterParts router;
    private final Predicate<IpAddress> isOwn;

    /** @param isOwn whether an address is Tulle's own on an uplink */
    HostReservations(final PortRelay relay, final RouterParts router, final Predicate<IpAddress> isOwn)
    {
        this.relay = relay;
        this.router = router;
        this.isOwn = isOwn;
    }

    Reservation reserve(final Endpoint endpoint, final PublishedPort port)
    {
        try
        {
            final boolean isNoted = null != port.hostIp() && isOwn.test(port.hostIp());
            return isNoted ? note(port) : open(endpoint, port);
        }
        catch (final PortTakenException ex)
        {
            throw new FabricException(ex.getMessage(), ex);
        }
        catch (final IOException ex)
        {
            throw new FabricException("cannot publish " + port + ": " + ex.getMessage(), ex);
        }
    }

    private Reservation note(final PublishedPort port) throws IOException
    {
        final InetAddress address = inetAddress(port.hostIp());
        if (!port.isToChoose())
        {
            return relay.note(port.protocol(), address, port.hostPort(), port.hostPortEnd());
        }
        final boolean isAny = 0 == port.hostPort();
        if (isAny && port.containerPort() != port.containerPortEnd())
        {
            return anywhere(port, () -> relay.noteFirstFree(port.protocol(), address, FREE.start(), FREE.end()),
                (first, last) -> relay.note(port.protocol(), address, first, last));
        }
        return relay.noteFirstFree(port.protocol(), address, isAny ? FREE.start() : port.hostPort(),
            isAny ? FREE.end() : port.hostPortEnd());
    }

    private Reservation open(final Endpoint endpoint, final PublishedPort port) throws IOException
    {
        final InterfaceAddress target = null == endpoint.ipv4() ? endpoint.ipv6() : endpoint.ipv4();
        final InetAddress hostIp = null == port.hostIp() ? null : inetAddress(port.hostIp());
        final InetAddress container = inetAddress(target.address());
        final List<Cidr> allow = port.allow();
        final Predicate<InetAddress> clients = (client) -> isAllowed(allow, client);
        if (0 == port.hostPort() && port.containerPort() != port.containerPortEnd())
        {
            return anywhere(port, () -> relay.reserve(port.protocol(), hostIp, 0, 0, container, port.containerPort(),
                clients), (first, last) -> relay.reserve(port.protocol(), hostIp, first, last, container,
                port.containerPort(), clients));
        }
        if (!port.isToChoose() || 0 == port.hostPort())
        {
            return relay.reserve(port.protocol(), hostIp, port.hostPort(), port.hostPortEnd(), container,
                port.containerPort(), clients);
        }
        return relay.reserveFirstFree(port.protocol(), hostIp, port.hostPort(), port.hostPortEnd(), container,
            port.containerPort(), clients);
    }

    /** As many free ports in a row as the container has: from a free one on, or from another. */
    private static Reservation anywhere(final PublishedPort port, final FreePort freePort, final Range range)
        throws IOException
    {
        final int others = port.containerPortEnd() - port.containerPort();
        for (int i = 0; i < MAX_TRIES; i++)
        {
            final int first;
            try (Reservation one = freePort.reserve())
            {
                first = Math.min(one.firstPort(), MAX_PORT - others) - i;
            }
            try
            {
                return range.reserve(first, first + others);
            }
            catch (final PortTakenException ex)
            {
                continue;
            }
        }
        throw new IOException("found no " + (others + 1) + " free ports in a row; name the host's");
    }

    /** Others than the host itself get here by interfaces that are no uplinks, such as a network's host port. */
    private boolean isAllowed(final List<Cidr> allow, final InetAddress client)
    {
        final IpAddress address = IpAddress.of(client.getAddress());
        final Address routed = NetAddresses.of(address);
        return allow.isEmpty() || address.isLoopback() ||
            router.context().routes().isHost(routed.high(), routed.low()) ||
            allow.stream().anyMatch((prefix) -> prefix.contains(address));
    }

    private static InetAddress inetAddress(final IpAddress address) throws UnknownHostException
    {
        return InetAddress.getByAddress(address.bytes());
    }

    /** Takes any one port that is free. */
    private interface FreePort
    {
        Reservation reserve() throws IOException;
    }

    /** Takes all ports of a range. */
    private interface Range
    {
        Reservation reserve(int first, int last) throws IOException;
    }
}
