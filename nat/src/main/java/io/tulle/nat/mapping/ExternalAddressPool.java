package io.tulle.nat.mapping;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

import io.tulle.dataplane.wire.IpProtocol;
import io.tulle.nat.gateway.ExternalAddresses;
import io.tulle.nat.gateway.InetAddresses;
import io.tulle.nat.gateway.Masquerade;
import io.tulle.nat.gateway.Uplink;

/**
 * Finds the ports of an external address, and which address an internal one goes out with. Called by all workers and
 * the conductor.
 *
 * <p>An internal address keeps its external one (RFC 4787 REQ-2, RFC 6888 REQ-2): of an uplink with addresses of its
 * own, the one that draws the highest number together with the internal address, so that an address more or less moves
 * only those that must move. An uplink that shares the host's addresses uses the first one, as the host does. A network
 * may name the one that its packets leave with.
 *
 * <p>The ports of an address are kept by the address and not by its number, since the numbers change when the uplink's
 * addresses do, while sessions stay. They are made when the address is used for the first time, once and for all: 512
 * KiB for each protocol.
 */
final class ExternalAddressPool
{
    private static final int PROTOCOLS = 3;
    private static final int NO_PORTS = -1;

    private final AtomicReference<Address[]> addresses = new AtomicReference<>(new Address[0]);

    /** @return the number of the uplink's address that an internal address goes out with, or NONE. */
    static int choose(final Uplink uplink, final Masquerade masquerade, final long high, final long low)
    {
        final ExternalAddresses all = uplink.addresses();
        final boolean isIpv4 = InetAddresses.isIpv4(high, low);
        if (masquerade.isNamed(isIpv4))
        {
            return masquerade.named(all, isIpv4);
        }
        int best = all.first(isIpv4);
        if (uplink.isShared() || ExternalAddresses.NONE == best)
        {
            return best;
        }
        long bestDraw = draw(all, best, high, low);
        for (int i = best + 1; i < all.size(); i++)
        {
            final long draw = draw(all, i, high, low);
            if (draw > bestDraw && isIpv4 == InetAddresses.isIpv4(all.high()[i], all.low()[i]))
            {
                best = i;
                bestDraw = draw;
            }
        }
        return best;
    }

    /** @return the ports of the address, or null when the protocol has none that are mapped. */
    ExternalPorts ports(final int uplinkPort, final long high, final long low, final int protocol)
    {
        final int kind = kind(protocol);
        return NO_PORTS == kind ? null : prepare(uplinkPort, high, low).ports[kind];
    }

    /** @return the address, made if it was not there. */
    Address prepare(final int uplinkPort, final long high, final long low)
    {
        Address address = find(addresses.get(), uplinkPort, high, low);
        while (null == address)
        {
            final Address[] present = addresses.get();
            final Address[] more = Arrays.copyOf(present, present.length + 1);
            more[present.length] = new Address(uplinkPort, high, low);
            addresses.compareAndSet(present, more);
            address = find(addresses.get(), uplinkPort, high, low);
        }
        return address;
    }

    /** @return the ports of an address of whichever uplink, or null when it was never used. */
    ExternalPorts find(final long high, final long low, final int protocol)
    {
        final int kind = kind(protocol);
        for (final Address address : addresses.get())
        {
            if (NO_PORTS != kind && high == address.high && low == address.low)
            {
                return address.ports[kind];
            }
        }
        return null;
    }

    /** Lets those look again who found every port of an uplink taken. */
    void changed(final int uplinkPort)
    {
        for (final Address address : addresses.get())
        {
            for (int i = 0; i < PROTOCOLS && uplinkPort == address.uplinkPort; i++)
            {
                address.ports[i].changed();
            }
        }
    }

    private static Address find(final Address[] present, final int uplinkPort, final long high, final long low)
    {
        for (final Address address : present)
        {
            if (uplinkPort == address.uplinkPort && high == address.high && low == address.low)
            {
                return address;
            }
        }
        return null;
    }

    private static long draw(final ExternalAddresses all, final int number, final long high, final long low)
    {
        return CountedKey.mix(CountedKey.mix(high ^ CountedKey.mix(low)) ^
            CountedKey.mix(all.high()[number] ^ CountedKey.mix(all.low()[number])));
    }

    private static int kind(final int protocol)
    {
        return switch (protocol)
        {
            case IpProtocol.TCP -> 0;
            case IpProtocol.UDP -> 1;
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> 2;
            default -> NO_PORTS;
        };
    }

    /** An external address with its ports. */
    static final class Address
    {
        private final int uplinkPort;
        private final long high;
        private final long low;
        private final ExternalPorts[] ports = new ExternalPorts[PROTOCOLS];

        private Address(final int uplinkPort, final long high, final long low)
        {
            this.uplinkPort = uplinkPort;
            this.high = high;
            this.low = low;
            Arrays.setAll(ports, (i) -> new ExternalPorts());
        }
    }
}
